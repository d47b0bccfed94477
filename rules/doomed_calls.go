package rules

import "github.com/dogwatch/dogwatch/rules/ir"

// call joins the prospects of the arguments as interp joins their results.
func (f *forecast) call(n *ir.Node) outcomes {
	args := make([]outcomes, len(n.Args))
	for i, a := range n.Args {
		args[i] = f.of(a).outcomes
	}
	switch n.Function.Name {
	case "and":
		return conjunction(args[0], args[1])
	case "or":
		return disjunction(args[0], args[1])
	case "not":
		return negation(args[0])
	case "if":
		return choice(args)
	case "coalesce":
		return firstKnown(args)
	case "in":
		all := mayFalse
		for _, a := range args[1:] {
			all = disjunction(all, compared(args[0], a))
		}
		return all
	case "between":
		return conjunction(compared(args[0], args[1]), compared(args[0], args[2]))
	case "/", "%":
		if f.zero(n.Args[1]) {
			return joined(args)&^mayValue | mayFault
		}
	}
	return strict(n.Function, args)
}

// zero reports a number that is 0 on every row.
func (f *forecast) zero(n *ir.Node) bool {
	c := f.of(n).constant
	if c == nil || c.Value.IsNull() {
		return false
	}
	switch c.Type.Base {
	case ir.Integer:
		return c.Value.Number() == 0
	case ir.Decimal:
		return c.Value.Decimal().Sign() == 0
	case ir.Float:
		return c.Value.Float() == 0
	}
	return false
}

// strict is a function that needs all its arguments.
func strict(f *ir.Function, args []outcomes) outcomes {
	out := joined(args)
	if f.Nulls == ir.NullNever && out.has(mayValue|mayNull) {
		out = out&^mayNull | mayValue
	}
	if out.has(mayValue) && f.Nulls == ir.NullPartial {
		out |= mayNull
	}
	if out.has(mayValue) && len(f.Faults) > 0 {
		out |= mayFault
	}
	return out
}

// joined is fault where any argument may be one; null and value only where none must be.
func joined(args []outcomes) outcomes {
	out, known, unfaulted := outcomes(0), true, true
	for _, a := range args {
		out |= a & (mayFault | mayNull)
		known = known && a.has(mayValue)
		unfaulted = unfaulted && a.has(mayValue|mayNull)
	}
	if !unfaulted {
		return mayFault
	}
	if known {
		out |= mayValue
	}
	return out
}

func compared(a, b outcomes) outcomes { return joined([]outcomes{a, b}) }

// conjunction is and: false beats fault beats null beats true.
func conjunction(a, b outcomes) outcomes {
	out := (a | b) & mayFalse
	return out | rest(a, b, mayTrue)
}

// disjunction is or: true beats fault beats null beats false.
func disjunction(a, b outcomes) outcomes {
	out := (a | b) & mayTrue
	return out | rest(a, b, mayFalse)
}

// rest is what comes of two truths if neither decides: weak only if both may be.
func rest(a, b, weak outcomes) outcomes {
	undecided := weak | mayNull | mayFault
	a, b = a&undecided, b&undecided
	if a == 0 || b == 0 {
		return 0
	}
	out := (a | b) & mayFault
	if a.has(weak|mayNull) && b.has(weak|mayNull) {
		out |= (a | b) & mayNull
	}
	return out | a&b&weak
}

func negation(a outcomes) outcomes {
	out := a &^ mayValue
	if a.has(mayTrue) {
		out |= mayFalse
	}
	if a.has(mayFalse) {
		out |= mayTrue
	}
	return out
}

// choice is if(condition, a, b); null chooses b.
func choice(args []outcomes) outcomes {
	out := args[0] & mayFault
	if args[0].has(mayTrue) {
		out |= args[1]
	}
	if args[0].has(mayFalse | mayNull) {
		out |= args[2]
	}
	return out
}

// firstKnown is coalesce: what stands behind a value is not reached.
func firstKnown(args []outcomes) outcomes {
	out := mayNull
	for _, a := range args {
		if !out.has(mayNull) {
			break
		}
		out = out&^mayNull | a
	}
	return out
}
