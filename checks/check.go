package checks

import (
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The dimensions: every check has one.
const (
	Connectivity Dimension = "connectivity" // 联通
	Availability Dimension = "availability" // 可用
	Completeness Dimension = "completeness" // 完整
	Accuracy     Dimension = "accuracy"     // 准确
	Stability    Dimension = "stability"    // 稳定
)

// Dimension is the quality that a check speaks of.
type Dimension string

// The aspects of a patrol.
const (
	Link    Aspect = "link"    // 链路巡检: reach, auth, latency, schema
	Content Aspect = "content" // 数据内容巡检
)

// Aspect tells a link patrol from a content patrol.
type Aspect string

// The statuses of a check.
const (
	InForce  Status = "in-force"
	Proposed Status = "proposed" // measured, shown apart, opens nothing
)

// Status tells whether a check's verdict counts.
type Status string

// The violations that bounds apply to.
const (
	OfAll Of = "all" // every violation that is not excepted
	OfNew Of = "new" // those that are neither recorded stock nor excepted
)

// Of tells which violations a check's bounds apply to.
type Of string

// A Check is one declared expectation.
type Check struct {
	ID        string
	Was       []string // ids it had before: history follows
	Title     string
	Why       string // what goes wrong, and the basis
	Kind      Kind
	Params    any // the kind's own, made by Kind.Bind
	Where     *rules.Expr
	Dimension Dimension
	Grade     int // 1 gravest … 4
	Status    Status
	Warn      *Bound // nil: no warn level
	Fail      *Bound // nil: no fail level
	Judged    *Bound // on the share of judged rows; nil: more than half unknown warns
	Of        Of     // the violations that the bounds apply to
	// Exceptions of the check alone; the watch may have more.
	Exceptions []*Exception
	Own        bool   // it stands in its watch, and is no check of the contract
	Samples    int    // sample keys that are shown at most; 0: the default of 5, NoSamples: none
	Absent     string // a column this source does not deliver, which the check needs; "" if none
	Unbound    string // a shipped watch that is not in effect, with which the check compares; "" if none
	LeftOut    string // a watch that is left out for an error, with which the check compares; "" if none

	use          *usage        // while definitions are read
	known        *identity     // nil for a check of no watch
	exceptionsAt *syntax.Value // where they are written
	Span         diag.Span
}

// Subject identifies what is measured (kind, parameters, filter, key, types), in
// hexadecimal: a stock that a person recorded counts as long as it stays. It is "" for a
// check of a contract that no watch has.
func (c *Check) Subject() string {
	if c.known == nil {
		return ""
	}
	subject, _ := c.known.get()
	return subject
}

// Definition identifies what is judged, the subject and its bounds, as Subject does: an
// acceptance counts as long as it stays.
func (c *Check) Definition() string {
	if c.known == nil {
		return ""
	}
	_, definition := c.known.get()
	return definition
}

// Lacks says what the check needs and nobody delivers here; "" if it has everything.
func (c *Check) Lacks() string {
	switch {
	case c.Absent != "":
		return "column " + c.Absent + " is not delivered by this source"
	case c.Unbound != "":
		return c.Unbound + " is not bound here"
	case c.LeftOut != "":
		return c.LeftOut + " is left out: its definition has an error"
	}
	return ""
}

// Filter gives the rule that picks the rows a check of w looks at; nil: all. It is the
// check's own, or that of the check whose figure it follows.
func (c *Check) Filter(w *Watch) *rules.Expr {
	if f, ok := c.Kind.(Follower); ok {
		if of := f.Follows(w, c); of != nil {
			return of.Where
		}
	}
	return c.Where
}

// A Follower is a kind that may look at what another check looks at.
type Follower interface {
	// Follows gives the check of w that c follows, nil if it follows none.
	Follows(w *Watch, c *Check) *Check
}

// A Kind is a sort of expectation: pure, one file in package kind.
type Kind interface {
	// Doc is the kind's row in the reference: name, parameters, defaults.
	Doc() KindDoc
	// Bind turns the written parameters into the kind's own, compiled against scope.
	// args already conforms to the Shape of Doc; for a kind with Beside it is a map of
	// the kind's key and of the Beside keys that were written.
	// It reports every fault and returns nil if there was one.
	Bind(scope BindScope, args *syntax.Value) any
	// Measures says what to measure for c on w. It never sees a threshold's verdict.
	Measures(w *Watch, c *Check) []Measure
	// Judge turns what was measured into outcomes. It never sees a connection.
	Judge(j Judgement) []Outcome
}

// A Bounder is a Kind whose bounds depend on the parameters of the check: a share is
// compared with percentages, a sum with numbers.
type Bounder interface {
	// BoundForm gives the form of the bounds of a check with these Params; nil Params:
	// they could not be bound.
	BoundForm(params any) BoundForm
}

// A KindDoc describes a kind to the parser, the linter and the reference page.
type KindDoc struct {
	Name        string
	Title       string // Chinese
	Aspect      Aspect
	Dimension   Dimension
	Shape       syntax.Shape // of the value under the kind's key
	Beside      []syntax.Key // the kind's own parameters that stand beside its key: on, when
	NeedsID     bool         // rule, exists_in, absent_from, group …
	DefaultOp   Op           // of a bound written without one
	DefaultFail string       // the bound in force if neither warn nor fail is written; "" for none
	Unit        Unit         // of what is measured
	// Sparse kinds look at what a value is like if there is one: nulls are no doubt,
	// since `required` speaks of them. The others warn when more than half is unknown.
	Sparse  bool
	Keyed   bool   // its violations have keys and are what it measures: they may be stock or excepted
	Percent string // what a percentage is a share of, in words; "" if percent is refused
	Doc     string // what it measures, nulls, violations, in English
	Example string // YAML
}

// BindScope is what a kind may look up while its parameters are bound.
type BindScope interface {
	// Contract is the contract being bound; Column faults are reported at v.
	Contract() *Contract
	// Column resolves a column name written at v and reports if there is none.
	Column(v *syntax.Value) *Column
	// Rule compiles the expression at v over the row's columns, and over "other.x"
	// of other if other is not nil. It reports faults and returns nil then.
	Rule(v *syntax.Value, other *Contract) *rules.Expr
	// Over compiles the expression at v over schema alone: another contract's own
	// columns, the figures of a group, the body of an answer (see BodySchema). A nil
	// schema is the row's own columns. result is the base that it must have, ir.Null
	// for any.
	Over(v *syntax.Value, schema ir.Schema, result ir.Base) *rules.Expr
	// Codes gives the codes of the dictionary named at v, sorted, and reports if there
	// is none.
	Codes(v *syntax.Value) []string
	// Other resolves the contract named at v and reports if there is none.
	Other(v *syntax.Value) *Contract
	// Report adds a diagnostic at v.
	Report(v *syntax.Value, code, message, hint string)
}
