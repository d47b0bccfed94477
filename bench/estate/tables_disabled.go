package estate

import "strings"

// codeOf gives the stored code of a contract value: its place in the list, from 1,
// with two digits or one. What is not in the list is stored as it is.
func codeOf(width int, value string, list ...string) any {
	for i, v := range list {
		if v == value {
			return strings.Repeat("0", width-1) + string(rune('1'+i))
		}
	}
	return optional(value)
}

// compact takes the hyphens out of an ISO date.
func compact(iso string) string { return strings.ReplaceAll(iso, "-", "") }

// relations are the relations to the head of a household, in the order of their codes.
func relations() []string {
	return []string{"户主", "配偶", "子", "女", "孙子女", "父母", "祖父母", "兄弟姐妹", "其他"}
}

// disabledTables are the front-end tables of the two disability subsidies: padded
// CHAR columns, dates and months as digits, value codes.
func (e *Estate) disabledTables() []Table {
	shaped := append(e.voucherTables(), e.settlementTables()...)
	return append([]Table{e.disabledRegistry(), e.disabledDeaths(), e.disabledBatches(), e.disabledPayments(), e.disabledStays(), e.certificateTable(), e.disabledRoster()}, shaped...)
}

func (e *Estate) disabledRegistry() Table {
	records := e.registries[disabled]
	return Table{
		Name: "QZ_HJXX", Count: len(records), Indexes: [][]string{{"SFZH"}, {"RYBH"}},
		Columns: []Column{text("RYBH", 24), fixed("SFZH", 20), text("XM", 100), fixed("XB", 1), fixed("CSRQ", 8), fixed("XZQH", 6),
			text("JDDM", 9), text("DZ", 400), text("HH", 20), fixed("YHZGX", 2), fixed("ZT", 1), date("BDRQ"), timestamp("GXSJ")},
		Rows: rowsOf(records, func(row []any, r *registration) []any {
			return append(row, r.recordNo, r.id, storedName(r), codeOf(1, r.sex, "男", "女"), compact(r.birth), r.district,
				optional(r.street), r.address, r.household, codeOf(2, r.relation, relations()...),
				codeOf(1, r.state, active, movedAway, cancelled), r.changed.text(), r.updated.text())
		}),
	}
}

// storedName is the name with the blanks that some clients leave behind it.
func storedName(r *registration) string {
	if r.person.odd == oddTrailingBlanks && r.name == r.person.name {
		return r.name + "  "
	}
	return r.name
}

func (e *Estate) disabledDeaths() Table {
	records := e.deaths[disabled]
	return Table{
		Name: "QZ_SWXX", Count: len(records), Indexes: [][]string{{"SFZH"}},
		Columns: []Column{fixed("SFZH", 20), text("XM", 100), fixed("SWRQ", 8), text("SWZH", 32), fixed("LY", 1), fixed("SFYX", 1), timestamp("DJSJ")},
		Rows: rowsOf(records, func(row []any, d *deathRecord) []any {
			valid := "1"
			if d.withdrawn {
				valid = "0"
			}
			return append(row, d.id, d.name, compact(d.date), d.certificate, codeOf(1, d.origin, "火化", "注销", "医学"), valid, d.registered.text())
		}),
	}
}

func (e *Estate) disabledBatches() Table {
	records := e.batches[disabled]
	return Table{
		Name: "QZ_FFPC", Count: len(records), Indexes: [][]string{{"PCH"}},
		Columns: []Column{text("PCH", 32), text("XMBM", 8), fixed("FFYF", 6), fixed("XZQH", 6), integer("ZBS"), money("ZJE"),
			integer("SLBS"), integer("SBBS"), timestamp("SCSJ")},
		Rows: rowsOf(records, func(row []any, b *batch) []any {
			return append(row, b.no, b.project, b.month.compact(), b.district, b.count, b.amount.yuan(), b.accepted, b.failed, b.sent.text())
		}),
	}
}

func (e *Estate) disabledPayments() Table {
	records := e.payments[disabled]
	return Table{
		Name: "QZ_FFMX", Count: len(records), Indexes: [][]string{{"LSH"}, {"PCH"}, {"SFZH"}},
		Columns: []Column{text("LSH", 40), text("PCH", 32), text("XMBM", 8), text("DC", 40), fixed("FFYF", 6), fixed("SFZH", 20), text("XM", 100),
			text("ZH", 32), fixed("ZHLX", 1), money("JE"), fixed("XZQH", 6), fixed("FFLX", 1), text("YLSH", 40), fixed("FFJG", 1), text("SBYY", 100), timestamp("FFSJ")},
		Rows: rowsOf(records, func(row []any, p *payment) []any {
			return append(row, p.no(), p.batch, p.project, p.level, p.month.compact(), p.id, p.name,
				p.account, p.accountCode("1", "2"), p.amount.yuan(), p.district, codeOf(1, p.kind, regular, arrears, reversal),
				optional(p.original), p.resultCode(), p.reason(), p.paid.text())
		}),
	}
}

// accountCode is the stored kind of the account.
func (p *payment) accountCode(card, passbook string) string {
	switch {
	case p.accountKind != "":
		return p.accountKind
	case p.passbook:
		return passbook
	}
	return card
}

// reason is why it failed, as it is stored; nil if it did not, or nobody said.
func (p *payment) reason() any {
	if p.unexplained {
		return nil
	}
	return optional(p.failed)
}

// resultCode is the stored result: 9 is a code that no table knows.
func (p *payment) resultCode() string {
	switch {
	case p.unknown:
		return "9"
	case p.pending:
		return "0"
	case p.failed != "":
		return "2"
	}
	return "1"
}

func (e *Estate) disabledStays() Table {
	records := e.stays[disabled]
	return Table{
		Name: "QZ_RZBT", Count: len(records), Indexes: [][]string{{"SFZH", "BTYF"}},
		Columns: []Column{fixed("SFZH", 20), text("XM", 100), fixed("JGDM", 18), fixed("RYRQ", 8), fixed("LYRQ", 8), fixed("BTYF", 6), money("BTJE"), timestamp("GXSJ")},
		Rows: rowsOf(records, func(row []any, s *stay) []any {
			return append(row, s.id, s.name, s.org, s.admitted.compact(), s.left.optional("20060102"), s.month.compact(), s.amount.yuan(), s.updated.text())
		}),
	}
}
