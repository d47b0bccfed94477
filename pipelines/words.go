package pipelines

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
)

// describe says in one line what a check measures: the rule's source, or the
// measure's own words.
func describe(w *checks.Watch, c *checks.Check) string {
	var lines []string
	for _, m := range c.Kind.Measures(w, c) {
		if line := describeMeasure(m); line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	text := strings.Join(lines, "; ")
	if where := c.Filter(w); where != nil {
		text += " where " + where.Source()
	}
	return text
}

func describeMeasure(m checks.Measure) string {
	switch m := m.(type) {
	case checks.RowRule:
		return m.Rule.Source()
	case checks.Decode:
		return "type of " + m.Column
	case checks.Figures:
		return describeFigures(m)
	case checks.Keys:
		return "unique (" + strings.Join(m.Columns, ", ") + ")"
	case checks.Match:
		return describeMatch(m)
	case checks.Totals:
		return describeTotals(m)
	case checks.Reconcile:
		return describeReconcile(m)
	case checks.Groups:
		return describeGroups(m)
	case checks.Aggregate:
		return describeAggregate(m)
	case checks.Probe:
		return describeProbe(m)
	case checks.Events:
		return "recorded probes"
	case checks.Filed:
		return "how the file stands"
	case checks.Beats:
		if m.File != "" {
			return "the beat of the file " + m.File
		}
		return "recorded beats"
	case checks.Delivered:
		return "the delivery"
	}
	return ""
}

func describeProbe(m checks.Probe) string {
	text := m.Aspect
	for _, r := range m.Rules {
		text += "; " + r.Source()
	}
	return text
}

func describeFigures(m checks.Figures) string {
	var terms []string
	for _, t := range m.Terms {
		term := fmt.Sprintf("%s(%s)", t.Func, t.Column)
		if t.Where != nil {
			term += " where " + t.Where.Source()
		}
		terms = append(terms, term)
	}
	return strings.Join(terms, ", ")
}

func describeMatch(m checks.Match) string {
	verb := "absent from "
	if m.Want {
		verb = "exists in "
	}
	text := verb + m.Other.Path() + " on " + pairs(m.On)
	if m.When != nil {
		text += " when " + m.When.Source()
	}
	if len(m.Agree) > 0 {
		text += " agreeing in " + pairs(m.Agree)
	}
	return text + otherWhere(m.OtherWhere)
}

func describeTotals(m checks.Totals) string {
	var declared []string
	if m.Count != "" {
		declared = append(declared, m.Count+" = count")
	}
	for _, s := range m.Sums {
		declared = append(declared, fmt.Sprintf("%s = sum(%s)", s.Left, s.Right))
	}
	return strings.Join(declared, ", ") + " of " + m.Other.Path() + " on " + pairs(m.On) + otherWhere(m.OtherWhere)
}

func describeReconcile(m checks.Reconcile) string {
	var compared []string
	for _, c := range m.Columns {
		name := pairs([]checks.Pair{c.Pair})
		if c.Tolerance != nil {
			name += " ± " + checks.Decimal(c.Tolerance)
		}
		compared = append(compared, name)
	}
	text := "same as " + m.Other.Path() + " on " + pairs(m.On)
	if len(compared) > 0 {
		text += " in " + strings.Join(compared, ", ")
	}
	if m.Until != nil {
		text += " until " + m.Until.Source()
	}
	if m.Settle > 0 {
		text += " once settled for " + m.Settle.String()
	}
	return text + otherWhere(m.OtherWhere)
}

func describeGroups(m checks.Groups) string {
	text := "by " + keySources(m.By)
	if m.Holds != nil {
		text += ": " + m.Holds.Source()
	}
	for _, f := range m.Figures {
		text += ", " + f.Name + " = " + describeAggregate(f.Aggregate)
	}
	if len(m.Expect) > 0 {
		text += fmt.Sprintf(" (%d groups expected)", len(m.Expect))
	}
	return text
}

func keySources(by []checks.GroupKey) string {
	var keys []string
	for _, k := range by {
		keys = append(keys, k.Expr.Source())
	}
	return strings.Join(keys, ", ")
}

func describeAggregate(m checks.Aggregate) string {
	text := string(m.Func)
	if m.Of != nil {
		text += "(" + m.Of.Source() + ")"
	}
	if m.At > 0 {
		text += fmt.Sprintf(" at %d", m.At)
	}
	if len(m.By) > 0 {
		text += " by " + keySources(m.By)
	}
	if len(m.Expect) > 0 {
		text += fmt.Sprintf(" (%d groups expected)", len(m.Expect))
	}
	return text
}

func otherWhere(e *rules.Expr) string {
	if e == nil {
		return ""
	}
	return " where other: " + e.Source()
}

func pairs(list []checks.Pair) string {
	var names []string
	for _, p := range list {
		if p.Left == p.Right {
			names = append(names, p.Left)
		} else {
			names = append(names, p.Left+" = other."+p.Right)
		}
	}
	return strings.Join(names, ", ")
}
