package estate

func (e *Estate) disabledRoster() Table {
	records := e.rosters[disabled]
	return Table{
		Name: "QZ_YDMD", Count: len(records),
		Columns: []Column{text("LSH", 20), fixed("SFZH", 20), money("JE"), timestamp("RKSJ")},
		Rows: rowsOf(records, func(row []any, r *rosterRow) []any {
			return append(row, r.no, r.id, r.amount.yuan(), r.arrived.text())
		}),
	}
}

// elderlyRoster keeps every batch, and rows that the partner has withdrawn.
func (e *Estate) elderlyRoster() Table {
	records := e.rosters[elderly]
	return Table{
		Name: "T_YDMD", Count: len(records),
		Columns: []Column{text("LSH", 40), text("GMSFHM", 18), text("JE", 20), text("PCBH", 10), text("CZ", 1), text("RKSJ", 19)},
		Rows: rowsOf(records, func(row []any, r *rosterRow) []any {
			if r.raw != nil {
				return append(row, r.raw...)
			}
			operation := "A"
			if r.gone {
				operation = "D"
			}
			return append(row, r.no, r.id, r.amount.yuan(), r.batch, operation, r.arrived.text())
		}),
	}
}

// assistanceRosters are the list, and the table in which the state of its loads stands.
func (e *Estate) assistanceRosters() []Table {
	records := e.rosters[assistance]
	last := []month{e.clock.month - 2, e.clock.month - 1}
	return []Table{{
		Name: "ydmd", Count: len(records),
		Columns: []Column{text("lsh", 20), text("sfzh", 20), integer("je_fen"), timestamp("rksj")},
		Rows: rowsOf(records, func(row []any, r *rosterRow) []any {
			return append(row, r.no, r.id, int64(r.amount), r.arrived.text())
		}),
	}, {
		Name: "ydmd_zt", Count: len(last),
		Columns: []Column{text("yf", 7), text("zt", 10)},
		Rows: rowsOf(last, func(row []any, m *month) []any {
			state := "完成"
			if e.loading && *m == e.clock.month-1 {
				state = "装载中"
			}
			return append(row, m.text(), state)
		}),
	}}
}
