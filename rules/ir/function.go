package ir

import "sort"

// Nulls says what a function does with null arguments.
type Nulls uint8

// The behaviours.
const (
	NullStrict  Nulls = iota // any null argument: null
	NullNever                // never gives null
	NullLogic                // three-valued: see the package comment
	NullChoice               // takes one of its arguments: if, coalesce
	NullPartial              // strict, and null also where there is no answer (a birth date of no ID number)
)

// String describes the behaviour for the reference.
func (n Nulls) String() string {
	switch n {
	case NullNever:
		return "never unknown"
	case NullLogic:
		return "three-valued"
	case NullChoice:
		return "the chosen argument's"
	case NullPartial:
		return "unknown if an argument is, and where there is no answer"
	}
	return "unknown if an argument is"
}

// A Form is how a function is written.
type Form uint8

// The forms.
const (
	FormCall     Form = iota // name(a, b)
	FormInfix                // a name b
	FormPrefix               // name a
	FormInternal             // has its own syntax, or is put in by the checker: see its Example
)

// A Param is one parameter of a signature.
type Param struct {
	Name string
	In   Bases
	// Same parameters of a call share one base (integers become decimals beside
	// decimals, literals take the others' type).
	Same bool
	// Literal parameters must be written as a literal: patterns, layouts, scales.
	Literal bool
}

// A Signature is one way to call a function.
type Signature struct {
	Params   []Param
	Optional int  // so many of the last parameters may be missing
	Variadic bool // the last parameter may be repeated
	// Unified signatures have their Same arguments brought to the very type of the
	// result, scale included (as_decimal is put in where it takes a change).
	Unified bool
	Gives   string
	result  func(args []*Node) (Type, string)
}

// Result computes the type of a call, or says in words why it has none. The
// arguments fit the parameters already.
func (s Signature) Result(args []*Node) (Type, string) { return s.result(args) }

// Least is the smallest number of arguments.
func (s Signature) Least() int { return len(s.Params) - s.Optional }

// Param gives the parameter that argument i goes to; false when there is none.
func (s Signature) Param(i int) (Param, bool) {
	if i < len(s.Params) {
		return s.Params[i], true
	}
	if s.Variadic {
		return s.Params[len(s.Params)-1], true
	}
	return Param{}, false
}

// A Function is a row of the function table. Operators are functions whose name is
// their sign.
type Function struct {
	Name       string
	Form       Form
	Group      string
	Title      string
	Doc        string
	Example    string   // in a rule, over columns
	Cases      []string // worked examples, "source => result"
	Nulls      Nulls
	Faults     []Fault // none: a call cannot fault by itself
	Signatures []Signature
	// DefaultToday is the number of arguments at which Bind adds today() as the last
	// one; 0: never.
	DefaultToday int
	// Dictionary functions ask Env.Dictionaries: their first argument, if it is
	// Literal, names the table.
	Dictionary bool
}

// Functions gives the whole table sorted by name. The rows are shared: they are
// read, never changed.
func Functions() []*Function {
	var all []*Function
	worked := cases()
	for _, group := range [][]Function{logicTable(), compareTable(), arithmeticTable(), numberTable(), textTable(),
		dateTable(), calendarTable(), codeTable()} {
		for i := range group {
			group[i].Cases = worked[group[i].Name]
			all = append(all, &group[i])
		}
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	return all
}

// functions is the table, built once and read only.
var functions = Functions()

// Lookup finds a function by name. The same name gives the same pointer.
func Lookup(name string) (*Function, bool) {
	i := sort.Search(len(functions), func(i int) bool { return functions[i].Name >= name })
	if i < len(functions) && functions[i].Name == name {
		return functions[i], true
	}
	return nil, false
}
