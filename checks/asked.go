package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

// Asked is what the check asks, in YAML as a file may have it: the key of its kind with
// the parameters, and `where`. Title, bounds and the other common keys are not in it.
func (c *Check) Asked() string {
	kind := c.Kind.Doc()
	asked := &syntax.Value{Form: syntax.Map}
	switch args := c.args(); {
	case len(kind.Beside) > 0 && args != nil:
		asked.Fields = append(asked.Fields, args.Fields...)
	default:
		asked.Fields = append(asked.Fields, syntax.Field{Key: syntax.Said(kind.Name), Value: args})
	}
	if c.Where != nil {
		asked.Fields = append(asked.Fields, syntax.Field{Key: syntax.Said("where"), Value: syntax.Said(c.Where.Source())})
	}
	return asked.YAML()
}

// args are the written parameters; nil if there are none.
func (c *Check) args() *syntax.Value {
	if c.use == nil {
		return nil
	}
	return c.use.args
}
