package rules

import (
	"fmt"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// Constant works out an expression that names nothing and is the same on every day:
// what Env.Constants holds under a name. On problems the value is null.
func Constant(source string) (Value, []Problem) {
	e, problems := Compile(source, Scope{})
	if len(problems) > 0 {
		return Value{}, problems
	}
	changing := ""
	e.root.Walk(func(n *ir.Node) {
		if n.Kind == ir.Named {
			changing = n.Name
		}
		if n.Kind == ir.Call && changes(n.Function) {
			changing = n.Function.Name
		}
	})
	refuse := func(format string, args ...any) []Problem {
		return []Problem{{End: len(source), Code: CodeNotAllowed, Message: fmt.Sprintf(format, args...), Hint: `write a literal or what literals give: 60, 1450.00, "11", date("2026-07-01")`}}
	}
	if changing != "" {
		return Value{}, refuse("%s is not the same every day", changing)
	}
	bound, err := e.Bind(Env{})
	if err != nil {
		return Value{}, refuse("it has no value: %v", err)
	}
	r := interp.Eval(bound, func(string) Value { return Value{} }, nil)
	switch {
	case r.Fault != ir.NoFault:
		return Value{}, refuse("it has no value: %s", r.Fault)
	case r.Value.IsNull():
		return Value{}, refuse("it is null")
	}
	return r.Value, nil
}

// changes reports a function that gives constants another value on another day or by
// another dictionary.
func changes(f *ir.Function) bool {
	return f.Dictionary || f.DefaultToday > 0 || f.Name == "today" || f.Name == "now" || f.Name == "working_days_between"
}
