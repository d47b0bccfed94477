package sqlgen

import (
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A row says how one function is written, and where.
type row struct {
	refused []Dialect // where the answer would differ
	write   func(w *writer, n *ir.Node) string
}

func (r row) accepts(d Dialect) bool {
	for _, refused := range r.refused {
		if refused == d {
			return false
		}
	}
	return true
}

// mostInList is where Oracle's IN lists end; one limit for all.
const mostInList = 1000

// table is the whole of what is pushed down. A function without a row is judged by
// Dogwatch.
func table() map[string]row {
	noSQLite := []Dialect{SQLite}
	return map[string]row{
		"==":           {write: infix(" = ")},
		"!=":           {write: infix(" <> ")},
		"<":            {write: infix(" < ")},
		"<=":           {write: infix(" <= ")},
		">":            {write: infix(" > ")},
		">=":           {write: infix(" >= ")},
		"between":      {write: between},
		"in":           {write: in},
		"and":          {write: logic(" AND ")},
		"or":           {write: logic(" OR ")},
		"not":          {write: func(w *writer, n *ir.Node) string { return "(NOT " + w.node(n.Args[0]) + ")" }},
		"is_null":      {write: nullTest(" IS NULL")},
		"not_null":     {write: nullTest(" IS NOT NULL")},
		"len":          {refused: noSQLite, write: length},
		"startsWith":   {write: startsWith},
		"endsWith":     {write: endsWith},
		"contains":     {write: contains},
		"+":            {refused: noSQLite, write: decimalInfix(" + ")},
		"-":            {refused: noSQLite, write: minus},
		"*":            {refused: noSQLite, write: decimalInfix(" * ")},
		"as_decimal":   {refused: noSQLite, write: asDecimal},
		"days_between": {refused: noSQLite, write: func(w *writer, n *ir.Node) string { return days(w, n.Args[1], n.Args[0]) }},
	}
}

func infix(sign string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		if b := n.Args[0].Type.Base; b == ir.Boolean || b == ir.Float || b == ir.Month {
			return w.refuse("comparing %s values is judged by Dogwatch", b)
		}
		return "(" + w.compared(n.Args[0]) + sign + w.compared(n.Args[1]) + ")"
	}
}

func logic(sign string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		return "(" + w.node(n.Args[0]) + sign + w.node(n.Args[1]) + ")"
	}
}

// between repeats its first argument, since its text may hold placeholders.
func between(w *writer, n *ir.Node) string {
	low := ir.NewCall(">=", n.Type, n.Args[0], n.Args[1])
	high := ir.NewCall("<=", n.Type, n.Args[0], n.Args[2])
	return "(" + w.node(low) + " AND " + w.node(high) + ")"
}

func in(w *writer, n *ir.Node) string {
	if len(n.Args)-1 > mostInList {
		return w.refuse("a list of more than %d items is judged by Dogwatch", mostInList)
	}
	if b := n.Args[0].Type.Base; b == ir.Boolean || b == ir.Float || b == ir.Month {
		return w.refuse("comparing %s values is judged by Dogwatch", b)
	}
	x := w.compared(n.Args[0])
	items := make([]string, 0, len(n.Args)-1)
	for _, a := range n.Args[1:] {
		items = append(items, w.compared(a))
	}
	return "(" + x + " IN (" + strings.Join(items, ", ") + "))"
}

// nullTest accepts columns only: whether an expression is null depends on more.
func nullTest(test string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		if n.Args[0].Kind != ir.Column {
			return w.refuse("a null test of an expression is judged by Dogwatch")
		}
		return "(" + w.node(n.Args[0]) + test + ")"
	}
}

func length(w *writer, n *ir.Node) string {
	name := map[Dialect]string{MySQL: "CHAR_LENGTH", Postgres: "char_length", Oracle: "LENGTH"}[w.dialect]
	return name + "(" + w.node(n.Args[0]) + ")"
}

// search gives the searched column, and the sought text, which must be a literal that
// is not empty: servers disagree about the empty one.
func (w *writer) search(n *ir.Node) (x *ir.Node, needle string) {
	x, sought := n.Args[0], n.Args[1]
	if x.Kind != ir.Column || !sought.IsConstant() || sought.Value.IsNull() || sought.Value.Text() == "" {
		w.refuse("a search in or for an expression is judged by Dogwatch")
		return x, ""
	}
	return x, sought.Value.Text()
}

func startsWith(w *writer, n *ir.Node) string {
	x, needle := w.search(n)
	switch w.dialect {
	case Postgres:
		return "starts_with(" + w.node(x) + ", " + w.node(n.Args[1]) + ")"
	case MySQL:
		return "(LOCATE(" + w.compared(n.Args[1]) + ", " + w.compared(x) + ") = 1)"
	}
	return "(SUBSTR(" + w.node(x) + ", 1, " + w.bind(points(needle)) + ") = " + w.node(n.Args[1]) + ")"
}

func endsWith(w *writer, n *ir.Node) string {
	x, needle := w.search(n)
	column := w.compared(x)
	switch w.dialect {
	case Postgres:
		return "(right(" + column + ", CAST(" + w.bind(points(needle)) + " AS integer)) = " + w.compared(n.Args[1]) + ")"
	case MySQL:
		return "(RIGHT(" + column + ", " + w.bind(int64(len(needle))) + ") = " + w.compared(n.Args[1]) + ")"
	case Oracle:
		// SUBSTR from before the beginning gives null where ours is false.
		return "(NVL(SUBSTR(" + column + ", -" + w.bind(points(needle)) + "), CASE WHEN " + column + " IS NOT NULL THEN CHR(0) END) = " + w.node(n.Args[1]) + ")"
	}
	return "(SUBSTR(" + column + ", -" + w.bind(points(needle)) + ") = " + w.node(n.Args[1]) + ")"
}

func contains(w *writer, n *ir.Node) string {
	x, _ := w.search(n)
	switch w.dialect {
	case Postgres:
		return "(strpos(" + w.node(x) + ", " + w.node(n.Args[1]) + ") > 0)"
	case MySQL:
		return "(LOCATE(" + w.compared(n.Args[1]) + ", " + w.compared(x) + ") > 0)"
	}
	return "(INSTR(" + w.node(x) + ", " + w.node(n.Args[1]) + ") > 0)"
}

// points counts code points.
func points(text string) int64 { return int64(len([]rune(text))) }

// decimalInfix accepts decimals whose result cannot overflow; 38 digits could.
func decimalInfix(sign string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		if n.Type.Base != ir.Decimal || n.Type.Precision >= 38 {
			return w.refuse("arithmetic on %s is judged by Dogwatch", n.Type)
		}
		return "(" + w.node(n.Args[0]) + sign + w.node(n.Args[1]) + ")"
	}
}

func minus(w *writer, n *ir.Node) string {
	if n.Args[0].Type.Base == ir.Date && n.Args[1].Type.Base == ir.Date {
		return days(w, n.Args[0], n.Args[1])
	}
	return decimalInfix(" - ")(w, n)
}

// days is the number of days from early to late.
func days(w *writer, late, early *ir.Node) string {
	if late.Type.Base != ir.Date || early.Type.Base != ir.Date {
		return w.refuse("days between timestamps are judged by Dogwatch")
	}
	if w.dialect == MySQL {
		return "DATEDIFF(" + w.node(late) + ", " + w.node(early) + ")"
	}
	return "(" + w.node(late) + " - " + w.node(early) + ")"
}

// asDecimal needs no text: servers compare integers and decimals exactly.
func asDecimal(w *writer, n *ir.Node) string { return w.node(n.Args[0]) }
