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
	}
	return w.refuse("a column of type %s is judged by Dogwatch", n.Type)
}

func (w *writer) textColumn(sql string) string {
	switch w.dialect {
	case MySQL:
		return "RTRIM(CONVERT(" + sql + " USING utf8mb4))"
	case Postgres:
		return "rtrim(CAST(" + sql + " AS text), ' ')"
	case SQLite:
		return "rtrim(CAST(" + sql + " AS TEXT))"
	}
	return "RTRIM(" + sql + ")"
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

func (w *writer) instantColumn(sql string, base ir.Base) string {
	switch w.dialect {
	case SQLite:
		return w.refuse("SQLite keeps dates as text")
	case MySQL: // zero dates do not decode
		return "CASE WHEN MONTH(" + sql + ") > 0 AND DAYOFMONTH(" + sql + ") > 0 THEN " + sql + " END"
	case Postgres:
		return "CASE WHEN isfinite(" + sql + ") THEN " + sql + " END"
	}
	if base == ir.Date {
		return "TRUNC(" + sql + ")"
	}
	return sql
}

// compared writes a text operand so that the comparison goes by bytes.
func (w *writer) compared(n *ir.Node) string {
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
