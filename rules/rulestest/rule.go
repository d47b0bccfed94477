package rulestest

import (
	"fmt"
	"strconv"
	"strings"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Rule draws the source of a rule over the columns of the schema.
func Rule(t *rapid.T, p Profile, schema ir.Schema) string {
	return Expression(t, p, schema, ir.Boolean)
}

// Expression draws the source of an expression of a base. Under the profile Witness
// the base is text, integer or boolean.
func Expression(t *rapid.T, p Profile, schema ir.Schema, base ir.Base) string {
	w := writer{t: t, profile: p, schema: schema}
	return w.of(base, rapid.IntRange(1, 4).Draw(t, "depth"))
}

// A writer writes expressions fully bracketed, so that precedence plays no part.
type writer struct {
	t       *rapid.T
	profile Profile
	schema  ir.Schema
}

// of writes an expression of the base.
func (w writer) of(base ir.Base, depth int) string {
	if depth <= 0 {
		return w.leaf(base)
	}
	var forms []string
	switch base {
	case ir.Boolean:
		forms = w.truths()
	case ir.Text:
		forms = w.texts()
	case ir.Integer:
		forms = w.integers()
	case ir.Decimal:
		forms = w.decimals()
	case ir.Date:
		forms = w.dates()
	case ir.Month:
		forms = w.months()
	}
	if base != ir.Boolean && (len(forms) == 0 || w.chance(3)) {
		return w.leaf(base)
	}
	return w.fill(w.pick(forms), depth)
}

// fill replaces the letters between angle brackets: <T> by an expression, <t> by a
// leaf, and <=> by a comparison sign.
func (w writer) fill(form string, depth int) string {
	var b strings.Builder
	for form != "" {
		before, rest, found := strings.Cut(form, "<")
		b.WriteString(before)
		if !found {
			break
		}
		hole, after, _ := strings.Cut(rest, ">>")
		b.WriteString(w.hole(hole, depth-1))
		form = after
	}
	return b.String()
}

// hole fills one place: a letter of holes (capital: with sub-expressions), a
// comparison, a whole comparison, or a list of literals.
func (w writer) hole(name string, depth int) string {
	if base, ok := holes()[strings.ToLower(name)]; ok {
		if name != strings.ToLower(name) {
			return w.of(base, depth)
		}
		return w.leaf(base)
	}
	switch name {
	case "order":
		return w.pick([]string{"==", "!=", "<", "<=", ">", ">="})
	case "compare":
		return w.comparison(depth)
	case "test":
		return w.pick([]string{"startsWith", "endsWith", "contains", "not startsWith", "not endsWith", "not contains"})
	case "any":
		return w.leaf(w.anyBase())
	case "list":
		return w.list()
	case "n":
		return strconv.Itoa(rapid.IntRange(-3, 12).Draw(w.t, "n"))
	}
	return w.pick([]string{`"yyyyMMdd"`, `"yyyy-MM-dd"`})
}

func holes() map[string]ir.Base {
	return map[string]ir.Base{"t": ir.Text, "i": ir.Integer, "d": ir.Decimal, "f": ir.Float, "b": ir.Boolean, "a": ir.Date, "m": ir.Month, "s": ir.Timestamp}
}

// comparison compares two expressions of one base.
func (w writer) comparison(depth int) string {
	base := w.anyBase()
	sign := w.hole("order", 0)
	if base == ir.Boolean {
		sign = w.pick([]string{"==", "!="})
	}
	left, right := w.of(base, depth), w.of(base, depth)
	if base == ir.Decimal && w.chance(3) {
		right = w.of(ir.Integer, depth)
	}
	return fmt.Sprintf("(%s %s %s)", left, sign, right)
}

// list writes x in [...] over columns and literals.
func (w writer) list() string {
	base := w.anyBase()
	if base == ir.Boolean || base == ir.Float {
		base = ir.Text
	}
	items := make([]string, rapid.IntRange(1, 4).Draw(w.t, "items"))
	for i := range items {
		items[i] = w.leaf(base)
	}
	not := w.pick([]string{"", "not "})
	return fmt.Sprintf("(%s %sin [%s])", w.column(base), not, strings.Join(items, ", "))
}

func (w writer) anyBase() ir.Base {
	bases := []ir.Base{ir.Text, ir.Integer, ir.Boolean}
	if !w.profile.Witness {
		bases = append(bases, ir.Decimal, ir.Date, ir.Month, ir.Timestamp)
		if !w.profile.NoFloats {
			bases = append(bases, ir.Float)
		}
	}
	return rapid.SampledFrom(bases).Draw(w.t, "base")
}

func (w writer) pick(from []string) string { return rapid.SampledFrom(from).Draw(w.t, "form") }

// chance is true once in n.
func (w writer) chance(n int) bool { return rapid.IntRange(1, n).Draw(w.t, "chance") == 1 }
