package rules

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/builtin"
	"github.com/expr-lang/expr/conf"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/parser/lexer"
)

// MaxSource is the largest source in bytes: 8 KiB.
const MaxSource = 8 << 10

// parsed is a source with its tree and what spans are computed from.
type parsed struct {
	source string
	root   ast.Node
	spans  *spans
}

// parse reads the source with expr-lang's parser, without its optimizer and its
// built-in functions, and refuses syntax that is not ours before that.
func parse(source string) (*parsed, *Problem) {
	if len(source) > MaxSource {
		return nil, &Problem{End: len(source), Code: CodeTooLong,
			Message: fmt.Sprintf("the expression has %d bytes, at most %d are read", len(source), MaxSource),
			Hint:    "split it into several checks, or move parts into a named rule"}
	}
	offsets := byteOffsets(source)
	if strings.TrimSpace(source) == "" {
		return nil, &Problem{End: len(source), Code: CodeSyntax, Message: "the expression is empty", Hint: "write what must hold, such as amount > 0"}
	}
	tokens, err := lexer.Lex(file.NewSource(source))
	if err != nil {
		return nil, syntaxProblem(source, offsets, err)
	}
	if p := refuseTokens(tokens, offsets); p != nil {
		return nil, p
	}
	tree, err := parser.ParseWithConfig(source, parserConfig())
	if err != nil {
		return nil, syntaxProblem(source, offsets, err)
	}
	return &parsed{source: source, root: tree.Node, spans: newSpans(tokens, offsets)}, nil
}

// parserConfig overrides every built-in name, so that each call is a plain call.
func parserConfig() *conf.Config {
	return &conf.Config{DisableIfOperator: true, MaxNodes: conf.DefaultMaxNodes, Functions: plainCalls()}
}

// plainCalls is the table of all of them, which the parser only reads.
var plainCalls = sync.OnceValue(func() conf.FunctionsTable {
	table := conf.FunctionsTable{}
	for _, b := range builtin.Builtins {
		table[b.Name] = b
	}
	return table
})

// refused tells the way out for tokens of expr-lang that are not ours.
func refused(value string) (hint string) {
	switch value {
	case "|":
		return "call the function with its argument: len(x); or is written or"
	case ";", "let":
		return "write one expression; repeated parts go into a named rule"
	case "**", "^":
		return "write the product out"
	case "?.":
		return "write a plain dot; a missing partner row is null already"
	case "::":
		return "call the function by its name alone"
	case "#":
		return "a rule sees one row; use an aggregate or group check for many rows"
	case "{", "}":
		return "maps do not exist here; use c ? a : b, or a dictionary"
	case "=":
		return "write == to compare"
	case "&":
		return "write and"
	}
	return ""
}

func refuseTokens(tokens []lexer.Token, offsets []int) *Problem {
	for _, t := range tokens {
		hint := ""
		switch t.Kind {
		case lexer.Operator, lexer.Bracket:
			hint = refused(t.Value)
		case lexer.Bytes:
			hint = "write the text without the leading b"
		}
		if hint != "" {
			return &Problem{Start: offsets[t.From], End: offsets[t.To], Code: CodeNotAllowed,
				Message: fmt.Sprintf("%q is not part of the rule language", t.Value), Hint: hint}
		}
	}
	return nil
}

// syntaxProblem turns a parser's error into a problem with a way out.
func syntaxProblem(source string, offsets []int, err error) *Problem {
	p := &Problem{End: len(source), Code: CodeSyntax, Message: "the expression cannot be read", Hint: "compare it with the examples of the reference"}
	var at *file.Error
	if !errors.As(err, &at) {
		return p
	}
	last := len(offsets) - 1
	p.Start, p.End = offsets[min(at.From, last)], offsets[min(max(at.To, at.From+1), last)]
	p.Message = readable(at.Message)
	p.Hint = syntaxHint(source[p.Start:p.End], at.Message)
	switch {
	case strings.Contains(at.Message, "literal:"):
		p.Start, p.End = numberBefore(source, p.Start)
	case strings.HasPrefix(source[p.Start:], ">") && strings.HasSuffix(source[:p.Start], "<"):
		p.Start--
		p.Hint = "write != for not equal"
	}
	return p
}

// numberBefore finds the number that the parser complains of after it has read on.
func numberBefore(source string, at int) (start, end int) {
	end = strings.LastIndexAny(source[:at], "0123456789") + 1
	start = end
	for start > 0 && strings.IndexByte("0123456789_", source[start-1]) >= 0 {
		start--
	}
	return start, end
}

// readable rewrites the parser's wording: Operator("and") becomes "and".
func readable(message string) string {
	message = strings.TrimPrefix(message, "compilation failed: ")
	if kind, _, ok := strings.Cut(message, " literal: strconv"); ok {
		return strings.Replace(kind, "invalid", "the", 1) + " is too large"
	}
	for _, kind := range []string{"Operator", "Identifier", "Number", "String", "Bracket"} {
		if before, after, ok := strings.Cut(message, kind+"("); ok {
			return before + strings.TrimSuffix(after, ")")
		}
	}
	return strings.Replace(message, "unexpected token EOF", "the expression ends too early", 1)
}

func syntaxHint(at, message string) string {
	switch strings.ToLower(at) {
	case "and", "or", "not", "in":
		return "write " + strings.ToLower(at) + " in lower case"
	case "is":
		return "write x == nil or x != nil"
	case "like":
		return `write contains, startsWith, endsWith or matches "pattern"`
	case "，", "（", "）", "“", "”", "＝", "＞", "＜", "‘", "’", "！", "。":
		return "use the ASCII sign instead of the full-width one"
	}
	switch {
	case strings.Contains(message, "literal not terminated"):
		return "close the quote; a quote inside a text is written \\\""
	case strings.Contains(message, "integer literal"):
		return "beyond ±9223372036854775807 write a decimal, with .0 at its end"
	case strings.Contains(message, "cannot be mixed"):
		return "put the ?? in parentheses, or use coalesce(a, b)"
	case strings.Contains(message, "EOF"):
		return "finish it: an operand, a closing bracket or a quote is missing"
	}
	return "look for a missing operator, bracket or comma before this place"
}

// byteOffsets maps code point positions to byte positions, one past the end included.
func byteOffsets(source string) []int {
	offsets := make([]int, 0, len(source)+2)
	for i := range source {
		offsets = append(offsets, i)
	}
	return append(offsets, len(source))
}
