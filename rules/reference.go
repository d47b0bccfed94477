package rules

import (
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// An Entry is one row of the language reference: a type, an operator, a function or
// a literal. The page in docs/ and the help of the command line are made from it.
type Entry struct {
	Section string // "types", "operators", "functions", "literals"
	Group   string // of operators and functions: "text", "date", …
	Name    string
	Title   string
	Usage   []string // how it is called, with the type that it gives
	Meaning string
	Nulls   string   // what null does, never empty
	Faults  []string // empty: an operator or a function that faults by its arguments only
	Example string
	Cases   []string // worked examples, "source => result"; of functions
	SQL     []string // what a server is given for Example, of a type for a column x: "dialect: text"; nil: judged by Dogwatch
}

// Reference gives the whole language in the order of its page: sections, then
// groups, then names.
func Reference() []Entry {
	entries := append(typeEntries(), literalEntries()...)
	var operators, functions []Entry
	for _, group := range []string{"logic", "comparison", "arithmetic", "number", "text", "date", "code"} {
		for _, f := range ir.Functions() {
			switch {
			case f.Group != group || f.Name == "as_decimal":
			case f.Form == ir.FormCall:
				functions = append(functions, entryOf("functions", f))
			default:
				operators = append(operators, entryOf("operators", f))
			}
		}
	}
	return append(append(entries, operators...), functions...)
}

func entryOf(section string, f *ir.Function) Entry {
	e := Entry{Section: section, Group: f.Group, Name: written(f), Title: f.Title, Meaning: f.Doc, Nulls: f.Nulls.String(), Example: f.Example, Cases: f.Cases, SQL: statements(f.Example)}
	for _, s := range f.Signatures {
		e.Usage = append(e.Usage, usage(f, s))
	}
	for _, fault := range f.Faults {
		e.Faults = append(e.Faults, fault.String())
	}
	return e
}

// written is the name that a reader looks for.
func written(f *ir.Function) string {
	switch f.Name {
	case "is_null":
		return "== nil"
	case "not_null":
		return "!= nil"
	case "neg":
		return "-x"
	case "slice":
		return "x[from:to]"
	}
	return f.Name
}

// usage writes one signature: "left(x text, n integer) text".
func usage(f *ir.Function, s ir.Signature) string {
	params := make([]string, len(s.Params))
	for i, p := range s.Params {
		params[i] = p.Name + " " + p.In.String()
		if p.Literal {
			params[i] = p.Name + " literal " + p.In.String()
		}
		if i >= s.Least() {
			params[i] = "[" + params[i] + "]"
		}
	}
	if s.Variadic {
		params = append(params, "…")
	}
	switch f.Form {
	case ir.FormInfix:
		if f.Name != "in" {
			return "(" + params[0] + ") " + f.Name + " (" + params[1] + ") gives " + s.Gives
		}
	case ir.FormPrefix:
		return f.Name + " (" + params[0] + ") gives " + s.Gives
	case ir.FormInternal:
		return written(f) + " for " + strings.Join(params, ", ") + " gives " + s.Gives
	}
	return f.Name + "(" + strings.Join(params, ", ") + ") gives " + s.Gives
}
