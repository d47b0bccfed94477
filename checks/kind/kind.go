package kind

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// All lists every kind: link patrol first, then content, each in the order of the
// reference page.
func All() []checks.Kind {
	return []checks.Kind{
		connect(), latency(), privilege(), schema(), httpKind(), certificate(), heartbeat(), stability(),
		delivery(), file(), fileTotal(), freshness(), rowCount(), compare(), band(), backlog(),
		required(), typed(), length(), format(), within(), code(),
		unique(), rule(), existsIn(), absentFrom(), controlTotal(), reconcile(), group(), aggregate(),
	}
}

// sort is one kind: its row in the reference and its three functions.
type sort struct {
	doc      checks.KindDoc
	bind     func(checks.BindScope, *syntax.Value) any
	measures func(*checks.Watch, *checks.Check) []checks.Measure
	find     func(checks.Judgement) finding
	lack     string // how to come by what it compares with
	// judge gives the outcomes of a kind that has several, instead of find; form its
	// bounds where they depend on the parameters. nil for most.
	judge func(checks.Judgement) []checks.Outcome
	form  func(params any) checks.BoundForm
	// follows finds the check whose rows a check looks at; nil for most.
	follows func(*checks.Watch, *checks.Check) *checks.Check
}

var (
	_ checks.Kind     = sort{}
	_ checks.Bounder  = sort{}
	_ checks.Follower = sort{}
)

// Doc implements checks.Kind.
func (s sort) Doc() checks.KindDoc { return s.doc }

// Bind implements checks.Kind.
func (s sort) Bind(scope checks.BindScope, args *syntax.Value) any { return s.bind(scope, args) }

// Measures implements checks.Kind. A check on a column that this source does not
// deliver measures nothing.
func (s sort) Measures(w *checks.Watch, c *checks.Check) []checks.Measure {
	if c.Lacks() != "" || c.Params == nil {
		return nil
	}
	return s.measures(w, c)
}

// Judge implements checks.Kind.
func (s sort) Judge(j checks.Judgement) []checks.Outcome {
	if f, ok := unmeasured(j, s.lack); ok {
		return []checks.Outcome{conclude(j, f)}
	}
	if s.judge != nil {
		return s.judge(j)
	}
	return []checks.Outcome{conclude(j, s.find(j))}
}

// BoundForm implements checks.Bounder.
func (s sort) BoundForm(params any) checks.BoundForm {
	if s.form != nil {
		return s.form(params)
	}
	return s.doc.BoundForm()
}

// Follows implements checks.Follower.
func (s sort) Follows(w *checks.Watch, c *checks.Check) *checks.Check {
	if s.follows == nil {
		return nil
	}
	return s.follows(w, c)
}
