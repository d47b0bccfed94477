package sqlgen

import "github.com/dogwatch/dogwatch/rules/ir"

// column writes a column so that it holds what decoding would give: text without
// trailing U+0020, and null where a stored value does not decode.
func (w *writer) column(n *ir.Node) string {
	sql, ok := w.columns(n.Name)
	if !ok {
		return w.refuse("column %s is stored in another form", n.Name)
	}
	switch n.Type.Base {
	case ir.Text:
		return w.textColumn(sql)
	case ir.Integer:
		if w.dialect == SQLite { // any value may stand in any column
			return "CASE WHEN typeof(" + sql + ") = 'integer' THEN " + sql + " END"
		}
		return sql
	case ir.Decimal:
		return w.decimalColumn(sql)
	case ir.Date, ir.Timestamp:
		return w.instantColumn(sql, n.Type.Base)
	case ir.Boolean:
		if w.dialect == Postgres {
			return sql
		}
	}
	return w.refuseBase("a column", n.Type.Base)
}

// Stored writes a column, by its bare name, as Generate would; false where Generate
// would refuse it.
func Stored(f ir.Field, d Dialect) (sql string, ok bool) {
	w := &writer{dialect: d, columns: func(name string) (string, bool) { return name, true }}
	sql = w.column(ir.NewColumn(f))
	return sql, w.why == ""
}

func (w *writer) textColumn(sql string) string {
	switch w.dialect {
	case MySQL:
		return "RTRIM(CONVERT(" + sql + " USING utf8mb4))"
	case Postgres:
		return "rtrim(CAST(" + sql + " AS text), ' ')"
	case SQLite:
		return "rtrim(CAST(" + sql + " AS TEXT), ' ')"
	}
	return "RTRIM(" + sql + ", ' ')"
}

func (w *writer) decimalColumn(sql string) string {
	switch w.dialect {
	case SQLite:
		return w.refuse("SQLite has no exact decimals")
	case Postgres:
		return "NULLIF(CAST(" + sql + " AS numeric), 'NaN')"
	}
	return sql
}

// instantColumn leaves the days out that a contract's calendar does not have: zero
// dates, infinity, years before 1 and after 9999.
func (w *writer) instantColumn(sql string, base ir.Base) string {
	switch {
	case w.dialect == SQLite:
		return w.refuse("SQLite keeps dates as text")
	case w.dialect == MySQL:
		return "CASE WHEN YEAR(" + sql + ") > 0 AND MONTH(" + sql + ") > 0 AND DAYOFMONTH(" + sql + ") > 0 THEN " + sql + " END"
	case w.dialect == Postgres && base == ir.Date:
		return "CASE WHEN " + sql + " BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN " + sql + " END"
	case w.dialect == Postgres:
		return "CASE WHEN " + sql + " >= TIMESTAMP '0001-01-01' AND " + sql + " < TIMESTAMP '10000-01-01' THEN " + sql + " END"
	case base == ir.Date:
		return "CASE WHEN " + sql + " >= DATE '0001-01-01' THEN TRUNC(" + sql + ") END"
	}
	return "CASE WHEN " + sql + " >= DATE '0001-01-01' THEN " + sql + " END"
}

// operand writes one side of a comparison, text so that it goes by bytes.
func (w *writer) operand(n *ir.Node) string {
	text := w.node(n)
	if n.Type.Base != ir.Text {
		return text
	}
	switch w.dialect {
	case MySQL:
		return "CAST(" + text + " AS BINARY)"
	case Postgres:
		return text + ` COLLATE "C"`
	}
	return text
}
