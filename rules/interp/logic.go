package interp

import "github.com/dogwatch/dogwatch/rules/ir"

// conjunction is and: false beats fault beats unknown beats true.
func conjunction(a, b Result) Result {
	switch {
	case isFalse(a) || isFalse(b):
		return boolean(false)
	case a.Fault != ir.NoFault:
		return a
	case b.Fault != ir.NoFault:
		return b
	case a.Value.IsNull() || b.Value.IsNull():
		return truth(ir.Unknown)
	}
	return boolean(true)
}

// disjunction is or: true beats fault beats unknown beats false.
func disjunction(a, b Result) Result {
	switch {
	case isTrue(a) || isTrue(b):
		return boolean(true)
	case a.Fault != ir.NoFault:
		return a
	case b.Fault != ir.NoFault:
		return b
	case a.Value.IsNull() || b.Value.IsNull():
		return truth(ir.Unknown)
	}
	return boolean(false)
}

func isFalse(r Result) bool {
	return r.Fault == ir.NoFault && !r.Value.IsNull() && !r.Value.Bool()
}

func isTrue(r Result) bool { return r.Fault == ir.NoFault && r.Value.Bool() }

// comparison compares two results that may be null or faulted.
func comparison(sign string, a, b Result) Result {
	switch {
	case a.Fault != ir.NoFault:
		return a
	case b.Fault != ir.NoFault:
		return b
	case a.Value.IsNull() || b.Value.IsNull():
		return truth(ir.Unknown)
	}
	return boolean(holds(sign, ir.Compare(a.Value, b.Value)))
}

func holds(sign string, order int) bool {
	switch sign {
	case "==":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// compared evaluates the strict functions of the groups comparison and logic.
func compared(n *ir.Node, args []ir.Value) Result {
	switch n.Function.Name {
	case "not":
		return boolean(!args[0].Bool())
	case "is_null":
		return boolean(args[0].IsNull())
	case "not_null":
		return boolean(!args[0].IsNull())
	case "min", "max":
		return value(extreme(n.Function.Name, args))
	}
	return comparison(n.Function.Name, value(args[0]), value(args[1]))
}

func extreme(name string, args []ir.Value) ir.Value {
	best := args[0]
	for _, a := range args[1:] {
		if order := ir.Compare(a, best); name == "min" && order < 0 || name == "max" && order > 0 {
			best = a
		}
	}
	return best
}
