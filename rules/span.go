package rules

import (
	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/parser/lexer"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// spans computes where a node stands. The parser gives a place for leaves and
// operators only, so the span of a node is that of its leaves, grown until its
// brackets are balanced.
type spans struct {
	tokens  []lexer.Token
	offsets []int       // byte offset of each code point
	at      map[int]int // code point position → token index
	partner []int       // index of the matching bracket, -1 for other tokens
	known   map[ast.Node]run
}

// run is a closed range of token indices.
type run struct{ first, last int }

func newSpans(tokens []lexer.Token, offsets []int) *spans {
	s := &spans{tokens: tokens, offsets: offsets, at: map[int]int{}, known: map[ast.Node]run{}}
	s.partner = make([]int, len(tokens))
	var open []int
	for i, t := range tokens {
		s.partner[i] = -1
		if t.Kind != lexer.EOF {
			s.at[t.From] = i
		}
		switch {
		case t.Is(lexer.Bracket, "(", "["):
			open = append(open, i)
		case t.Is(lexer.Bracket, ")", "]") && len(open) > 0:
			mate := open[len(open)-1]
			open = open[:len(open)-1]
			s.partner[i], s.partner[mate] = mate, i
		}
	}
	return s
}

// of gives the span of a node in bytes.
func (s *spans) of(n ast.Node) ir.Span {
	r := s.run(n)
	return ir.Span{Start: s.offsets[s.tokens[r.first].From], End: s.offsets[s.tokens[r.last].To]}
}

func (s *spans) run(n ast.Node) run {
	if r, ok := s.known[n]; ok {
		return r
	}
	own := s.at[n.Location().From]
	r := run{own, own}
	switch n := n.(type) {
	case *ast.UnaryNode:
		r = r.join(s.run(n.Node))
	case *ast.BinaryNode:
		r = s.run(n.Left).join(s.run(n.Right))
	case *ast.ConditionalNode:
		r = s.run(n.Cond).join(s.run(n.Exp2))
	case *ast.CallNode:
		r = s.run(n.Callee)
		if next := r.last + 1; next < len(s.tokens) && s.partner[next] > next {
			r.last = s.partner[next]
		}
	case *ast.MemberNode:
		r = r.join(s.run(n.Node)).join(s.run(n.Property))
	case *ast.SliceNode:
		r = r.join(s.run(n.Node))
	case *ast.ChainNode:
		r = r.join(s.run(n.Node))
	}
	r = s.balance(r)
	s.known[n] = r
	return r
}

func (r run) join(o run) run { return run{min(r.first, o.first), max(r.last, o.last)} }

// balance grows a run until every bracket in it has its partner in it too.
func (s *spans) balance(r run) run {
	for i := r.first; i <= r.last; i++ {
		if mate := s.partner[i]; mate >= 0 && mate > r.last {
			r.last = mate
		} else if mate >= 0 && mate < r.first {
			r.first = mate
			i = mate
		}
	}
	return r
}
