package rules

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// Bind fixes everything that the Env decides (today(), period.start, constants) and
// computes what is constant then, so that add_months(today(), -12) is a plain date
// for kernels and servers. It fails when the Env lacks a constant.
func (e *Expr) Bind(env Env) (*ir.Node, error) {
	bound, err := ir.Bind(e.root, env)
	if err != nil {
		return nil, fmt.Errorf("rule %q: %w", e.source, err)
	}
	return folder{env.Dictionaries, map[*ir.Node]*ir.Node{}}.fold(bound), nil
}

// folder computes constant calls, each node once.
type folder struct {
	dictionaries Dictionaries
	done         map[*ir.Node]*ir.Node
}

func (f folder) fold(n *ir.Node) *ir.Node {
	if n.Kind != ir.Call {
		return n
	}
	if out, ok := f.done[n]; ok {
		return out
	}
	out := *n
	out.Args = make([]*ir.Node, len(n.Args))
	constant := true
	for i, a := range n.Args {
		out.Args[i] = f.fold(a)
		constant = constant && out.Args[i].IsConstant()
	}
	f.done[n] = &out
	if constant {
		f.done[n] = f.computed(&out)
	}
	return f.done[n]
}

// computed replaces a constant call by its value; one that faults stays, so that it
// faults for every row.
func (f folder) computed(n *ir.Node) *ir.Node {
	r := interp.Eval(n, nil, f.dictionaries)
	if r.Fault != ir.NoFault {
		return n
	}
	return copyPlace(ir.NewConstant(r.Value.WithType(n.Type)), n)
}
