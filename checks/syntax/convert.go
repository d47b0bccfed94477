package syntax

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// value converts a node and all below it.
func (p *reader) value(node ast.Node) *Value {
	switch n := node.(type) {
	case *ast.MappingNode:
		return p.mapping(n)
	case *ast.MappingValueNode:
		return p.mapping(&ast.MappingNode{Start: n.Start, Values: []*ast.MappingValueNode{n}})
	case *ast.SequenceNode:
		return p.sequence(n)
	case *ast.LiteralNode:
		return p.block(n)
	case *ast.AnchorNode:
		p.refuse(n, "an anchor")
		return p.value(n.Value)
	case *ast.TagNode:
		p.refuse(n, "a tag")
		return p.value(n.Value)
	case *ast.AliasNode:
		p.refuse(n, "an alias")
		return &Value{Span: p.tokenSpan(n.GetToken()), broken: true}
	case ast.ScalarNode:
		return p.scalar(n.GetToken())
	}
	p.refuse(node, "this form")
	return &Value{Span: p.tokenSpan(node.GetToken()), broken: true}
}

func (p *reader) refuse(node ast.Node, what string) {
	p.report("DW-1005", p.tokenSpan(node.GetToken()), what+" is not supported",
		"write the value where it is used; share a rule by naming it in rules/*.yaml")
}

func (p *reader) sequence(n *ast.SequenceNode) *Value {
	v := &Value{Form: List, Span: p.tokenSpan(n.Start)}
	for _, item := range n.Values {
		v.Items = append(v.Items, p.value(item))
	}
	return v
}

func (p *reader) mapping(n *ast.MappingNode) *Value {
	v := &Value{Form: Map}
	if n.IsFlowStyle {
		v.Span = p.tokenSpan(n.Start)
	}
	for _, entry := range n.Values {
		key, ok := p.key(entry.Key)
		if v.Span.Start.IsZero() {
			v.Span = key.Span
		}
		field := Field{Key: key, Value: p.value(entry.Value)}
		if ok && !p.duplicate(v, key) {
			v.Fields = append(v.Fields, field)
		}
	}
	return v
}

// duplicate reports a key that its map already has.
func (p *reader) duplicate(v *Value, key *Value) bool {
	for _, f := range v.Fields {
		if f.Key.Text == key.Text {
			d := diag.New("DW-1006", key.Span, fmt.Sprintf("the key `%s` is used twice", key.Text), "remove one of them")
			d.Related = []diag.Related{{Span: f.Key.Span, Message: "first used here"}}
			p.faults.Add(d)
			return true
		}
	}
	return false
}

// key converts a map's key. Only text is a key: 1, true and null are refused, since
// 01 and 1, or "no" and false, are too easily taken for each other.
func (p *reader) key(node ast.MapKeyNode) (*Value, bool) {
	if _, ok := node.(*ast.MergeKeyNode); ok {
		p.refuse(node, "a merge key")
		return &Value{Form: Scalar, Text: "<<", Span: p.tokenSpan(node.GetToken())}, false
	}
	if _, ok := node.(*ast.StringNode); ok {
		return p.scalar(node.GetToken()), true
	}
	v := &Value{Form: Scalar, Span: p.tokenSpan(node.GetToken())}
	if scalar, ok := node.(ast.ScalarNode); ok {
		v = p.scalar(scalar.GetToken())
	}
	text := v.Text
	if text == "" {
		text = "this"
	}
	p.report("DW-1007", v.Span, fmt.Sprintf("%s is no text, so it cannot be a key", text), `put it in quotes: "`+v.Text+`"`)
	return v, v.Text != ""
}

// scalar converts a plain or quoted scalar.
func (p *reader) scalar(t *token.Token) *Value {
	start := p.file.Offset(t.Position.Line, t.Position.Column)
	if t.Type == token.ImplicitNullType {
		return &Value{Form: Null, Span: p.file.Span(start, start)}
	}
	v := &Value{Form: Scalar, Text: t.Value, origin: origin{file: p.file, start: start}}
	switch t.Type {
	case token.NullType:
		v.Form, v.Text = Null, ""
		v.Span = p.file.Span(start, start+len(strings.TrimSpace(t.Origin)))
		return v
	case token.SingleQuoteType:
		v.Quoted, v.origin.style = true, single
	case token.DoubleQuoteType:
		v.Quoted, v.origin.style = true, double
	}
	quote := 0
	if v.Quoted {
		v.origin.start++
		quote++
	}
	v.origin = v.origin.settled(v.Text)
	v.Span = p.file.Span(v.origin.start-quote, v.origin.end(v.Text)+quote)
	return v
}

// block converts a literal or folded scalar. Its span is the indicator.
func (p *reader) block(n *ast.LiteralNode) *Value {
	v := &Value{Form: Scalar, Quoted: true, Span: p.tokenSpan(n.Start), Text: n.Value.Value}
	start := p.file.Offset(n.Start.Position.Line+1, 1)
	v.origin = origin{file: p.file, start: start, style: block}.settled(v.Text)
	return v
}
