package rules

import (
	"slices"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// The vocabulary of package ir, under the names by which the layers above know it.
type (
	Type         = ir.Type
	Field        = ir.Field
	Schema       = ir.Schema
	Value        = ir.Value
	Env          = ir.Env
	Dictionaries = ir.Dictionaries
	Fault        = ir.Fault
	Tri          = ir.Tri
)

// A Scope is what a source may name.
type Scope struct {
	Schema Schema
	// Constants are named values of the Env, dots allowed ("limits.age"). period.start
	// and period.end are always there and need not be listed.
	Constants map[string]Type
	// Dictionaries are the tables that code_valid and its kin may ask; nil: any name.
	Dictionaries []string
	// Named are the parameterised rules that may be called like functions.
	Named map[string]NamedRule
	// Result is the base that the whole expression must have: ir.Boolean for a rule.
	// The zero value accepts any.
	Result ir.Base
}

// A NamedRule is a rule with parameters, written once and called by name. Its body
// sees its parameters, constants and other named rules, never columns.
type NamedRule struct {
	Params []Param
	Source string
}

// A Param is a parameter of a named rule. The zero Type takes whatever is given.
type Param struct {
	Name string
	Type Type
}

// constant finds the type of a named constant.
func (s Scope) constant(name string) (Type, bool) {
	if name == "period.start" || name == "period.end" {
		return ir.Of(ir.Date), true
	}
	t, ok := s.Constants[name]
	return t, ok
}

// names lists everything that may stand where a column stands.
func (s Scope) names() []string {
	names := append(s.Schema.Names(), "period.start", "period.end")
	for name := range s.Constants {
		names = append(names, name)
	}
	return names
}

// callables lists everything that may be called.
func (s Scope) callables() []string {
	var names []string
	for _, f := range ir.Functions() {
		if f.Form == ir.FormCall {
			names = append(names, f.Name)
		}
	}
	for name := range s.Named {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
