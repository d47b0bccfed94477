// Package syntax reads YAML strictly: one table of fields (Shape) drives the
// parser, the linter, the JSON Schema and the reference page. It owns positions
// inside files, block scalars included, and refuses to give values a meaning.
//
// It refuses whatever lets a value stand elsewhere than where it is read, or mean
// something else than it shows: several documents, anchors, aliases, merge keys,
// tags, keys that are not text, keys used twice. Scalars keep the text that was
// written (01 stays 01, 1.10 stays 1.10).
package syntax

import "github.com/dogwatch/dogwatch/checks/diag"

// The forms of a Value.
const (
	Null Form = iota
	Scalar
	List
	Map
)

// Form tells a scalar from a list and a map.
type Form uint8

// A Value is a parsed YAML node that knows where it stands. Whoever makes up a Value
// sets Text and Span only: every offset of its text then stands at Span.
type Value struct {
	Form   Form
	Text   string // of a scalar, as the YAML says after quoting is undone
	Quoted bool   // the scalar was quoted or a block scalar: text even if it looks like a number
	Span   diag.Span
	Items  []*Value // of a list
	Fields []Field  // of a map, in written order
	origin origin
	broken bool // it could not be read and has been reported
}

// A Field is one entry of a map.
type Field struct {
	Key   *Value
	Value *Value
}

// Get returns the value under key, or nil if v is no map or has no such key.
func (v *Value) Get(key string) *Value {
	if v == nil {
		return nil
	}
	for _, f := range v.Fields {
		if f.Key.Text == key {
			return f.Value
		}
	}
	return nil
}

// Key returns the key's own Value, or nil.
func (v *Value) Key(key string) *Value {
	if v == nil {
		return nil
	}
	for _, f := range v.Fields {
		if f.Key.Text == key {
			return f.Key
		}
	}
	return nil
}

// At gives the place in the file of the bytes start..end of a scalar's Text, also in
// block scalars and behind escapes. An empty stretch is one character wide.
func (v *Value) At(start, end int) diag.Span {
	if v.origin.file == nil {
		return v.Span
	}
	table := v.origin.offsets(v.Text)
	last := len(table) - 1
	start = min(max(start, 0), last)
	end = min(max(end, start), last)
	from, to := table[start], table[end]
	if end > start {
		to = v.origin.after(v.Text, table, end)
	}
	return v.origin.file.Span(from, to)
}

// Is tells whether v is a scalar with this text.
func (v *Value) Is(text string) bool { return v != nil && v.Form == Scalar && v.Text == text }
