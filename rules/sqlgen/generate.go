package sqlgen

import (
	"fmt"
	"slices"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Columns gives the quoted physical column behind a name; false if the stored value
// is not of the contract's type as it stands (base, and of decimals precision and
// scale), so that SQL must not touch it.
type Columns func(name string) (sql string, ok bool)

// Generate writes a bound boolean expression. If the dialect would not give our
// answer for any row it is refused, and why names the first obstacle.
func Generate(root *ir.Node, dialect Dialect, columns Columns) (f Fragment, accepted bool, why string) {
	w := &writer{dialect: dialect, columns: columns}
	if root.Type.Base != ir.Boolean {
		return Fragment{}, false, "the expression is not true or false"
	}
	text := w.node(root)
	if w.why != "" {
		return Fragment{}, false, w.why
	}
	return newFragment(text, w.args, dialect), true, ""
}

// Pushes tells whether a dialect may be given a function at all; its arguments
// decide the rest.
func Pushes(function string, d Dialect) bool {
	row, ok := table()[function]
	return ok && !slices.Contains(row.refused, d)
}

// A writer builds one fragment, the text from left to right so that the values are
// bound in its order. The first refusal sticks.
type writer struct {
	dialect Dialect
	columns Columns
	args    []any
	why     string
}

func (w *writer) refuse(format string, args ...any) string {
	if w.why == "" {
		w.why = fmt.Sprintf(format, args...)
	}
	return ""
}

// refuseBase refuses a use of values of a base.
func (w *writer) refuseBase(use string, b ir.Base) string {
	return w.refuse("%s of %s values is judged by Dogwatch", use, b)
}

func (w *writer) node(n *ir.Node) string {
	switch n.Kind {
	case ir.Constant:
		return w.constant(n)
	case ir.Column:
		return w.column(n)
	case ir.Call:
		return w.call(n)
	}
	return w.refuse("%s is not bound", n.Name)
}

func (w *writer) call(n *ir.Node) string {
	if !Pushes(n.Function.Name, w.dialect) {
		return w.refuse("%s is judged by Dogwatch", n.Function.Name)
	}
	return table()[n.Function.Name].write(w, n)
}

// bind adds a value and gives the hole for it.
func (w *writer) bind(v any) string {
	w.args = append(w.args, v)
	return hole
}
