package rules

import "github.com/dogwatch/dogwatch/rules/ir"

// Verdicts is what all rules of a set say of one batch. It holds nothing of the
// batch and may be kept.
type Verdicts struct {
	rows  int
	rules []Verdict
}

// Rows is the number of rows judged.
func (v *Verdicts) Rows() int { return v.rows }

// Rule gives the verdict of one rule, by its place in CompileSet.
func (v *Verdicts) Rule(i int) *Verdict { return &v.rules[i] }

// A Verdict is what one rule says of one batch. A row is in exactly one of True,
// Unknown and Fault, or in none: then the rule does not hold, a violation.
type Verdict struct {
	rows    int
	reasons map[int]Fault
	True    ir.Bits
	Unknown ir.Bits
	Fault   ir.Bits
}

// Counts adds up the four outcomes.
func (v *Verdict) Counts() (holds, violated, unknown, faulted int) {
	holds, unknown, faulted = v.True.Count(), v.Unknown.Count(), v.Fault.Count()
	return holds, v.rows - holds - unknown - faulted, unknown, faulted
}

// False reports whether the rule does not hold for the row.
func (v *Verdict) False(row int) bool {
	return !v.True.Has(row) && !v.Unknown.Has(row) && !v.Fault.Has(row)
}

// Violations calls visit for every row for which the rule does not hold, in order.
func (v *Verdict) Violations(visit func(row int)) {
	for word := range v.True {
		rest := ^(v.True[word] | v.Unknown[word] | v.Fault[word])
		if left := v.rows - word*64; left < 64 {
			rest &= 1<<left - 1
		}
		one := ir.Bits{rest}
		one.Each(func(bit int) { visit(word*64 + bit) })
	}
}

// FaultReason says why a row is faulted; ir.NoFault if it is not.
func (v *Verdict) FaultReason(row int) Fault { return v.reasons[row] }
