package rules

import (
	"fmt"
	"sort"
)

// A Code is the sort of a problem: stable, for machines.
type Code string

// The codes.
const (
	CodeSyntax          Code = "syntax"           // the parser did not understand the source
	CodeTooLong         Code = "too-long"         // over MaxSource bytes, too deep or too large once inlined
	CodeNotAllowed      Code = "not-allowed"      // expr-lang syntax that is not part of the rule language
	CodeUnknownName     Code = "unknown-name"     // neither a column nor a constant
	CodeUnknownFunction Code = "unknown-function" // neither a function nor a named rule
	CodeArguments       Code = "arguments"        // too few or too many arguments
	CodeType            Code = "type"             // types that do not go together
	CodeLiteral         Code = "literal"          // a literal that cannot be read as what it must be
	CodeResult          Code = "result"           // the whole expression has another type than wanted
	CodeDoomed          Code = "doomed"           // a part that faults on every row: of Doomed only
)

// A Problem is one thing wrong with the source of a rule. Start and End are byte
// offsets into the source; Hint says the way out and is never empty.
type Problem struct {
	Start, End int
	Code       Code
	Message    string
	Hint       string
}

// String gives one line without the source.
func (p Problem) String() string {
	return fmt.Sprintf("%d-%d %s: %s (%s)", p.Start, p.End, p.Code, p.Message, p.Hint)
}

// sortProblems orders by place, then by text, and drops repetitions.
func sortProblems(problems []Problem) []Problem {
	sort.SliceStable(problems, func(i, j int) bool {
		a, b := problems[i], problems[j]
		if a.Start != b.Start {
			return a.Start < b.Start
		}
		return a.Message < b.Message
	})
	var kept []Problem
	for i, p := range problems {
		if i == 0 || p != problems[i-1] {
			kept = append(kept, p)
		}
	}
	return kept
}
