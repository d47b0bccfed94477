package kind

import (
	"net/http"
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// httpKind is what the answer to a call must be: its status, and rules over its body.
func httpKind() checks.Kind {
	return sort{
		doc: linkDoc(checks.KindDoc{
			Name: "http", Title: "接口应答",
			Shape: syntax.Object(
				syntax.Key{Name: "status", Shape: syntax.Integer(), Default: "200", Doc: "The status that is expected."},
				syntax.Key{Name: "rules", Shape: syntax.ListOf(syntax.Rule()), Doc: "What must hold of the answer: status, latency (seconds), and the body's members by their paths, as text.", Example: `['code == "0"']`},
			).Titled("an answer").Noted("the status and rules over the body"),
			DefaultOp: checks.GT, DefaultFail: "> 0",
			Doc:     "Makes the watch's call once. A wrong status and every rule that is false violate; a rule that is unknown, because the body lacks what it names, warns.",
			Example: `http: {status: 200, rules: ['code == "0"']}`,
		}),
		bind: bindHTTP, measures: measureHTTP, find: findHTTP,
	}
}

// httpParams are the Params of http.
type httpParams struct {
	status int
	rules  []*rules.Expr // the first is the status
}

func bindHTTP(scope checks.BindScope, args *syntax.Value) any {
	p := &httpParams{status: http.StatusOK}
	if v := args.Get("status"); v != nil {
		n, err := strconv.Atoi(v.Text)
		if err != nil || n < 100 || n > 599 {
			scope.Report(v, codeParameter, v.Text+" is no HTTP status", "100 to 599")
			return nil
		}
		p.status = n
	}
	status, problems := rules.Compile("status == "+strconv.Itoa(p.status), rules.Scope{Schema: checks.BodySchema()})
	if len(problems) > 0 {
		scope.Report(args, codeParameter, problems[0].Message, problems[0].Hint)
		return nil
	}
	p.rules = []*rules.Expr{status}
	list := args.Get("rules")
	if list == nil {
		return p
	}
	var sources []string
	for _, v := range list.Items {
		sources = append(sources, v.Text)
	}
	schema := checks.BodySchema(sources...)
	for _, v := range list.Items {
		expr := scope.Over(v, schema, ir.Boolean)
		if expr == nil {
			return nil
		}
		p.rules = append(p.rules, expr)
	}
	return p
}

func measureHTTP(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*httpParams)
	if !ok {
		return nil
	}
	return []checks.Measure{checks.Probe{Aspect: checks.ProbeCall, Rules: p.rules}}
}

func findHTTP(j checks.Judgement) finding {
	f, answer, ok := probed(j)
	p, known := j.Check.Params.(*httpParams)
	if !ok || !known {
		return finding{failure: notMeasured()}
	}
	rules := f.counts.Violations
	f.found = "status " + strconv.Itoa(answer.Status)
	if answer.Status != p.status {
		rules-- // the status is the first of the rules
		f.found += ", not " + strconv.Itoa(p.status)
	}
	if rules > 0 {
		f.found = join(f.found, plural(rules, "rule does", "rules do")+" not hold")
	}
	if f.counts.Unknown > 0 {
		f.doubt = plural(f.counts.Unknown, "rule names", "rules name") + " what the body does not have"
	}
	f.measured = count(f.counts.Violations, checks.UnitNone)
	f.parts = map[string]string{"status": strconv.Itoa(answer.Status)}
	return f
}
