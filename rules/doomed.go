package rules

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// Doomed finds the parts by which the expression can give no row a value: those that
// fault on every row whose columns are known (a division by the literal 0, a sum of
// literals beyond the range), with nothing around them that would do without. Where a
// false beside an and, a branch or a coalesce may give a value, nothing is found. What
// only an Env decides may have any value. Problems are in the order of their places.
func (e *Expr) Doomed() []Problem {
	if !e.root.MayFault() {
		return nil
	}
	f := forecast{known: map[*ir.Node]prospect{}, told: map[*ir.Node]bool{}}
	f.blame(e.root)
	return sortProblems(f.problems)
}

// outcomes is a set of what a node may come to. Of values that are no truths both
// truths stand for any.
type outcomes uint8

const (
	mayTrue outcomes = 1 << iota
	mayFalse
	mayNull
	mayFault
	mayValue = mayTrue | mayFalse
)

func (o outcomes) has(any outcomes) bool { return o&any != 0 }

// A prospect is what a node may come to on any row, never less; constant is its value
// if it is the same on every row, else nil.
type prospect struct {
	outcomes outcomes
	constant *ir.Node
}

// doomed prospects hold a fault and no value.
func (p prospect) doomed() bool { return p.outcomes.has(mayFault) && !p.outcomes.has(mayValue) }

// A forecast looks at each node of a tree once.
type forecast struct {
	known    map[*ir.Node]prospect
	told     map[*ir.Node]bool
	problems []Problem
}

// blame reports the lowest doomed nodes below a doomed one.
func (f *forecast) blame(n *ir.Node) {
	if f.told[n] || !f.of(n).doomed() {
		return
	}
	f.told[n] = true
	before := len(f.problems)
	for _, a := range n.Args {
		f.blame(a)
	}
	if len(f.problems) == before {
		f.problems = append(f.problems, doomedProblem(n, f.reason(n)))
	}
}

func doomedProblem(n *ir.Node, reason ir.Fault) Problem {
	p := Problem{Start: n.Span.Start, End: n.Span.End, Code: CodeDoomed, Message: fmt.Sprintf("%q has a value on no row: %s", n.Text, reason)}
	p.Hint = "write constants whose result is within the range of its type"
	switch reason {
	case ir.DivisionByZero:
		p.Hint = "divide by something that is not always 0"
	case ir.NotANumber, ir.NotADate:
		p.Hint = "write the value that is meant as a literal: 12, 0.5, \"2026-11-24\""
	}
	return p
}

// reason is the fault of a node that is doomed by itself.
func (f *forecast) reason(n *ir.Node) ir.Fault {
	if call, ok := f.withConstants(n); ok {
		return interp.Eval(call, nil, nil).Fault
	}
	return ir.DivisionByZero
}

func (f *forecast) of(n *ir.Node) prospect {
	if p, ok := f.known[n]; ok {
		return p
	}
	p := f.look(n)
	f.known[n] = p
	return p
}

func (f *forecast) look(n *ir.Node) prospect {
	switch n.Kind {
	case ir.Constant:
		return prospect{outcomesOf(interp.Result{Value: n.Value}), n}
	case ir.Named:
		return prospect{outcomes: mayValue}
	case ir.Column:
		return prospect{outcomes: mayValue | mayNull}
	}
	call, ok := f.withConstants(n)
	if !ok {
		return prospect{outcomes: f.call(n)}
	}
	r := interp.Eval(call, nil, nil)
	if r.Fault != ir.NoFault {
		return prospect{outcomes: mayFault}
	}
	return prospect{outcomesOf(r), ir.NewConstant(r.Value.WithType(n.Type))}
}

func outcomesOf(r interp.Result) outcomes {
	switch {
	case r.Value.IsNull():
		return mayNull
	case r.Value.Type().Base != ir.Boolean:
		return mayValue
	case r.Value.Bool():
		return mayTrue
	}
	return mayFalse
}

// withConstants gives a call whose arguments are all constants, with them in their
// places; false if some are not, or if the day or a dictionary has a say.
func (f *forecast) withConstants(n *ir.Node) (*ir.Node, bool) {
	if n.Kind != ir.Call || changes(n.Function) {
		return nil, false
	}
	call := *n
	call.Args = make([]*ir.Node, len(n.Args))
	for i, a := range n.Args {
		if call.Args[i] = f.of(a).constant; call.Args[i] == nil {
			return nil, false
		}
	}
	return &call, true
}
