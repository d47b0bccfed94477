package estate

import "strings"

// elderlyTables are the front-end tables of the elderly allowances: real dates,
// amounts and times as text, full-width digits.
func (e *Estate) elderlyTables() []Table {
	stays := e.elderlyStays()
	if e.drifted {
		stays = stays.without("LYRQ")
	}
	tables := []Table{e.elderlyRegistry(), e.elderlyDeaths(), e.elderlyBatches(), e.elderlyPayments(), e.elderlyPushes(), e.elderlyGrants(), stays, e.elderlyRoster(), e.elderlyQueue()}
	return append(tables, e.visitTables()...)
}

func (e *Estate) elderlyRegistry() Table {
	records := e.registries[elderly]
	return Table{
		Name: "T_HJ_RKXX", Count: len(records), Indexes: [][]string{{"GMSFHM"}, {"RYID"}},
		Columns: []Column{text("RYID", 24), text("GMSFHM", 18), text("XM", 200), text("XB", 3), date("CSRQ"), text("SSXQ", 6),
			text("JLX", 9), text("XZ", 400), text("HH", 20), text("YHZGX", 2), text("DJZT", 10), text("BDRQ", 10), timestamp("GXSJ")},
		Rows: rowsOf(records, func(row []any, r *registration) []any {
			return append(row, r.recordNo, storedID(r), storedName(r), r.sex, r.birth, r.district, optional(r.street), r.address,
				r.household, codeOf(2, r.relation, relations()...), r.state, strings.ReplaceAll(r.changed.text(), "-", "/"), r.updated.text())
		}),
	}
}

// storedID is the identity number as some clerks type it: in full-width digits.
func storedID(r *registration) string {
	if r.person.odd != oddFullWidthID {
		return r.id
	}
	return strings.Map(func(c rune) rune {
		return c - '!' + '！'
	}, r.id)
}

func (e *Estate) elderlyDeaths() Table {
	records := e.deaths[elderly]
	return Table{
		Name: "T_SW_XX", Count: len(records), Indexes: [][]string{{"GMSFHM"}},
		Columns: []Column{text("GMSFHM", 18), text("XM", 200), date("SWRQ"), text("SWZMBH", 32), text("XXLY", 10), timestamp("DJSJ")},
		Rows: rowsOf(records, func(row []any, d *deathRecord) []any {
			return append(row, d.id, d.name, d.date, d.certificate, d.origin, d.registered.text())
		}),
	}
}

func (e *Estate) elderlyBatches() Table {
	records := e.batches[elderly]
	return Table{
		Name: "T_ZJ_PC", Count: len(records), Indexes: [][]string{{"PCBH"}},
		Columns: []Column{text("PCBH", 32), text("XMBM", 8), text("FFNY", 7), text("QXDM", 6), integer("ZBS"), text("ZJE", 20),
			integer("SLS"), integer("SBS"), text("SCSJ", 19)},
		Rows: rowsOf(records, func(row []any, b *batch) []any {
			return append(row, b.no, b.project, b.month.text(), b.district, b.count, b.amount.yuan(), b.accepted, b.failed, b.sent.text())
		}),
	}
}

func (e *Estate) elderlyPayments() Table {
	records := e.payments[elderly]
	return Table{
		Name: "T_ZJ_MX", Count: len(records), Indexes: [][]string{{"MXLSH"}, {"PCBH"}, {"GMSFHM"}},
		Columns: []Column{text("MXLSH", 40), text("PCBH", 32), text("XMBM", 8), text("DCMC", 40), text("FFNY", 7), text("GMSFHM", 18), text("XM", 200),
			text("YHZH", 32), text("ZHZL", 1), text("FFJE", 20), text("QXDM", 6), text("FFLX", 10), text("YLSH", 40), text("FFJG", 1), text("SBYY", 100), text("FFSJ", 19)},
		Rows: rowsOf(records, func(row []any, p *payment) []any {
			amount := p.amount.yuan()
			if p.garbled != "" {
				amount = p.garbled
			}
			return append(row, p.no(), p.batch, p.project, p.level, p.month.text(), p.id, p.name,
				p.account, p.accountCode("K", "Z"), amount, p.district, p.kind, optional(p.original), p.resultCode(), p.reason(), p.paid.text())
		}),
	}
}

func (e *Estate) elderlyPushes() Table {
	records := e.pushes[elderly]
	return Table{
		Name: "T_JM_TS", Count: len(records), Indexes: [][]string{{"TSLSH"}, {"LYLSH"}},
		Columns: []Column{text("TSLSH", 40), text("LYLSH", 40), text("GMSFHM", 18), text("XM", 200), text("XMBM", 8), text("DYNY", 7),
			money("JE"), text("QHDM", 6), text("BQHDM", 12), text("CZ", 1), text("BHZ", 10), timestamp("TSSJ")},
		Rows: rowsOf(records, func(row []any, p *push) []any {
			return append(row, p.no, p.source(), p.id, p.name, p.project, p.month.text(), p.amount.yuan(), p.district, p.area, p.letter(), p.receipt, p.pushed.text())
		}),
	}
}

func (e *Estate) elderlyGrants() Table {
	records := e.grants
	return Table{
		Name: "T_LB_XX", Count: len(records), Indexes: [][]string{{"GMSFHM"}},
		Columns: []Column{text("GMSFHM", 18), text("XM", 200), text("BTDC", 40), text("BTNY", 7), text("BTJE", 20), date("GXRQ")},
		Rows: rowsOf(records, func(row []any, g *grant) []any {
			return append(row, g.id, g.name, g.level, g.month.text(), g.amount.yuan(), g.updated.text())
		}),
	}
}

func (e *Estate) elderlyStays() Table {
	records := e.stays[elderly]
	return Table{
		Name: "T_KJ_RZBT", Count: len(records), Indexes: [][]string{{"GMSFHM"}},
		Columns: []Column{text("GMSFHM", 18), text("XM", 200), text("JGXYDM", 18), date("RYRQ"), date("LYRQ"), text("BTNY", 7), text("BTJE", 20), timestamp("GXSJ")},
		Rows: rowsOf(records, func(row []any, s *stay) []any {
			return append(row, s.id, s.name, s.org, s.admitted.text(), s.left.optional("2006-01-02"), s.month.text(), s.amount.yuan(), s.updated.text())
		}),
	}
}
