package measure

import "github.com/dogwatch/dogwatch/rules"

// truth gives one rule's verdicts on the batch as bitmaps; rows in none of them
// violate the rule.
func (b *batch) truth(rule int) (yes, unknown, faulted bitmap) {
	return truthOf(b.verdicts, rule)
}

func truthOf(v *rules.Verdicts, rule int) (yes, unknown, faulted bitmap) {
	verdict := v.Rule(rule)
	return bitmap(verdict.True), bitmap(verdict.Unknown), bitmap(verdict.Fault)
}

// reason says why a row is faulted.
func (b *batch) reason(rule, row int) string {
	return b.verdicts.Rule(rule).FaultReason(row).String()
}
