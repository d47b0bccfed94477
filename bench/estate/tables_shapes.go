package estate

// visitTables are the home services of the districts, a table each. In place of a lost
// one there is nothing.
func (e *Estate) visitTables() []Table {
	var tables []Table
	for _, district := range shardDistricts() {
		records := e.visits[district]
		tables = append(tables, Table{
			Name: "T_FW_" + district, Count: len(records), Gone: e.lostShard == district, Indexes: [][]string{{"FWBH"}},
			Columns: []Column{text("FWBH", 20), text("GMSFHM", 18), integer("FWSC"), date("FWRQ")},
			Rows: rowsOf(records, func(row []any, v *visit) []any {
				return append(row, v.no, v.id, v.minutes, v.on.text())
			}),
		})
	}
	return tables
}

// petitionTables are the open applications and the history, of the same form.
func (e *Estate) petitionTables() []Table {
	table := func(name string, records []petition) Table {
		return Table{
			Name: name, Count: len(records), Indexes: [][]string{{"slbh"}},
			Columns: []Column{text("slbh", 20), text("sfzh", 20), text("zt", 2), text("sqrq", 8), text("bjrq", 8)},
			Rows: rowsOf(records, func(row []any, p *petition) []any {
				state := "02"
				if p.open {
					state = "01"
				}
				return append(row, p.no, p.id, state, p.applied.compact(), p.closed.optional("20060102"))
			}),
		}
	}
	return []Table{table("jz_sq", e.petitions), table("jz_sq_ls", e.pastPetitions)}
}

// voucherTables are the uses of this month and of the last, a table each.
func (e *Estate) voucherTables() []Table {
	table := func(m month, records []voucherUse) Table {
		return Table{
			Name: "FWQ_SY_" + m.compact(), Count: len(records),
			Columns: []Column{text("SYBH", 20), fixed("SFZH", 20), money("JE"), timestamp("SYSJ")},
			Rows: rowsOf(records, func(row []any, u *voucherUse) []any {
				return append(row, u.no, u.id, u.amount.yuan(), u.at.text())
			}),
		}
	}
	return []Table{table(e.clock.month, e.vouchers), table(e.clock.month-1, e.pastVouchers)}
}

func (e *Estate) certificateTable() Table {
	records := e.certificates
	return Table{
		Name: "QZ_CJRZ", Count: len(records),
		Columns: []Column{text("ZJLSH", 20), text("SFZH_LP", 32), text("XM", 20), fixed("CJDJ", 1), fixed("FZRQ", 8)},
		Rows: rowsOf(records, func(row []any, c *certificate) []any {
			return append(row, c.no, c.token, optional(c.name), string(rune('0'+c.level)), c.on.compact())
		}),
	}
}
