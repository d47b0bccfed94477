package trial

import (
	"time"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// A Question tries one function by one condition over the rows.
type Question struct {
	Function string // as rules/ir names it
	Source   string // the condition, in the language of rules
}

// Questions gives at least one question for every function that some dialect is given.
func Questions() []Question {
	var list []Question
	for _, group := range questionTable() {
		for _, source := range group.sources {
			list = append(list, Question{group.function, source})
		}
	}
	return list
}

type group struct {
	function string
	sources  []string
}

func questionTable() []group {
	return []group{
		{"==", []string{`S == "abc"`, `S == "ABC"`, `S == ""`, `S == "　"`, `S == "äbc"`, `S == "𠮷田"`, `S == "strasse"`, `C == "abc"`, `S == C`, `N == 3`,
			`N == 9223372036854775807`, `D == 12.5`, `D == E`, `N == D`, `D1 == "2024-02-29"`, `D1 == "0001-01-01"`, `D1 == D2`, `TS == "2026-11-24 08:30:00"`, `B == true`}},
		{"!=", []string{`S != "abc"`, `C != "abc"`, `N != 3`, `D != 12.50`, `D1 != "2024-02-29"`, `S != "张三"`}},
		{"<", []string{`S < "abc"`, `S < "a b"`, `N < 0`, `D < 0.01`, `D1 < "1900-01-01"`, `TS < "1970-01-01 00:00:00"`}},
		{"<=", []string{`S <= "b"`, `N <= M`, `D <= E`, `D1 <= D2`}},
		{">", []string{`S > "Z"`, `S > "北"`, `N > 3`, `D > 12.49`, `D1 > "2024-02-28"`, `TS > "1899-12-31 23:59:59"`}},
		{">=", []string{`S >= "１"`, `N >= M`, `D >= 9999999999.99`, `D2 >= "9999-12-31"`}},
		{"between", []string{`between(N, 0, 3)`, `between(D, -0.01, 12.5)`, `between(D1, "1899-12-31", "1970-01-01")`, `N in 1..4`}},
		{"in", []string{`S in ["abc", "ABC", "张三"]`, `N in [0, 3, 5]`, `N not in [0, 3]`, `D in [12.50, 0.01]`, `C in ["张三", "a%c"]`, `D1 in ["2024-02-29"]`}},
		{"and", []string{`N > 0 and S == "abc"`, `S == "abc" and N > 0`, `N == 3 and M == 9`}},
		{"or", []string{`N > 0 or S == "abc"`, `S == "abc" or M == 9`}},
		{"not", []string{`not (N > 0)`, `not (S == "abc")`, `not (N > 0 and D > 1)`, `not (S == "abc" or N > 3)`}},
		{"is_null", []string{`S == nil`, `C == nil`, `N == nil`, `D == nil`, `D1 == nil`, `TS == nil`}},
		{"not_null", []string{`S != nil`, `N != nil`, `D1 != nil`}},
		{"len", []string{`len(S) == 2`, `len(S) == 3`, `len(S) == 0`, `len(C) > 3`, `len(S) >= 6`}},
		{"startsWith", []string{`S startsWith "a"`, `S startsWith "北京"`, `S startsWith "𠮷"`, `S startsWith "100%"`, `S startsWith "A"`, `S startsWith "abcd"`}},
		{"endsWith", []string{`S endsWith "c"`, `S endsWith "东城区"`, `S endsWith "田"`, `S endsWith "'"`, `S endsWith "xabc"`, `C endsWith "c"`}},
		{"contains", []string{`S contains "b"`, `S contains "京市"`, `S contains "%_"`, `S contains "\\"`, `S contains "B"`, `S contains "a"`}},
		{"+", []string{`D + E > 12.53`, `M + 1 > 2`, `D + 1 > 1`, `len(S) + 1 > 3`}},
		{"-", []string{`D - E > 12.46`, `D2 - D1 > 30`, `D - 1 < 0`}},
		{"*", []string{`D * E > 0.4`, `D * 3 > 37.49`, `len(S) * 2 > 5`}},
		{"neg", []string{`-D < 0`, `-E > 0`}},
		{"as_decimal", []string{`D == N`, `D + M > 1`, `D > E`}},
		{"days_between", []string{`days_between(D1, D2) > 30`, `days_between(D1, D2) < 0`}},
	}
}

// asOf is when a trial takes place: no question asks for the day.
func asOf() ir.Env {
	return ir.Env{AsOf: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Zone: time.UTC}
}

// Write gives the question in a server's language; ok is false, and why says what is in
// the way, if the dialect is not given it.
func (q Question) Write(d sqlgen.Dialect, quote func(string) string) (f sqlgen.Fragment, ok bool, why string) {
	return sqlgen.Generate(q.bound(), d, func(name string) (string, bool) {
		field, _ := Schema().Field(name)
		return quote(name), d != sqlgen.Oracle || field.Type.Base != ir.Boolean
	})
}

// Judge gives our own answer for a row of the schema's values.
func (q Question) Judge(values []ir.Value) ir.Tri {
	column := func(name string) ir.Value {
		for i, f := range Schema() {
			if f.Name == name {
				return values[i]
			}
		}
		return ir.Value{}
	}
	return interp.Eval(q.bound(), column, nil).Value.Tri()
}

// bound compiles the question; a test compiles them all.
func (q Question) bound() *ir.Node {
	e, problems := rules.Compile(q.Source, rules.Scope{Schema: Schema(), Result: ir.Boolean})
	if problems != nil {
		panic("a question of the trial is no rule: " + q.Source + ": " + problems[0].Message)
	}
	root, err := e.Bind(asOf())
	if err != nil {
		panic("a question of the trial is not bound: " + q.Source)
	}
	return root
}
