package sqlgen

import (
	"unicode/utf8"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// length counts code points. SQLite's ends at the first NUL, and nothing replaces one.
func length(w *writer, n *ir.Node) string {
	x := w.node(n.Args[0])
	switch w.dialect {
	case MySQL:
		return "CHAR_LENGTH(" + x + ")"
	case Postgres:
		return "CAST(char_length(" + x + ") AS bigint)"
	}
	return "LENGTH(" + x + ")"
}

// search gives the searched column and the sought text, which must be a literal that
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
		return "(left(" + w.node(x) + ", CAST(" + w.bind(points(needle)) + " AS integer)) = " + w.operand(n.Args[1]) + ")"
	case MySQL:
		return "(LEFT(" + w.operand(x) + ", " + w.bind(int64(len(needle))) + ") = " + w.operand(n.Args[1]) + ")"
	}
	return "(SUBSTR(" + w.node(x) + ", 1, " + w.bind(points(needle)) + ") = " + w.node(n.Args[1]) + ")"
}

func endsWith(w *writer, n *ir.Node) string {
	x, needle := w.search(n)
	switch w.dialect {
	case Postgres:
		return "(right(" + w.node(x) + ", CAST(" + w.bind(points(needle)) + " AS integer)) = " + w.operand(n.Args[1]) + ")"
	case MySQL:
		return "(RIGHT(" + w.operand(x) + ", " + w.bind(int64(len(needle))) + ") = " + w.operand(n.Args[1]) + ")"
	case Oracle:
		// SUBSTR from before the beginning would be null where we say false.
		column := w.node(x)
		return "(SUBSTR(" + column + ", GREATEST(LENGTH(" + column + ") - " + w.bind(points(needle)-1) + ", 1)) = " + w.node(n.Args[1]) + ")"
	}
	// SQLite counts from the end of a text only up to a NUL, but all of a BLOB, whose
	// part is null if it is empty: hence the NUL before it, which no sought text has.
	return "(SUBSTR(CAST(char(0) || " + w.node(x) + " AS BLOB), -" + w.bind(int64(len(needle))) + ") = CAST(" + w.node(n.Args[1]) + " AS BLOB))"
}

func contains(w *writer, n *ir.Node) string {
	x, _ := w.search(n)
	switch w.dialect {
	case Postgres:
		return "(strpos(" + w.operand(x) + ", " + w.node(n.Args[1]) + ") > 0)"
	case MySQL:
		return "(LOCATE(" + w.operand(n.Args[1]) + ", " + w.operand(x) + ") > 0)"
	}
	return "(INSTR(" + w.node(x) + ", " + w.node(n.Args[1]) + ") > 0)"
}

// points counts code points.
func points(text string) int64 { return int64(utf8.RuneCountInString(text)) }
