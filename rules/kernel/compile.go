package kernel

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A compiler gives every distinct expression one slot: what several rules share is
// computed once.
type compiler struct {
	program      *Program
	dictionaries ir.Dictionaries
	operations   map[string]maker
	byNode       map[*ir.Node]int
	byKey        map[string]int
}

// slot gives the place of an expression, after those of its arguments.
func (c *compiler) slot(n *ir.Node) (int, error) {
	if at, ok := c.byNode[n]; ok {
		return at, nil
	}
	at, err := c.place(n)
	if err == nil {
		c.byNode[n] = at
	}
	return at, err
}

func (c *compiler) place(n *ir.Node) (int, error) {
	switch n.Kind {
	case ir.Constant:
		return c.shared("constant "+n.Value.Type().String()+" "+n.String(), func() int {
			return c.add(slot{typ: n.Value.Type(), constant: newConstant(n.Value)})
		}), nil
	case ir.Column:
		return c.column(n)
	case ir.Named:
		return 0, fmt.Errorf("%s is not bound", n.Name)
	}
	switch n.Function.Name {
	case "in":
		return c.in(n)
	case "between":
		low := ir.NewCall(">=", n.Type, n.Args[0], n.Args[1])
		return c.slot(ir.NewCall("and", n.Type, low, ir.NewCall("<=", n.Type, n.Args[0], n.Args[2])))
	}
	return c.call(n)
}

func (c *compiler) column(n *ir.Node) (int, error) {
	for i, f := range c.program.fields {
		if f.Name != n.Name {
			continue
		}
		if f.Type.Base != n.Type.Base || f.Type.Scale != n.Type.Scale {
			return 0, fmt.Errorf("column %s is %s here, %s was promised", n.Name, f.Type, n.Type)
		}
		if c.program.columns[i] < 0 {
			c.program.columns[i] = c.add(slot{typ: f.Type, aliases: aliases(f.Type.Base)})
		}
		return c.program.columns[i], nil
	}
	return 0, fmt.Errorf("there is no column %s", n.Name)
}

// call places a function after its arguments.
func (c *compiler) call(n *ir.Node) (int, error) {
	name := n.Function.Name
	if part, ok := cardParts()[name]; ok {
		return c.card(n, part)
	}
	of, ok := c.operations[name]
	if !ok {
		return 0, fmt.Errorf("%s has no kernel", name)
	}
	args := make([]int, len(n.Args))
	for i, a := range n.Args {
		at, err := c.slot(a)
		if err != nil {
			return 0, err
		}
		args[i] = at
	}
	lazy := n.Function.Nulls == ir.NullLogic || n.Function.Nulls == ir.NullChoice
	return c.shared(fmt.Sprint(name, " ", n.Type, args), func() int {
		out := c.add(slot{typ: n.Type})
		c.program.steps = append(c.program.steps, step{run: of(n, c.dictionaries), out: out, args: args,
			inherits: !lazy, nulls: n.Function.Nulls != ir.NullNever, dear: dear(name)})
		return out
	}), nil
}

// in is a lookup of the constants of the list, or equality with one of the others.
func (c *compiler) in(n *ir.Node) (int, error) {
	x := n.Args[0]
	var values []ir.Value
	var test *ir.Node
	for _, item := range n.Args[1:] {
		if item.IsConstant() {
			values = append(values, item.Value)
			continue
		}
		equal := ir.NewCall("==", n.Type, x, item)
		if test == nil {
			test = equal
		} else {
			test = ir.NewCall("or", n.Type, test, equal)
		}
	}
	if len(values) == 0 && test != nil {
		return c.slot(test)
	}
	found, err := c.lookup(n, x, values)
	if err != nil || test == nil {
		return found, err
	}
	rest, err := c.slot(test)
	if err != nil {
		return 0, err
	}
	return c.shared(fmt.Sprint("either ", found, rest), func() int {
		return c.step(step{run: either, args: []int{found, rest}})
	}), nil
}

// lookup places the test whether x is one of the values.
func (c *compiler) lookup(n, x *ir.Node, values []ir.Value) (int, error) {
	if len(values) == 0 {
		return c.slot(ir.NewConstant(ir.BooleanOf(false)))
	}
	at, err := c.slot(x)
	if err != nil {
		return 0, err
	}
	key := fmt.Sprint("lookup ", at)
	for _, v := range values {
		key += fmt.Sprintf(" %s %q", v.Type(), v.String())
	}
	return c.shared(key, func() int {
		return c.step(step{run: lookup(n.Args[0].Type, values), args: []int{at}, inherits: true, nulls: true})
	}), nil
}

// step adds a step that gives a boolean.
func (c *compiler) step(s step) int {
	s.out = c.add(slot{typ: ir.Of(ir.Boolean)})
	c.program.steps = append(c.program.steps, s)
	return s.out
}

func (c *compiler) add(s slot) int {
	c.program.slots = append(c.program.slots, s)
	return len(c.program.slots) - 1
}

// shared gives the slot that a key had before, or places it now.
func (c *compiler) shared(key string, place func() int) int {
	at, ok := c.byKey[key]
	if !ok {
		at = place()
		c.byKey[key] = at
	}
	return at
}
