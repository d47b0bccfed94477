package interp

import (
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Result is the value of an expression for one row, or why it has none. The value
// of a faulted result is null.
type Result struct {
	Value ir.Value
	Fault ir.Fault
}

// A Row gives the values of the columns.
type Row func(column string) ir.Value

// Eval evaluates a tree that ir.Bind has bound. A column that the row does not have
// is expected to come back as null; a nil dictionaries answers Unknown to everything.
func Eval(n *ir.Node, row Row, dictionaries ir.Dictionaries) Result {
	r := evaluation{row: row, dictionaries: dictionaries}.eval(n)
	if r.Fault != ir.NoFault {
		return Result{Value: ir.NullOf(n.Type), Fault: r.Fault}
	}
	return r
}

type evaluation struct {
	row          Row
	dictionaries ir.Dictionaries
}

func (e evaluation) eval(n *ir.Node) Result {
	switch n.Kind {
	case ir.Constant:
		return Result{Value: n.Value}
	case ir.Column:
		return Result{Value: e.row(n.Name)}
	case ir.Named:
		return Result{Value: ir.NullOf(n.Type)}
	}
	if r, ok := e.lazy(n); ok {
		return r
	}
	args := make([]ir.Value, len(n.Args))
	fault := ir.NoFault
	null := false
	for i, a := range n.Args {
		r := e.eval(a)
		if r.Fault != ir.NoFault && fault == ir.NoFault {
			fault = r.Fault
		}
		null = null || r.Value.IsNull()
		args[i] = r.Value
	}
	if fault != ir.NoFault {
		return Result{Fault: fault}
	}
	if null && n.Function.Nulls != ir.NullNever {
		return Result{Value: ir.NullOf(n.Type)}
	}
	return e.strict(n, args)
}

// lazy evaluates the functions that look at their arguments one by one.
func (e evaluation) lazy(n *ir.Node) (Result, bool) {
	switch n.Function.Name {
	case "and":
		return conjunction(e.eval(n.Args[0]), e.eval(n.Args[1])), true
	case "or":
		return disjunction(e.eval(n.Args[0]), e.eval(n.Args[1])), true
	case "if":
		condition := e.eval(n.Args[0])
		switch {
		case condition.Fault != ir.NoFault:
			return condition, true
		case condition.Value.Bool():
			return e.eval(n.Args[1]), true
		}
		return e.eval(n.Args[2]), true
	case "coalesce":
		return e.coalesce(n.Args), true
	case "in":
		x := e.eval(n.Args[0])
		all := truth(ir.False)
		for _, a := range n.Args[1:] {
			all = disjunction(all, comparison("==", x, e.eval(a)))
		}
		return all, true
	case "between":
		x, low, high := e.eval(n.Args[0]), e.eval(n.Args[1]), e.eval(n.Args[2])
		return conjunction(comparison(">=", x, low), comparison("<=", x, high)), true
	}
	return Result{}, false
}

func (e evaluation) coalesce(args []*ir.Node) Result {
	var r Result
	for _, a := range args {
		if r = e.eval(a); r.Fault != ir.NoFault || !r.Value.IsNull() {
			return r
		}
	}
	return r
}

// strict evaluates a function whose arguments are all known (or that takes nulls).
func (e evaluation) strict(n *ir.Node, args []ir.Value) Result {
	switch n.Function.Group {
	case "comparison", "logic":
		return compared(n, args)
	case "arithmetic":
		return arithmetic(n, args)
	case "number":
		return number(n, args)
	case "text":
		return text(n, args)
	case "date":
		return e.dates(n, args)
	}
	return e.code(n, args)
}

func value(v ir.Value) Result { return Result{Value: v} }

func truth(t ir.Tri) Result { return Result{Value: ir.TriValue(t)} }

func boolean(b bool) Result { return Result{Value: ir.BooleanOf(b)} }

func fault(f ir.Fault) Result { return Result{Fault: f} }
