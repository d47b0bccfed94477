package measure

import (
	"fmt"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// protected says why hidden values keep a measure from being taken, or "". Tokens
// that are the same for the same value can be compared with one another; whether a
// text is there at all can be seen under any protection.
func protected(w *checks.Watch, item *Item, m checks.Measure) string {
	equal := equalColumns(m)
	for _, name := range sortedOwn(append(measureColumns(m), exprColumns(item.Where)...)) {
		column := w.Mapping(name)
		switch {
		case column == nil || !column.Protection.Hides():
		case item.Check.Kind.Doc().Name == "required" && column.Type.Base == ir.Text:
		case column.Protection == checks.Deterministic && equal[name]:
		default:
			return fmt.Sprintf("column %s is protected (%s)", name, column.Protection)
		}
	}
	return ""
}

// equalColumns are the columns that a measure only compares for equality.
func equalColumns(m checks.Measure) map[string]bool {
	equal := map[string]bool{}
	add := func(names []string) {
		for _, n := range names {
			equal[n] = true
		}
	}
	switch m := m.(type) {
	case checks.Keys:
		add(m.Columns)
	case checks.Match:
		add(lefts(m.On))
		add(lefts(m.Agree))
		for _, n := range exprColumns(m.When) {
			delete(equal, n)
		}
	case checks.Totals:
		add(lefts(m.On))
	case checks.Reconcile:
		add(lefts(m.On))
		add(lefts(exactly(m.Columns)))
		for _, n := range exprColumns(m.Until) {
			delete(equal, n)
		}
	}
	return equal
}

// protectedOther says why hidden values of the other side keep a measure from being
// taken: tokens of two sources are equal only if both are deterministic.
func protectedOther(w, other *checks.Watch, m checks.Measure) string {
	var pairs []checks.Pair
	switch m := m.(type) {
	case checks.Match:
		pairs = append(append(pairs, m.On...), m.Agree...)
	case checks.Totals:
		pairs = m.On
	case checks.Reconcile:
		pairs = append(append(pairs, m.On...), exactly(m.Columns)...)
	}
	for _, p := range pairs {
		left, right := w.Mapping(p.Left), other.Mapping(p.Right)
		if left != nil && right != nil && left.Protection != right.Protection && (left.Protection.Hides() || right.Protection.Hides()) {
			return fmt.Sprintf("columns %s and other.%s are not protected alike", p.Left, p.Right)
		}
	}
	compared := map[string]bool{}
	for _, p := range pairs {
		compared[p.Right] = true
	}
	if m, ok := m.(checks.Reconcile); ok {
		for _, name := range slices.Concat(exprColumns(m.OtherUntil), exprColumns(m.OtherWhere)) {
			delete(compared, name)
		}
	}
	for _, name := range otherColumns(m) {
		if column := other.Mapping(name); column != nil && column.Protection.Hides() && (!compared[name] || column.Protection != checks.Deterministic) {
			return fmt.Sprintf("column other.%s is protected (%s)", name, column.Protection)
		}
	}
	return ""
}

// exactly gives the pairs that are compared without tolerance.
func exactly(list []checks.Compared) []checks.Pair {
	var pairs []checks.Pair
	for _, c := range list {
		if c.Tolerance == nil {
			pairs = append(pairs, c.Pair)
		}
	}
	return pairs
}
