package estate

import (
	"cmp"
	"slices"
	"strconv"
)

// assistanceTables are the front-end tables of social assistance: lower-case names,
// amounts in fen, months as numbers, payment numbers in two columns.
func (e *Estate) assistanceTables() []Table {
	tables := []Table{e.assistanceRegistry(), e.assistanceDeaths(), e.assistanceBatches(), e.assistancePayments(), e.assistancePushes()}
	tables = append(tables, e.assistanceQueue())
	return append(append(tables, e.petitionTables()...), e.assistanceRosters()...)
}

// assistanceViews are the views through which the partner gives its tables away.
func assistanceViews() []View {
	return []View{{Name: "v_sjjh_hjxx", Query: "SELECT * FROM sjjh_hjxx WHERE scbz = 0"}}
}

func (e *Estate) assistanceRegistry() Table {
	records := slices.Concat(e.registries[assistance], e.deleted)
	return Table{
		Name: "sjjh_hjxx", Count: len(records), Indexes: [][]string{{"sfzh"}, {"rybh"}},
		Columns: []Column{text("rybh", 24), text("sfzh", 20), text("xm", 200), text("xb", 1), date("csrq"), text("qx", 6), text("jd", 9),
			text("dz", 400), text("hh", 20), text("gx", 20), text("zt", 2), date("bdrq"), timestamp("gxsj"), integer("scbz")},
		Rows: rowsOf(records, func(row []any, r *registration) []any {
			mark := int64(0)
			if r.deleted {
				mark = 1
			}
			return append(row, r.recordNo, r.id, storedName(r), codeOf(1, r.sex, "男", "女"), r.birth, r.district, optional(r.street), r.address,
				r.household, optional(r.relation), codeOf(2, r.state, active, movedAway, cancelled), r.changed.text(), r.updated.text(), mark)
		}),
	}
}

func (e *Estate) assistanceDeaths() Table {
	records := e.deaths[assistance]
	return Table{
		Name: "sjjh_swxx", Count: len(records), Indexes: [][]string{{"sfzh"}},
		Columns: []Column{text("sfzh", 20), text("xm", 200), text("swrq", 8), text("zmbh", 32), text("ly", 10), text("djsj", 14)},
		Rows: rowsOf(records, func(row []any, d *deathRecord) []any {
			return append(row, d.id, d.name, compact(d.date), d.certificate, d.origin, d.registered.compact())
		}),
	}
}

func (e *Estate) assistanceBatches() Table {
	records := e.batches[assistance]
	return Table{
		Name: "zjtf_pc", Count: len(records), Indexes: [][]string{{"pch"}},
		Columns: []Column{text("pch", 32), text("xmbm", 8), integer("ffyf"), text("qxdm", 6), integer("zbs"), integer("zje_fen"),
			integer("slbs"), integer("sbbs"), timestamp("scsj"), integer("zfbz")},
		Rows: rowsOf(records, func(row []any, b *batch) []any {
			return append(row, b.no, b.project, b.month.number(), b.district, b.count, int64(b.amount), b.accepted, b.failed, b.sent.text(), int64(0))
		}),
	}
}

func (e *Estate) assistancePayments() Table {
	records := e.payments[assistance]
	return Table{
		Name: "zjtf_mx", Count: len(records), Indexes: [][]string{{"pch", "xh"}, {"sfzh"}},
		Columns: []Column{text("pch", 32), text("xh", 10), text("xmbm", 8), text("dc", 40), integer("ffyf"), text("sfzh", 20), text("xm", 200),
			text("zh", 32), text("zhlx", 10), integer("je_fen"), text("qxdm", 6), text("fflx", 10), text("yls", 40), text("jg", 1), text("yy", 100), timestamp("ffsj")},
		Rows: rowsOf(records, func(row []any, p *payment) []any {
			return append(row, p.batch, p.seq, p.project, p.level, p.month.number(), p.id, p.name,
				p.account, p.accountCode("银行卡", "存折"), int64(p.amount), p.district, p.kind, optional(p.original), p.resultCode(), p.reason(), p.paid.text())
		}),
	}
}

func (e *Estate) assistancePushes() Table {
	records := e.pushes[assistance]
	return Table{
		Name: "jm_ts", Count: len(records), Indexes: [][]string{{"tslsh"}, {"pch", "xh"}},
		Columns: []Column{text("tslsh", 40), text("pch", 32), text("xh", 10), text("sfzh", 20), text("xm", 200), text("xmbm", 8), integer("dyyf"),
			integer("je_fen"), text("qxdm", 6), text("bqhdm", 12), text("cz", 10), text("bhz", 10), timestamp("tssj")},
		Rows: rowsOf(records, func(row []any, p *push) []any {
			return append(row, p.no, p.batch, p.seq, p.id, p.name, p.project, p.month.number(), int64(p.amount), p.district, p.area, cmp.Or(p.operation, "新增"), p.receipt, p.pushed.text())
		}),
	}
}

// number writes the month as the number 202611.
func (m month) number() int64 {
	n, _ := strconv.ParseInt(m.compact(), 10, 64)
	return n
}
