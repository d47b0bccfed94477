package sqlgen

import (
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A row says how one function is written, and where it is not.
type row struct {
	refused []Dialect // where the answer would differ
	write   func(w *writer, n *ir.Node) string
}

// mostInList is where Oracle's IN lists end; one limit for all.
const mostInList = 1000

// table is the whole of what is pushed down. A function without a row is judged by
// Dogwatch.
func table() map[string]row {
	noSQLite := []Dialect{SQLite}
	return map[string]row{
		"==":           {write: equality(" = ")},
		"!=":           {write: equality(" <> ")},
		"<":            {write: order(" < ")},
		"<=":           {write: order(" <= ")},
		">":            {write: order(" > ")},
		">=":           {write: order(" >= ")},
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
		"+":            {write: arithmetic(" + ")},
		"-":            {write: minus},
		"*":            {write: arithmetic(" * ")},
		"neg":          {write: negative},
		"as_decimal":   {refused: noSQLite, write: asDecimal},
		"days_between": {refused: noSQLite, write: func(w *writer, n *ir.Node) string { return days(w, n.Args[1], n.Args[0]) }},
	}
}

// equality compares anything that a server compares as we do. Conditions are values
// everywhere but on Oracle.
func equality(sign string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		b := n.Args[0].Type.Base
		if b == ir.Float || b == ir.Month || b == ir.Boolean && w.dialect == Oracle {
			return w.refuseBase("comparison", b)
		}
		return "(" + w.operand(n.Args[0]) + sign + w.operand(n.Args[1]) + ")"
	}
}

func order(sign string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		b := n.Args[0].Type.Base
		if b == ir.Float || b == ir.Month || b == ir.Text && w.dialect == Oracle {
			return w.refuseBase("order", b)
		}
		return "(" + w.operand(n.Args[0]) + sign + w.operand(n.Args[1]) + ")"
	}
}

func logic(sign string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		return "(" + w.node(n.Args[0]) + sign + w.node(n.Args[1]) + ")"
	}
}

// between writes its first argument twice, since its text may hold bind values.
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
		return w.refuseBase("a list", b)
	}
	x := w.operand(n.Args[0])
	items := make([]string, 0, len(n.Args)-1)
	for _, a := range n.Args[1:] {
		items = append(items, w.operand(a))
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
