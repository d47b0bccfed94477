package syntax

import (
	"encoding/binary"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// An encoded node begins with a byte: its form, the style of its text, and three marks.
const (
	formBits    byte = 3
	styleShift       = 2
	markQuoted  byte = 1 << 4
	markPlaced  byte = 1 << 5 // it knows where its text begins in the file
	markLiteral byte = 1 << 6 // its text stands there as it is
)

// Encode writes what Parse gave for a file, if it found no fault, so that Decode gives it
// again from the file's text without parsing it: places, and the texts that do not stand
// in the file as they are. Places are counted from the node before.
func Encode(v *Value) []byte {
	e := encoder{}
	e.node(v)
	return e.to
}

type encoder struct {
	to          []byte
	line, start int // of the node before
}

func (e *encoder) number(n int) { e.to = binary.AppendVarint(e.to, int64(n)) }

func (e *encoder) node(v *Value) {
	head := byte(v.Form) | byte(v.origin.style)<<styleShift
	if v.Quoted {
		head |= markQuoted
	}
	if v.origin.file != nil {
		head |= markPlaced
		if v.origin.literal(v.Text) {
			head |= markLiteral
		}
	}
	e.to = append(e.to, head)
	e.span(v.Span)
	switch v.Form {
	case Scalar, Null:
		e.scalar(v, head)
	case List:
		e.number(len(v.Items))
		for _, item := range v.Items {
			e.node(item)
		}
	case Map:
		e.number(len(v.Fields))
		for _, f := range v.Fields {
			e.node(f.Key)
			e.node(f.Value)
		}
	}
}

func (e *encoder) span(s diag.Span) {
	e.number(s.Start.Line - e.line)
	e.number(s.Start.Column)
	e.number(s.End.Line - s.Start.Line)
	e.number(s.End.Column)
	e.line = s.Start.Line
}

func (e *encoder) scalar(v *Value, head byte) {
	if head&markPlaced != 0 {
		e.number(v.origin.start - e.start)
		e.start = v.origin.start
	}
	e.number(len(v.Text))
	if head&markLiteral == 0 {
		e.to = append(e.to, v.Text...)
	}
}

// Decode gives again what Parse gave for the file called name, whose text must be
// the one that was encoded; nil if the encoding cannot be read.
func Decode(name string, data, encoded []byte) *Value {
	d := decoder{file: fileOf(name, data), from: encoded}
	v := d.node()
	if d.broken || len(d.from) > 0 {
		return nil
	}
	return v
}

type decoder struct {
	file        *File
	from        []byte
	line, start int
	broken      bool
}

func (d *decoder) number() int {
	n, size := binary.Varint(d.from)
	if size <= 0 {
		d.broken, d.from = true, nil
		return 0
	}
	d.from = d.from[size:]
	return int(n)
}

// count is a number of things that take at least a byte each.
func (d *decoder) count() int {
	n := d.number()
	if n < 0 || n > len(d.from) {
		d.broken, d.from = true, nil
		return 0
	}
	return n
}

func (d *decoder) node() *Value {
	if len(d.from) == 0 {
		d.broken = true
		return &Value{}
	}
	head := d.from[0]
	d.from = d.from[1:]
	v := &Value{Form: Form(head & formBits), Quoted: head&markQuoted != 0, Span: d.span()}
	switch v.Form {
	case Scalar, Null:
		d.scalar(v, head)
	case List:
		v.Items = made[*Value](d.count())
		for i := range v.Items {
			v.Items[i] = d.node()
		}
	case Map:
		v.Fields = made[Field](d.count())
		for i := range v.Fields {
			v.Fields[i].Key = d.node()
			v.Fields[i].Value = d.node()
		}
	}
	return v
}

func (d *decoder) span() diag.Span {
	d.line += d.number()
	s := diag.Span{Start: diag.Pos{File: d.file.Name, Line: d.line, Column: d.number()}}
	s.End = diag.Pos{File: d.file.Name, Line: d.line + d.number(), Column: d.number()}
	return s
}

func (d *decoder) scalar(v *Value, head byte) {
	if head&markPlaced != 0 {
		d.start += d.number()
		v.origin = origin{file: d.file, start: d.start, style: style(head >> styleShift & 3)}
	}
	if head&markLiteral == 0 {
		size := d.count()
		v.Text, d.from = string(d.from[:size]), d.from[size:]
		return
	}
	size := d.number()
	if size < 0 || d.start < 0 || d.start > len(d.file.text) || size > len(d.file.text)-d.start {
		d.broken, d.from = true, nil
		return
	}
	v.Text = d.file.text[d.start : d.start+size]
}

// made is a list of n, nil for none, as Parse makes it.
func made[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, n)
}
