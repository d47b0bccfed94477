package rules

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// badLiteral is a literal argument that has the right type and no sense.
type badLiteral struct {
	arg           int
	message, hint string
}

// literals checks patterns, layouts and names of dictionaries.
func (c *checker) literals(f *ir.Function, args []*ir.Node) *badLiteral {
	switch f.Name {
	case "matches", "extract":
		return badPattern(args[1].Value.Text())
	case "date", "month", "is_date", "to_text":
		if len(args) > 1 {
			return badLayout(args[1].Value.Text())
		}
	case "code_valid", "code_title", "code_count", "standard":
		return c.badDictionary(args[0].Value.Text())
	}
	return nil
}

// mostSteps bounds the program of a pattern, and with it the time that a row takes:
// repetitions multiply, so that a short pattern may be a large program.
const mostSteps = 10_000

func badPattern(pattern string) *badLiteral {
	_, err := regexp.Compile(pattern)
	if err == nil {
		return largePattern(pattern)
	}
	if why, ok := errors.AsType[*syntax.Error](err); ok {
		return &badLiteral{1, fmt.Sprintf("the pattern cannot be read: %s at %q", why.Code, why.Expr), "patterns are RE2: no look-ahead, no back-references; double the backslash inside quotes"}
	}
	return &badLiteral{1, "the pattern cannot be read", "patterns are RE2"}
}

func largePattern(pattern string) *badLiteral {
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil
	}
	program, err := syntax.Compile(tree.Simplify())
	if err != nil || len(program.Inst) <= mostSteps {
		return nil
	}
	return &badLiteral{1, fmt.Sprintf("the pattern is a program of %d steps, at most %d are run", len(program.Inst), mostSteps), "repeat less: a{1,1000} inside another repetition multiplies"}
}

func badLayout(layout string) *badLiteral {
	if why := ir.CheckLayout(layout); why != "" {
		return &badLiteral{1, fmt.Sprintf("the layout %q cannot be used: %s", layout, why), "letters are yyyy MM dd HH mm ss, such as yyyyMMdd"}
	}
	return nil
}

func (c *checker) badDictionary(name string) *badLiteral {
	if c.scope.Dictionaries == nil || slices.Contains(c.scope.Dictionaries, name) {
		return nil
	}
	hint := "put it under codes/, or use one of " + listed(c.scope.Dictionaries)
	if near := nearest(name, c.scope.Dictionaries); near != "" {
		hint = "did you mean " + near + "?"
	}
	return &badLiteral{0, fmt.Sprintf("there is no dictionary %q", name), hint}
}
