package kind

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// backlog: what waits or has failed in a queue table.
func backlog() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "backlog", Title: "积压", Aspect: checks.Content, Dimension: checks.Availability,
			Shape: backlogShape(), DefaultOp: checks.GT, Unit: checks.UnitRows, Percent: "rows",
			Doc:     "The rows of a queue table that wait or have failed, together. The age of the oldest waiting row and the most retries have bounds of their own; a state that is not listed warns. Without `warn`, `fail`, `oldest` and a bound on retries it only shows the figures. The samples are the failed rows, or with `reason` the reasons, each with its number of failed rows. An empty table passes: nothing waits.",
			Example: "backlog: {state: status, waiting: [\"0\"], failed: [\"9\"], done: [\"1\"], since: created_at, oldest: 2wd}\nfail: \"> 100\"",
		},
		bind: bindBacklog, measures: measureBacklog, find: findBacklog,
	}
}

func backlogShape() syntax.Shape {
	states := syntax.ListOf(syntax.Text())
	retries := syntax.Object(
		syntax.Key{Name: "column", Shape: syntax.Column(), Required: true, Doc: "An integer column."},
		syntax.Key{Name: "fail", Shape: syntax.Bound(), Required: true, Example: `"> 5"`, Doc: "How many retries of one row fail the check."},
	).Titled("retries with their bound")
	return syntax.Object(
		syntax.Key{Name: "state", Shape: syntax.Column(), Required: true, Doc: "The column with the state of a row."},
		syntax.Key{Name: "waiting", Shape: states, Required: true, Example: `["0"]`, Doc: "States of rows that wait."},
		syntax.Key{Name: "failed", Shape: states, Example: `["9"]`, Doc: "States of rows that have failed."},
		syntax.Key{Name: "done", Shape: states, Example: `["1"]`, Doc: "States of rows that are done; without it, all others."},
		syntax.Key{Name: "since", Shape: syntax.Column(), Doc: "A date or timestamp column: when the row was put into the queue."},
		syntax.Key{Name: "oldest", Shape: syntax.Bound(), Example: "2wd", Doc: "The age of the oldest waiting row that fails: time, or working days after its day."},
		syntax.Key{Name: "retries", Shape: syntax.OneOf(syntax.Column(), retries), Doc: "An integer column: how often it was tried again. The most of a waiting or failed row is shown."},
		syntax.Key{Name: "reason", Shape: syntax.Column(), Doc: "The column that says why a row failed."},
	).Titled("a backlog")
}

// backlogParams are the Params of backlog.
type backlogParams struct {
	waiting, open, failed, unlisted *rules.Expr // failed and unlisted may be nil
	since, retries                  string
	oldest, retried                 *checks.Bound
	standing                        *rules.Expr // no row has failed
	reasons                         *checks.Groups
}

// The figures of backlog.
const (
	backlogRows     = "rows"
	backlogWaiting  = "waiting"
	backlogFailed   = "failed"
	backlogUnlisted = "unlisted"
	backlogOldest   = "oldest"
	backlogRetries  = "retries"
)

func bindBacklog(scope checks.BindScope, args *syntax.Value) any {
	p := &backlogParams{}
	state := scope.Column(args.Get("state"))
	if state == nil || !p.bindStates(scope, args, state) || !p.bindAge(scope, args) || !p.bindRetries(scope, args.Get("retries")) {
		return nil
	}
	if reason := args.Get("reason"); reason != nil && !p.bindReasons(scope, reason, args.Get("failed"), state) {
		return nil
	}
	return p
}

// bindStates makes the rules that tell the states apart.
func (p *backlogParams) bindStates(scope checks.BindScope, args *syntax.Value, state *checks.Column) bool {
	if base := state.Type.Base; base != ir.Text && base != ir.Integer {
		scope.Report(args.Get("state"), codeParameter, "the column `"+state.Name+"` is "+state.Type.String()+", not a text or integer", "name the column with the state of a row")
		return false
	}
	seen := map[string]bool{}
	for _, name := range []string{"waiting", "failed", "done"} {
		for _, v := range states(args.Get(name)) {
			if _, err := strconv.ParseInt(v.Text, 10, 64); err != nil && state.Type.Base == ir.Integer {
				scope.Report(v, codeParameter, "the column `"+state.Name+"` is an integer", "write a whole number")
				return false
			}
			if seen[v.Text] {
				scope.Report(v, codeParameter, "the state "+v.Text+" is listed twice", "a row is waiting, failed or done")
				return false
			}
			seen[v.Text] = true
		}
	}
	at := args.Get("state")
	waiting, failed, done := args.Get("waiting"), args.Get("failed"), args.Get("done")
	p.waiting = ruleAt(scope, at, isOneOf(state, waiting))
	p.open = ruleAt(scope, at, isOneOf(state, waiting, failed))
	if p.standing = ruleAt(scope, at, "not "+isOneOf(state, waiting)); failed != nil {
		p.failed = ruleAt(scope, at, isOneOf(state, failed))
		p.standing = ruleAt(scope, at, "not "+isOneOf(state, failed))
	}
	if done != nil {
		p.unlisted = ruleAt(scope, at, "coalesce(not "+isOneOf(state, waiting, failed, done)+", true)")
	}
	return p.waiting != nil && p.open != nil && p.standing != nil
}

func ruleAt(scope checks.BindScope, at *syntax.Value, source string) *rules.Expr {
	return scope.Rule(&syntax.Value{Form: syntax.Scalar, Text: source, Span: at.Span}, nil)
}

// isOneOf writes that a state is in one of several lists.
func isOneOf(state *checks.Column, lists ...*syntax.Value) string {
	var values []string
	for _, list := range lists {
		for _, v := range states(list) {
			if state.Type.Base == ir.Integer {
				values = append(values, v.Text)
			} else {
				values = append(values, quote(v.Text))
			}
		}
	}
	return "(" + state.Name + " in [" + strings.Join(values, ", ") + "])"
}

func (p *backlogParams) bindAge(scope checks.BindScope, args *syntax.Value) bool {
	since, oldest := args.Get("since"), args.Get("oldest")
	if since == nil && oldest != nil {
		scope.Report(oldest, codeParameter, "nobody can say how long a row has waited", "add since: and the column that says when it was put into the queue")
		return false
	}
	if since == nil {
		return true
	}
	column := scope.Column(since)
	if column == nil {
		return false
	}
	if column.Type.Base != ir.Date && column.Type.Base != ir.Timestamp {
		scope.Report(since, codeParameter, "the column `"+column.Name+"` is "+column.Type.String()+", not a date or timestamp", "name the column that says when a row was put into the queue")
		return false
	}
	p.since = column.Name
	var ok bool
	p.oldest, ok = ownBound(scope, oldest, checks.BoundForm{Op: checks.GT, Unit: checks.UnitSeconds, WorkingDays: true})
	return ok
}

// ownBound reads a bound that stands in the parameters; nil for none.
func ownBound(scope checks.BindScope, v *syntax.Value, form checks.BoundForm) (*checks.Bound, bool) {
	if v == nil {
		return nil, true
	}
	b, err := checks.ParseBound(v.Text, form)
	if err != nil {
		badBound(scope, v, err)
		return nil, false
	}
	return &b, true
}

func (p *backlogParams) bindRetries(scope checks.BindScope, v *syntax.Value) bool {
	if v == nil {
		return true
	}
	at, ok := v, true
	if v.Form == syntax.Map {
		at = v.Get("column")
		p.retried, ok = ownBound(scope, v.Get("fail"), checks.BoundForm{Op: checks.GT, Unit: checks.UnitNone})
	}
	column := scope.Column(at)
	if column == nil || !ok {
		return false
	}
	if column.Type.Base != ir.Integer {
		scope.Report(at, codeParameter, "the column `"+column.Name+"` is "+column.Type.String()+", not an integer", "name the column that counts retries")
		return false
	}
	p.retries = column.Name
	return true
}

// bindReasons groups the failed rows by their reason.
func (p *backlogParams) bindReasons(scope checks.BindScope, at, failed *syntax.Value, state *checks.Column) bool {
	column := scope.Column(at)
	if column == nil {
		return false
	}
	if failed == nil || column.Type.Base != ir.Text {
		scope.Report(at, codeParameter, "reasons are texts of failed rows", "name a text column, and add failed: and the states of failed rows")
		return false
	}
	source := "if(" + isOneOf(state, failed) + ", coalesce(" + column.Name + `, ""), nil)`
	by := scope.Over(&syntax.Value{Form: syntax.Scalar, Text: source, Span: at.Span}, nil, ir.Text)
	holds := scope.Over(&syntax.Value{Form: syntax.Scalar, Text: "count < 1", Span: at.Span}, ir.Schema{{Name: "count", Type: ir.Of(ir.Integer)}}, ir.Boolean)
	if by == nil || holds == nil {
		return false
	}
	p.reasons = &checks.Groups{By: []checks.GroupKey{{Name: column.Name, Expr: by}}, Holds: holds}
	return true
}

func measureBacklog(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*backlogParams)
	if !ok {
		return nil
	}
	terms := []checks.Figure{{Name: backlogRows, Func: checks.FigureRows}, {Name: backlogWaiting, Func: checks.FigureRows, Where: p.waiting}}
	if p.failed != nil {
		terms = append(terms, checks.Figure{Name: backlogFailed, Func: checks.FigureRows, Where: p.failed})
	}
	if p.unlisted != nil {
		terms = append(terms, checks.Figure{Name: backlogUnlisted, Func: checks.FigureRows, Where: p.unlisted})
	}
	if p.since != "" {
		terms = append(terms, checks.Figure{Name: backlogOldest, Func: checks.FigureMin, Column: p.since, Where: p.waiting})
	}
	if p.retries != "" {
		terms = append(terms, checks.Figure{Name: backlogRetries, Func: checks.FigureMax, Column: p.retries, Where: p.open})
	}
	shown := checks.Measure(checks.RowRule{Rule: p.standing})
	if p.reasons != nil {
		shown = *p.reasons
	}
	return []checks.Measure{checks.Figures{Terms: terms}, shown}
}

func findBacklog(j checks.Judgement) finding {
	p, ok := j.Check.Params.(*backlogParams)
	if !ok || len(j.Results) < 2 {
		return finding{failure: notMeasured()}
	}
	figures := map[string]int64{}
	for name := range j.Results[0].Figures {
		if n, ok := figure(j.Results[0], name); ok && name != backlogOldest {
			figures[name] = n.Num().Int64()
		}
	}
	total, open := figures[backlogRows], figures[backlogWaiting]+figures[backlogFailed]
	f := finding{
		measured: count(open, checks.UnitRows), denominator: total, samples: j.Results[1].Samples,
		counts: checks.Counts{Rows: total, Judged: total - figures[backlogUnlisted], Violations: open, Unknown: figures[backlogUnlisted], Faulted: j.Results[1].Faulted},
		parts:  map[string]string{backlogWaiting: strconv.FormatInt(figures[backlogWaiting], 10), backlogFailed: strconv.FormatInt(figures[backlogFailed], 10)},
	}
	f.found = plural(figures[backlogWaiting], "row waits", "rows wait") + ", " + plural(figures[backlogFailed], "row has failed", "rows have failed")
	if n := figures[backlogUnlisted]; n > 0 {
		f.parts[backlogUnlisted] = strconv.FormatInt(n, 10)
		f.doubt = plural(n, "row has a state that is not listed", "rows have states that are not listed")
	}
	if n, ok := figure(j.Results[0], backlogRetries); ok {
		f.parts[backlogRetries] = n.RatString()
		if p.retried.Trips(checks.Quantity{Value: n}, 0) {
			f.broken = "retried " + n.RatString() + " times"
		}
	}
	f.ownFail = p.bounds()
	return p.aged(j, f)
}

// bounds are those that stand in the parameters.
func (p *backlogParams) bounds() string {
	var list []string
	if p.oldest != nil {
		list = append(list, "oldest "+p.oldest.Text)
	}
	if p.retried != nil {
		list = append(list, "retries "+p.retried.Text)
	}
	return strings.Join(list, "; ")
}

// aged judges the oldest waiting row.
func (p *backlogParams) aged(j checks.Judgement, f finding) finding {
	oldest := j.Results[0].Figures[backlogOldest]
	if oldest.IsNull() {
		return f
	}
	f.parts[backlogOldest] = oldest.String()
	age := checks.Quantity{Value: ageSeconds(j, oldest), Unit: checks.UnitSeconds}
	if p.oldest != nil && p.oldest.Unit == checks.UnitWorkingDays {
		from, to := dayNumber(oldest), int32(ir.Env{AsOf: j.AsOf, Zone: j.Zone}.Today())
		n, known := j.Calendar.WorkdaysBetween(from, max(from, to))
		if !known {
			f.failure = uncovered(j, from, to)
			return f
		}
		age = checks.Quantity{Value: new(big.Rat).SetInt64(int64(n)), Unit: checks.UnitWorkingDays}
	}
	f.parts["age"] = age.String()
	if p.oldest.Trips(age, 0) {
		f.broken = join(f.broken, "the oldest has waited "+age.String())
	}
	return f
}

// states lists what was written; nothing for a key that was not.
func states(v *syntax.Value) []*syntax.Value {
	if v == nil {
		return nil
	}
	return v.Items
}
