package sqlgen

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// mostMySQLScale is the largest scale of a DECIMAL of MySQL; MariaDB's is larger.
const mostMySQLScale = 30

// Constant writes a value for use beside a stored column of its type. ok is false where
// Generate would refuse the literal.
func Constant(v ir.Value, d Dialect) (f Fragment, ok bool) {
	w := &writer{dialect: d}
	text := w.constant(ir.NewConstant(v))
	return newFragment(text, w.args, d), w.why == ""
}

// constant binds a literal with its type spelled out.
func (w *writer) constant(n *ir.Node) string {
	v := n.Value
	if v.IsNull() {
		return w.refuse("a null literal is judged by Dogwatch")
	}
	switch v.Type().Base {
	case ir.Text:
		return w.text(v.Text())
	case ir.Integer:
		return w.integer(v.Number())
	case ir.Decimal:
		return w.decimal(v)
	case ir.Date, ir.Timestamp:
		return w.instant(v)
	case ir.Boolean:
		return w.truth(v.Bool())
	}
	return w.refuseBase("a literal", v.Type().Base)
}

// text refuses what a server cannot hold or compare: NUL anywhere, and on Oracle the
// empty text, which is null there.
func (w *writer) text(s string) string {
	switch {
	case strings.IndexByte(s, 0) >= 0:
		return w.refuse("a text with NUL is judged by Dogwatch")
	case s == "" && w.dialect == Oracle:
		return w.refuse("Oracle takes the empty text for null")
	case w.dialect == Postgres:
		return "CAST(" + w.bind(s) + " AS text)"
	}
	return w.bind(s)
}

func (w *writer) integer(n int64) string {
	switch w.dialect {
	case MySQL:
		return "CAST(" + w.bind(n) + " AS SIGNED)"
	case Postgres:
		return "CAST(" + w.bind(n) + " AS bigint)"
	}
	return w.bind(n)
}

// decimal binds a decimal as text, so that no driver makes a float of it.
func (w *writer) decimal(v ir.Value) string {
	switch {
	case w.dialect == SQLite:
		return w.refuse("SQLite has no exact decimals")
	case w.dialect == MySQL && v.Type().Scale > mostMySQLScale:
		return w.refuse("a literal of %d decimal places is judged by Dogwatch", v.Type().Scale)
	case w.dialect == MySQL:
		return fmt.Sprintf("CAST(%s AS DECIMAL(%d,%d))", w.bind(v.String()), ir.MaxPrecision, v.Type().Scale)
	case w.dialect == Postgres:
		return "CAST(" + w.bind(v.String()) + " AS numeric)"
	}
	return "CAST(" + w.bind(v.String()) + " AS NUMBER)"
}

// instant binds a date or timestamp as ISO text.
func (w *writer) instant(v ir.Value) string {
	text := v.String()
	if v.Type().Base == ir.Timestamp && !strings.Contains(text, ".") {
		text += ".000000"
	}
	types := map[Dialect][2]string{
		MySQL:    {"CAST(" + hole + " AS DATE)", "CAST(" + hole + " AS DATETIME(6))"},
		Postgres: {"CAST(" + hole + " AS date)", "CAST(" + hole + " AS timestamp)"},
		Oracle:   {"TO_DATE(" + hole + ", 'YYYY-MM-DD')", "TO_TIMESTAMP(" + hole + ", 'YYYY-MM-DD HH24:MI:SS.FF6')"},
	}
	forms, ok := types[w.dialect]
	if !ok {
		return w.refuse("%s keeps dates as text", w.dialect)
	}
	w.bind(text)
	if v.Type().Base == ir.Date {
		return forms[0]
	}
	return forms[1]
}

// truth writes a boolean literal as a condition, since Oracle has no other.
func (w *writer) truth(v bool) string {
	if v {
		return "(1 = 1)"
	}
	return "(1 = 0)"
}
