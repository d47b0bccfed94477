package kind

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// fewest is how many personal values a figure has to rest on: the average of one
// person's payments is that payment.
const fewest = 3

func judgeAggregate(j checks.Judgement) []checks.Outcome {
	p, ok := j.Check.Params.(*aggregateParams)
	if !ok {
		return []checks.Outcome{conclude(j, finding{failure: notMeasured()})}
	}
	class := watchClass(j.Watch)
	if why := p.reveals(class); why != nil {
		return []checks.Outcome{conclude(j, finding{failure: why})}
	}
	r := j.Results[0]
	if len(p.measure.By) == 0 && len(r.ByGroup) == 0 {
		return []checks.Outcome{conclude(j, finding{counts: r.Counts, failure: notMeasured()})}
	}
	if len(p.measure.By) == 0 {
		return []checks.Outcome{conclude(j, p.find(r.ByGroup[0], class))}
	}
	outcomes := []checks.Outcome{p.whole(j, r)}
	for _, g := range r.ByGroup {
		o := conclude(j, p.find(g, class))
		o.Group = groupName(g.Key)
		outcomes = append(outcomes, o)
	}
	return outcomes
}

// whole counts the groups. Bounds are levels of a group's figure and do not judge it.
func (p *aggregateParams) whole(j checks.Judgement, r checks.Result) checks.Outcome {
	unbound := *j.Check
	unbound.Warn, unbound.Fail = nil, nil
	j.Check = &unbound
	var gone int64
	for _, g := range r.ByGroup {
		if g.Gone {
			gone++
		}
	}
	n := int64(len(r.ByGroup)) - gone
	f := finding{measured: count(n, checks.UnitGroups), counts: r.Counts, parts: map[string]string{"groups": strconv.FormatInt(n, 10), "missing": strconv.FormatInt(gone, 10)}}
	if gone == 0 {
		f.skipped = idle(r.Counts)
	}
	f.found = join(plural(n, "group", "groups"), missingGroups(gone), unknown(r.Unknown))
	return conclude(j, f)
}

func missingGroups(n int64) string {
	if n == 0 {
		return ""
	}
	return commas(n) + " expected without rows"
}

// find judges the figure of one group, or of all rows.
func (p *aggregateParams) find(g checks.GroupFigure, class func(string) mask.Class) finding {
	f := finding{counts: g.Counts, parts: map[string]string{"rows": strconv.FormatInt(g.Rows, 10), "values": strconv.FormatInt(g.Judged, 10)}}
	switch {
	case g.Gone:
		f.broken = "no rows, but the group is expected"
		return f
	case p.measure.Func == checks.FigureRows: // none is a number as well
	case idle(g.Counts) != "":
		f.skipped = idle(g.Counts)
		return f
	case g.Value.IsNull():
		f.skipped = "nothing to judge: " + p.name() + " needs more than " + plural(g.Judged, "value", "values")
		return f
	case p.shown() && g.Judged < fewest && strictest(p.columns(), class) >= mask.Personal:
		f.skipped = "fewer than " + strconv.Itoa(fewest) + " values: the figure would show a person's own"
		return f
	}
	f.measured = checks.Quantity{Value: p.value(g), Unit: unitOf(p.measure.Func)}
	f.found = join(p.name()+" is "+f.measured.String(), unknown(g.Unknown))
	return f
}

// value is the figure as bounds compare it: a share in percent.
func (p *aggregateParams) value(g checks.GroupFigure) *big.Rat {
	if p.measure.Func == checks.FigureShare {
		return new(big.Rat).SetFrac64(g.Value.Number()*100, g.Judged)
	}
	return g.Value.Rat()
}

// name is the figure in words: "avg(amount)".
func (p *aggregateParams) name() string {
	if p.measure.Of == nil {
		return "count"
	}
	text := string(p.measure.Func) + "(" + p.measure.Of.Source() + ")"
	if p.measure.At > 0 {
		text += " at " + strconv.FormatInt(p.measure.At, 10) + "%"
	}
	return text
}

func (p *aggregateParams) columns() []string {
	if p.measure.Of == nil {
		return nil
	}
	return p.measure.Of.Columns()
}

// shown tells that the figure is made of the values themselves.
func (p *aggregateParams) shown() bool {
	return !slices.Contains([]checks.Func{checks.FigureRows, checks.FigureValues, checks.FigureDistinct, checks.FigureShare}, p.measure.Func)
}

// reveals says how the outcomes would show a person's value, nil if they do not.
func (p *aggregateParams) reveals(class func(string) mask.Class) *checks.Failure {
	for _, by := range p.measure.By {
		if strictest(by.Expr.Columns(), class) >= mask.Personal {
			return &checks.Failure{Class: "definition", Message: "outcomes are named by their group, and `" + by.Expr.Source() + "` is personal",
				Hint: "group by columns of class public or internal, or use `group`, whose keys are masked"}
		}
	}
	single := []checks.Func{checks.FigureMin, checks.FigureMax, checks.FigureMedian, checks.FigurePercentile}
	if slices.Contains(single, p.measure.Func) && strictest(p.columns(), class) >= mask.Sensitive {
		return &checks.Failure{Class: "definition", Message: "`" + p.measure.Of.Source() + "` is sensitive, and " + string(p.measure.Func) + " is the value of one row",
			Hint: "take avg, sum or share, or write a rule: its violations are masked"}
	}
	return nil
}

func strictest(columns []string, class func(string) mask.Class) mask.Class {
	classes := make([]mask.Class, len(columns))
	for i, name := range columns {
		classes[i] = class(name)
	}
	return mask.Strictest(classes...)
}

// columnClass looks classes up while a check is bound.
func columnClass(scope checks.BindScope, at *syntax.Value) func(string) mask.Class {
	return func(name string) mask.Class {
		if c := scope.Column(&syntax.Value{Form: syntax.Scalar, Text: name, Span: at.Span}); c != nil {
			return c.Class
		}
		return mask.Sensitive
	}
}

// watchClass looks classes up as the watch has them.
func watchClass(w *checks.Watch) func(string) mask.Class {
	return func(name string) mask.Class {
		if m := w.Mapping(name); m != nil {
			return m.Class
		}
		return mask.Sensitive
	}
}

// groupName joins the values of a key; one that would not stand alone is quoted, so
// that no two groups have one name.
func groupName(key []checks.Cell) string {
	parts := make([]string, len(key))
	for i, c := range key {
		parts[i] = c.Text
		if strings.TrimSpace(c.Text) != c.Text || c.Text == "" || strings.ContainsAny(c.Text, "/\"\\") || strconv.Quote(c.Text) != `"`+c.Text+`"` {
			parts[i] = strconv.Quote(c.Text)
		}
	}
	return strings.Join(parts, "/")
}
