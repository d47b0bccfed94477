// Package syntax reads YAML strictly: one table of fields (Shape) drives the
// parser, the linter, the JSON Schema and the reference page. It owns positions
// inside files, block scalars included, and refuses to give values a meaning.
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

// A Value is a parsed YAML node that knows where it stands.
type Value struct {
	Form   Form
	Text   string // of a scalar, as the YAML says after quoting is undone
	Quoted bool   // the scalar was quoted or a block scalar: text even if it looks like a number
	Span   diag.Span
	Items  []*Value // of a list
	Fields []Field  // of a map, in written order
	// offsets maps byte offsets of Text to positions in the file.
	offsets []diag.Pos
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
