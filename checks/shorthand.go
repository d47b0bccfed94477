package checks

import (
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// shorthands turns what a column says of itself into checks, in a fixed order. Their
// ids are kind(column), whatever else the contract holds.
func (l *loader) shorthands(s *scope, key, v *syntax.Value) []*Check {
	var list []*Check
	add := func(kind string, at, args *syntax.Value) {
		if check := l.shorthand(s, kind, key, at, args); check != nil {
			list = append(list, check)
		}
	}
	name := func(at *syntax.Value) *syntax.Value { return made(key.Text, at.Span) }
	add("type", key, name(key))
	if at := v.Get("required"); truth(at) {
		add("required", at, name(at))
	}
	if at, within := l.lengthOf(v); within != nil {
		add("length", at, madeMap(at.Span, madeField("column", name(at)), madeField("within", within)))
	}
	if at := v.Get("range"); scalar(at) {
		add("range", at, madeMap(at.Span, madeField("column", name(at)), madeField("within", at)))
	}
	if at := v.Get("code"); at != nil {
		add("code", at, codeArgs(name(at), at))
	}
	if at := v.Get("pattern"); scalar(at) {
		add("format", at, madeMap(at.Span, madeField("column", name(at)), madeField("pattern", at)))
	} else if t := v.Get("type"); s.contract.Column(key.Text).Type.Meaning != ir.NoMeaning {
		add("format", t, madeMap(t.Span, madeField("column", name(t))))
	}
	return list
}

// shorthand binds one of them. A kind that takes a list of columns gets a list.
func (l *loader) shorthand(s *scope, kindName string, key, at, args *syntax.Value) *Check {
	kind := l.kinds[kindName]
	if kind == nil || s.contract.Column(key.Text).Type.Base == ir.Null {
		return nil
	}
	doc := kind.Doc()
	if args.Form == syntax.Scalar && !l.argsForm(doc).Takes(syntax.Scalar) {
		args = &syntax.Value{Form: syntax.List, Span: args.Span, Items: []*syntax.Value{args}}
	}
	s.span = at.Span
	check := l.bind(s, kind, args)
	check.ID = kindName + "(" + key.Text + ")"
	if title := s.contract.Column(key.Text).Title; title != "" {
		check.Title = title + "：" + doc.Title
	}
	return check
}

// lengthOf joins length, min_length and max_length into one range.
func (l *loader) lengthOf(v *syntax.Value) (at, within *syntax.Value) {
	exact, least, most := v.Get("length"), positive(v.Get("min_length")), positive(v.Get("max_length"))
	if scalar(exact) && (scalar(least) || scalar(most)) {
		l.report("DW-1211", exact.Span, "keep one of them", "`length` stands beside `min_length` or `max_length`")
		return nil, nil
	}
	switch {
	case scalar(exact):
		if n := integer(exact); n > 0 {
			return exact, made(exact.Text+".."+exact.Text, exact.Span)
		}
		return exact, exact
	case scalar(most):
		return most, made(text(least)+".."+most.Text, most.Span)
	case scalar(least):
		return least, made(least.Text+"..", least.Span)
	}
	return nil, nil
}

// positive gives a number of characters, nil for what is none.
func positive(v *syntax.Value) *syntax.Value {
	if integer(v) <= 0 {
		return nil
	}
	return v
}

// codeArgs turns `code: d` and `code: {dictionary: d, on: c}` into the kind's form.
func codeArgs(name, at *syntax.Value) *syntax.Value {
	if at.Form == syntax.Scalar {
		return madeMap(at.Span, madeField("column", name), madeField("dictionary", at))
	}
	args := madeMap(at.Span, madeField("column", name))
	args.Fields = append(args.Fields, at.Fields...)
	return args
}

// made is a scalar that stands nowhere by itself.
func made(text string, at diag.Span) *syntax.Value {
	return &syntax.Value{Form: syntax.Scalar, Text: text, Span: at}
}

// madeMap makes a map of some fields.
func madeMap(at diag.Span, fields ...syntax.Field) *syntax.Value {
	return &syntax.Value{Form: syntax.Map, Span: at, Fields: fields}
}

// madeField is one of them.
func madeField(name string, v *syntax.Value) syntax.Field {
	return syntax.Field{Key: made(name, v.Span), Value: v}
}
