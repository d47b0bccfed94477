package estate

import (
	"slices"
	"strings"
)

// A stray is the place of rows in a table of the three systems, or in the answer of a
// desk, that belong to none of their people: a roll whose rows stand behind the others.
type stray struct {
	watch string // and its system before it
	table string // or the desk's path
	key   string // of the contract
	names string // column=PHYSICAL of the columns that such rows may fill
}

// strays lists them.
func (e *Estate) strays() []stray {
	return []stray{
		{"elderly-allowances/fund-payments", "T_ZJ_MX", "payment_no", "payment_no=MXLSH batch_no=PCBH project=XMBM level=DCMC pay_month=FFNY payee_id=GMSFHM payee_name=XM " +
			"account=YHZH account_kind=ZHZL amount=FFJE district_code=QXDM kind=FFLX result=FFJG paid_at=FFSJ"},
		{"elderly-allowances/fund-batches", "T_ZJ_PC", "batch_no", "batch_no=PCBH project=XMBM pay_month=FFNY district_code=QXDM declared_count=ZBS declared_amount=ZJE " +
			"accepted_count=SLS failed_count=SBS sent_at=SCSJ"},
		{"elderly-allowances/jinmin-allowances", "T_JM_TS", "push_no", "push_no=TSLSH source_no=LYLSH id_card=GMSFHM name=XM project=XMBM pay_month=DYNY amount=JE " +
			"district_code=QHDM area_code=BQHDM operation=CZ receipt=BHZ pushed_at=TSSJ"},
		{"elderly-allowances/home-visits", "T_FW_110102", "visit_no", "visit_no=FWBH id_card=GMSFHM minutes=FWSC served_on=FWRQ"},
		{"elderly-allowances/two-subsidies-data", "T_LB_XX", "id_card level pay_month", "id_card=GMSFHM name=XM level=BTDC pay_month=BTNY amount=BTJE updated_on=GXRQ"},
		{"elderly-allowances/e-licence", "elderly", "licence_no", "licence_no=zzbh licence_type=zzlx holder_id=czr.sfzh holder_name=czr.xm applicant_id=sqr.sfzh " +
			"applicant_name=sqr.xm issued_on=fzrq valid_until=yxqz state=zt signature=qmyz"},
		{"elderly-allowances/household-registry", "T_HJ_RKXX", "record_no id_card", "record_no=RYID id_card=GMSFHM name=XM sex=XB birth_date=CSRQ district_code=SSXQ " +
			"address=XZ household_no=HH state=DJZT changed_on=BDRQ registered_at=GXSJ"},
		{"elderly-allowances/hardship-institution-subsidy", "T_KJ_RZBT", "id_card subsidy_month", "id_card=GMSFHM name=XM org_code=JGXYDM admitted_on=RYRQ subsidy_month=BTNY " +
			"amount=BTJE updated_at=GXSJ"},
		{"disabled-two-subsidies/hardship-institution-subsidy", "QZ_RZBT", "id_card subsidy_month", "id_card=SFZH name=XM org_code=JGDM admitted_on=RYRQ left_on=LYRQ " +
			"subsidy_month=BTYF amount=BTJE updated_at=GXSJ"},
		{"social-assistance/death-records", "sjjh_swxx", "id_card death_date", "id_card=sfzh name=xm death_date=swrq certificate_no=zmbh origin=ly registered_at=djsj"},
		{"disabled-two-subsidies/service-vouchers", "FWQ_SY_" + e.clock.month.compact(), "use_no", "use_no=SYBH id_card=SFZH amount=JE used_at=SYSJ"},
		{"disabled-two-subsidies/voucher-settlements.headers", "FWQ_JSPC", "settlement_no", "settlement_no=JSDH declared_count=BS declared_amount=JE arrived_at=RKSJ"},
		{"disabled-two-subsidies/voucher-settlements.lines", "FWQ_JSMX", "line_no", "line_no=MXBH settlement_no=JSDH amount=JE account=ZH_MW arrived_at=RKSJ"},
		{"disabled-two-subsidies/disability-certificates", "QZ_CJRZ", "cert_no", "cert_no=ZJLSH id_card=SFZH_LP name=XM level=CJDJ issued_on=FZRQ"},
		{"social-assistance/assistance-cases", "jz_sq_ls", "case_no", "case_no=slbh id_card=sfzh state=zt applied_on=sqrq closed_on=bjrq"},
		{"social-assistance/push-queue", "jm_dl", "task_no", "task_no=rwbh state=zt retries=cscs queued_at=rdsj"},
	}
}

// strayRolls are the rolls of strays, without a row.
func (w *world) strayRolls() []*roll {
	var all []*roll
	for _, s := range w.strays() {
		system, watch, _ := strings.Cut(s.watch, "/")
		tables := w.ownTables(system)
		at := slices.IndexFunc(tables, func(t Table) bool { return t.Name == s.table })
		var names []string
		var columns []Column
		for pair := range strings.FieldsSeq(s.names) {
			name, physical, _ := strings.Cut(pair, "=")
			column := text(physical, 300)
			if at >= 0 {
				column = tables[at].column(physical)
			}
			column.Name = name
			names, columns = append(names, physical), append(columns, column)
		}
		r := w.roll(system, watch, strings.Fields(s.key), columns...)
		r.name, r.behind = s.table, names
		all = append(all, r)
	}
	return all
}

// column is a column of the table.
func (t Table) column(name string) Column {
	at := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if at < 0 {
		panic("estate: " + t.Name + " has no column " + name)
	}
	return t.Columns[at]
}

// withStrays is a table of the three systems with the strays behind its rows. Its texts
// have room for what is too long.
func (e *Estate) withStrays(t Table, system string) Table {
	at := slices.IndexFunc(e.rolls, func(r *roll) bool { return r.behind != nil && r.system == system && r.name == t.Name })
	if at < 0 {
		return t
	}
	r := e.rolls[at]
	t.Columns = slices.Clone(t.Columns)
	for i := range t.Columns {
		if t.Columns[i].Kind == Text {
			t.Columns[i].Size++
		}
	}
	columns := t.Columns
	return t.and(Table{Count: len(r.rows), Rows: rowsOf(r.rows, func(row []any, x *rollRow) []any {
		for range columns {
			row = append(row, nil)
		}
		for i, name := range r.behind {
			row[slices.IndexFunc(columns, func(c Column) bool { return c.Name == name })] = x.values[i]
		}
		return row
	})})
}

// strayItems are the strays in the answer of a desk. A point in a name leads into an object.
func (e *Estate) strayItems(desk string) []any {
	var items []any
	for _, r := range e.rolls {
		if r.behind == nil || r.name != desk {
			continue
		}
		for _, row := range r.rows {
			item := map[string]any{}
			for i, name := range r.behind {
				if outer, inner, nested := strings.Cut(name, "."); nested {
					within, _ := item[outer].(map[string]any)
					if within == nil {
						within = map[string]any{}
						item[outer] = within
					}
					within[inner] = row.values[i]
				} else {
					item[name] = row.values[i]
				}
			}
			items = append(items, item)
		}
	}
	return items
}
