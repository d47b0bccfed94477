package kind

import (
	"slices"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// group: a rule over the count and the figures of each group, and groups that must be
// there.
func group() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "group", Title: "分组", Aspect: checks.Content, Dimension: checks.Completeness,
			Shape: groupShape(), NeedsID: true, Keyed: true,
			DefaultOp: checks.GT, DefaultFail: "> 0", Unit: checks.UnitGroups, Percent: "groups",
			Doc:     "Rows are grouped by one or more expressions. A group violates if `holds` is false of its count and figures; an expected group without a row violates. A row with a null in the key is unknown, and so are the rows of a group of which `holds` says neither yes nor no; one for which a figure cannot be worked out is an error.",
			Example: "group:\n  by: [district_code]\n  holds: count >= 1\n  expect: {dictionary: beijing-districts}",
		},
		bind: bindGroup, measures: measureGroup, find: findGroup,
	}
}

func groupShape() syntax.Shape {
	return syntax.Object(
		byKey(true),
		syntax.Key{Name: "holds", Shape: syntax.Rule(), Doc: "What must hold of each group: its columns are the names of by, count, and the names of figures.", Example: "count >= 1 and total <= 5000"},
		syntax.Key{
			Name: "figures", Shape: syntax.MapOf(figureShape("a figure")),
			Doc: "Figures of each group by name, those of `aggregate`; nulls are left out, a share is in percent, and a figure without values is null.", Example: "{total: {sum: amount}, people: {distinct: id_card}}",
		},
		expectKey(),
	).Titled("a group")
}

// byKey is the key of what groups rows.
func byKey(required bool) syntax.Key {
	return syntax.Key{
		Name: "by", Shape: syntax.OneOf(syntax.Rule(), syntax.ListOf(syntax.Rule()), syntax.MapOf(syntax.Rule())), Required: required,
		Doc: "Columns or expressions that make the key; {name: expression} gives one a name.", Example: "[district_code]",
	}
}

// expectKey is the key of the groups that must be there.
func expectKey() syntax.Key {
	named := syntax.Object(
		syntax.Key{Name: "dictionary", Shape: syntax.Name(), Required: true, Doc: "Every code of the table is expected."},
	).Titled("expected groups")
	return syntax.Key{Name: "expect", Shape: syntax.OneOf(syntax.ListOf(syntax.Text()), named), Doc: "Values of the first key that must occur.", Example: "[a, b]"}
}

// groupParams are the Params of group.
type groupParams struct{ measure checks.Groups }

func bindGroup(scope checks.BindScope, args *syntax.Value) any {
	p := &groupParams{}
	ok := p.bindKeys(scope, args.Get("by"))
	figuresOK := p.bindFigures(scope, args.Get("figures"))
	expectOK := p.bindExpected(scope, args.Get("expect"))
	if !ok || !figuresOK || !expectOK {
		return nil
	}
	schema := p.measure.Schema()
	if !distinct(scope, args, schema) {
		return nil
	}
	holds := args.Get("holds")
	if holds == nil && len(p.measure.Expect) == 0 {
		scope.Report(args, codeParameter, "a group without `holds` and `expect` says nothing", "for example `holds: count >= 1`")
		return nil
	}
	var holdsOK bool
	p.measure.Holds, holdsOK = ruleOf(holds, func(v *syntax.Value) *rules.Expr { return scope.Over(v, schema, ir.Boolean) })
	if !holdsOK {
		return nil
	}
	return p
}

// bindKeys compiles the key expressions.
func (p *groupParams) bindKeys(scope checks.BindScope, v *syntax.Value) bool {
	var names []string
	var values []*syntax.Value
	if v.Form == syntax.Map {
		for _, f := range v.Fields {
			names, values = append(names, f.Key.Text), append(values, f.Value)
		}
	} else {
		values = listed(v)
		for _, item := range values {
			names = append(names, item.Text)
		}
	}
	for i, item := range values {
		expr := scope.Over(item, nil, ir.Null)
		if expr == nil {
			return false
		}
		p.measure.By = append(p.measure.By, checks.GroupKey{Name: names[i], Expr: expr})
	}
	return true
}

// bindFigures compiles the figures, sorted by name.
func (p *groupParams) bindFigures(scope checks.BindScope, v *syntax.Value) bool {
	if v == nil {
		return true
	}
	for _, f := range v.Fields {
		figure := &aggregateParams{}
		if !figure.bindFigure(scope, f.Value) {
			return false
		}
		p.measure.Figures = append(p.measure.Figures, checks.NamedFigure{Name: f.Key.Text, Aggregate: figure.measure})
	}
	slices.SortFunc(p.measure.Figures, func(a, b checks.NamedFigure) int { return strings.Compare(a.Name, b.Name) })
	return true
}

func (p *groupParams) bindExpected(scope checks.BindScope, v *syntax.Value) bool {
	switch {
	case v == nil:
		return true
	case v.Form == syntax.Map:
		p.measure.Expect = scope.Codes(v.Get("dictionary"))
		return len(p.measure.Expect) > 0
	}
	for _, item := range v.Items {
		p.measure.Expect = append(p.measure.Expect, item.Text)
	}
	return true
}

// distinct makes sure that `holds` can tell its names apart.
func distinct(scope checks.BindScope, at *syntax.Value, schema ir.Schema) bool {
	seen := map[string]bool{}
	for _, f := range schema {
		if seen[f.Name] {
			scope.Report(at, codeParameter, "two columns of the group are called `"+f.Name+"`", "give one of them another name: by: {name: expression}")
			return false
		}
		seen[f.Name] = true
	}
	return true
}

func measureGroup(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*groupParams)
	if !ok {
		return nil
	}
	return []checks.Measure{p.measure}
}

func findGroup(j checks.Judgement) finding {
	r := j.Results[0]
	bad := violatingKeys(r)
	f := finding{
		measured: counting(j, bad, r.KnownGroups, checks.UnitGroups), denominator: r.Denominator, counts: r.Counts,
		samples: r.Samples, skipped: idle(r.Counts),
		parts: map[string]string{"groups": strconv.FormatInt(r.Denominator, 10)},
	}
	f.found = "all " + plural(r.Denominator, "group", "groups") + " hold"
	if bad > 0 {
		f.found = share(bad, r.Denominator, "group", "groups") + " violate"
	}
	f.found = join(f.found, known(r.Counts), unknown(r.Unknown))
	return f
}
