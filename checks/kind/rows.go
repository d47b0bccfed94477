package kind

import (
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
)

// judgedRows is what a percentage is a share of in the kinds that judge single rows.
const judgedRows = "judged rows"

// rowDoc is what the kinds that judge single rows have in common.
func rowDoc(doc checks.KindDoc) checks.KindDoc {
	doc.Aspect, doc.Keyed = checks.Content, true
	if doc.Dimension == "" {
		doc.Dimension = checks.Accuracy
	}
	doc.DefaultOp, doc.DefaultFail, doc.Unit, doc.Percent = checks.GT, "> 0", checks.UnitRows, judgedRows
	return doc
}

// rowRule is the Params of every kind that judges each row by one rule.
type rowRule struct{ rule *rules.Expr }

func ruleMeasures(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*rowRule)
	if !ok {
		return nil
	}
	return []checks.Measure{checks.RowRule{Rule: p.rule}}
}

// findRows judges the rows of one result: violations against judged rows.
func findRows(j checks.Judgement) finding {
	r := j.Results[0]
	judged := max(r.Judged, r.Denominator)
	f := finding{
		measured: counting(j, r.Violations, checks.Known{Stock: r.Stock, Excepted: r.Excepted}, checks.UnitRows), denominator: judged, counts: r.Counts,
		samples: r.Samples, skipped: idle(r.Counts),
	}
	f.found = share(r.Violations, judged, "row", "rows") + " violate"
	if r.Violations == 0 {
		f.found = rows(judged) + " hold"
	}
	f.found = join(f.found, known(r.Counts), unknown(r.Unknown))
	return f
}

// compileAt compiles a rule that a kind makes up from its parameters. Its problems
// are reported where the parameters stand.
func compileAt(scope checks.BindScope, at *syntax.Value, source string) any {
	expr := scope.Rule(&syntax.Value{Form: syntax.Scalar, Text: source, Span: at.Span}, nil)
	if expr == nil {
		return nil
	}
	return &rowRule{expr}
}

// quote writes a text literal of the rule language.
func quote(text string) string { return strconv.Quote(text) }

// badBound reports the fault of a bound inside a kind's parameters.
func badBound(scope checks.BindScope, v *syntax.Value, err *checks.BoundError) {
	scope.Report(v, codeBound, "not a bound: "+err.Message, err.Hint)
}

// The codes of the diagnostics that kinds report.
const (
	codeBound     = "DW-1501" // not a bound
	codeParameter = "DW-1503" // a parameter makes no sense
	codeWindow    = "DW-1110" // not a time of day from one clock to another
)
