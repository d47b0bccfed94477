package ir

import "fmt"

// Bind replaces everything that an Env fixes (named constants, today(), now(), and
// the omitted day of code_valid and its kin) by constants. Back ends take bound
// trees only. It fails when the Env lacks a constant or gives it another base.
func Bind(root *Node, env Env) (*Node, error) {
	done := map[*Node]*Node{}
	var bind func(*Node) (*Node, error)
	bind = func(n *Node) (*Node, error) {
		if b, ok := done[n]; ok {
			return b, nil
		}
		b, err := bindOne(n, env, bind)
		if err == nil {
			done[n] = b
		}
		return b, err
	}
	return bind(root)
}

func bindOne(n *Node, env Env, bind func(*Node) (*Node, error)) (*Node, error) {
	switch n.Kind {
	case Constant, Column:
		return n, nil
	case Named:
		v, err := env.named(n.Name, n.Type)
		if err != nil {
			return nil, err
		}
		return n.toConstant(n.Name, v), nil
	}
	switch n.Function.Name {
	case "today":
		return n.toConstant("today()", DateOf(env.Today())), nil
	case "now":
		return n.toConstant("now()", TimestampOf(env.Now())), nil
	}
	bound := *n
	bound.Args = make([]*Node, len(n.Args))
	for i, a := range n.Args {
		b, err := bind(a)
		if err != nil {
			return nil, err
		}
		bound.Args[i] = b
	}
	if at := n.Function.DefaultToday; at > 0 && len(bound.Args) == at {
		bound.Args = append(bound.Args, NewConstant(DateOf(env.Today())))
	}
	return &bound, nil
}

func (n *Node) toConstant(name string, v Value) *Node {
	return &Node{Kind: Constant, Type: v.Type(), Name: name, Value: v, Span: n.Span, Text: n.Text}
}

func (e Env) named(name string, t Type) (Value, error) {
	switch name {
	case "period.start":
		return DateOf(int64(e.PeriodStart)), nil
	case "period.end":
		return DateOf(int64(e.PeriodEnd)), nil
	}
	v, ok := e.Constants[name]
	if !ok {
		return Value{}, fmt.Errorf("constant %s has no value here", name)
	}
	if v.Type().Base != t.Base {
		return Value{}, fmt.Errorf("constant %s is %s here, %s was promised", name, v.Type(), t)
	}
	return v, nil
}
