package rules

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A fitted call: a signature with its arguments brought to it. The cost orders
// overloads: fewer and milder conversions win.
type fitted struct {
	signature ir.Signature
	args      []*ir.Node
	cost      int
}

// A misfit is the most telling reason why arguments do not fit.
type misfit struct {
	arg  int
	code Code
	why  string
	hint string
	// single reasons count only for functions with one signature: an overload might
	// have taken the argument.
	single bool
}

// fitAll tries every signature.
func fitAll(f *ir.Function, args []*ir.Node) (*fitted, misfit) {
	var best *fitted
	var reason misfit
	for _, s := range f.Signatures {
		if !takes(s, len(args)) {
			continue
		}
		got, why := fit(s, args)
		if got == nil {
			if reason.why == "" {
				reason = why
			}
			continue
		}
		if best == nil || got.cost < best.cost {
			best = got
		}
	}
	return best, reason
}

// fit brings the arguments to one signature.
func fit(s ir.Signature, args []*ir.Node) (*fitted, misfit) {
	shared, why := sharedBase(s, args)
	if why.why != "" || shared.conflict {
		return nil, why
	}
	out := &fitted{signature: s, args: make([]*ir.Node, len(args))}
	for i, arg := range args {
		p, _ := s.Param(i)
		targets := p.In
		if p.Same {
			targets = ir.BasesOf(shared.base)
		}
		if p.Literal && (!arg.IsConstant() || arg.Value.IsNull()) {
			return nil, misfit{arg: i, code: CodeLiteral, why: fmt.Sprintf("the %s must be written as a literal", p.Name), hint: "write it out in quotes or digits; it may not come from a column"}
		}
		converted, cost, reason := toAny(arg, targets)
		if converted == nil && reason.why == "" && !p.Same {
			return nil, misfit{arg: i, code: CodeType, single: true, hint: conversionHint(arg, p.In),
				why: fmt.Sprintf("%s must be %s, %s is %s", p.Name, p.In, arg.Text, arg.Type)}
		}
		if converted == nil {
			return nil, misfit{arg: i, code: CodeLiteral, why: reason.why, hint: reason.hint}
		}
		out.args[i] = converted
		out.cost += cost
	}
	return out, misfit{}
}

// common is the base that the Same arguments are brought to.
type common struct {
	base     ir.Base
	conflict bool
}

// sharedBase finds the base for the Same parameters: columns and computed values
// decide, literals follow.
func sharedBase(s ir.Signature, args []*ir.Node) (common, misfit) {
	var found common
	var any, literal, allowed ir.Bases
	for i, arg := range args {
		p, _ := s.Param(i)
		if !p.Same || arg.Type.Base == ir.Null {
			allowed |= sameSet(p)
			continue
		}
		allowed = p.In
		if arg.IsConstant() {
			literal |= ir.BasesOf(arg.Type.Base)
		} else {
			any |= ir.BasesOf(arg.Type.Base)
		}
	}
	if any == 0 && literal == 0 {
		found.conflict = hasSame(s)
		return found, misfit{}
	}
	base, ok := decide(any, literal)
	if ok && any == 0 && !allowed.Has(base) {
		base = allowed.List()[0] // "2024-01-31" alone may be a date
	}
	found.base, found.conflict = base, !ok || !allowed.Has(base)
	return found, misfit{}
}

func sameSet(p ir.Param) ir.Bases {
	if p.Same {
		return p.In
	}
	return 0
}

func hasSame(s ir.Signature) bool {
	for _, p := range s.Params {
		if p.Same {
			return true
		}
	}
	return false
}

// decide gives the base that all can be brought to.
func decide(values, literals ir.Bases) (ir.Base, bool) {
	exact := ir.BasesOf(ir.Integer, ir.Decimal)
	all := values | literals
	switch {
	case values == 0 && literals|exact == exact, values|exact == exact && all|exact == exact:
		if all == ir.BasesOf(ir.Integer) {
			return ir.Integer, true
		}
		return ir.Decimal, true
	case values == 0:
		values = literals
	}
	list := values.List()
	return list[0], len(list) == 1
}

// unify brings the Same arguments to one type, scale included.
func (f *fitted) unify(t Type) {
	for i, arg := range f.args {
		if p, _ := f.signature.Param(i); !p.Same || arg.Type.Base == ir.Null {
			continue
		}
		switch {
		case arg.IsConstant() && arg.Value.IsNull():
			f.args[i] = copyPlace(ir.NewConstant(ir.NullOf(t)), arg)
		case t.Base == ir.Decimal && arg.Type != t:
			f.args[i] = widen(arg, t)
		}
	}
}
