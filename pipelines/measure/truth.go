package measure

import (
	"slices"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// truth gives one rule's verdicts on the batch as bitmaps; rows in none of them
// violate the rule. A value that did not decode stands as null in the batch, but is
// no null: a rule that tells nulls from values is unknown there.
func (b *batch) truth(rule int) (yes, unknown, faulted bitmap) {
	yes, unknown, faulted = bitsOf(b.verdicts[rule])
	if rule >= len(b.reader.wary) {
		return yes, unknown, faulted
	}
	var undecoded bitmap
	for _, column := range b.reader.wary[rule] {
		for _, f := range b.faults[column] {
			if undecoded == nil {
				undecoded = make(bitmap, len(yes))
			}
			undecoded.set(f.row)
		}
	}
	if undecoded == nil {
		return yes, unknown, faulted
	}
	return yes.without(undecoded), unknown.or(undecoded), faulted.without(undecoded)
}

// nullSeen lists the columns under functions that give an answer for null.
func nullSeen(e *rules.Expr) []string {
	var names []string
	e.Root().Walk(func(n *ir.Node) {
		if n.Kind != ir.Call || n.Function.Nulls != ir.NullNever && n.Function.Nulls != ir.NullChoice {
			return
		}
		n.Walk(func(inner *ir.Node) {
			if inner.Kind == ir.Column {
				names = append(names, inner.Name)
			}
		})
	})
	slices.Sort(names)
	return slices.Compact(names)
}

func truthOf(v *rules.Verdicts, rule int) (yes, unknown, faulted bitmap) {
	return bitsOf(v.Rule(rule))
}

func bitsOf(verdict *rules.Verdict) (yes, unknown, faulted bitmap) {
	return bitmap(verdict.True), bitmap(verdict.Unknown), bitmap(verdict.Fault)
}

// reason says why a row is faulted.
func (b *batch) reason(rule, row int) string {
	return b.verdicts[rule].FaultReason(row).String()
}
