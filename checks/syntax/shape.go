package syntax

import (
	"regexp"
	"slices"
	"strings"
	"sync"
)

// The sorts of a Shape. The scalar sorts say how a scalar is read; the shape alone
// decides what is checked before a value is bound: a Rule, Bound or Column is only
// known to be a scalar here, its meaning is checked by whoever binds it.
const (
	SortText     Sort = iota // any scalar, taken as text
	SortInteger              // a whole number, optionally signed
	SortNumber               // an exact decimal number: 0.05
	SortBool                 // true or false
	SortDate                 // 2026-11-24
	SortRule                 // an expression of the rule language
	SortBound                // "> 0.01%", 30%, 8wd, 1..5
	SortDuration             // 30s, 5m, 2h, 8d, 8wd
	SortName                 // the id of a thing: ASCII letters, digits, - _ . ( ) or Chinese
	SortColumn               // the name of a column
	SortList                 // a list of Item
	SortMap                  // a map of free keys to Item
	SortObject               // a map of Keys
	SortOneOf                // any of Alternatives
)

// Sort is the sort of a Shape.
type Sort uint8

// A Shape declares the form of a YAML value once, for the parser, the linter, the
// JSON Schema and the reference page. Shapes are values: build them with the
// functions below and never change one that was handed on.
type Shape struct {
	Sort         Sort
	Title        string           // of an object: "a check"; used in messages
	Enum         []string         // of a text: the only values; nil: any
	Fold         bool             // of an Enum: its letters may be written large or small
	Pattern      string           // of a text: a regular expression (RE2) that it must match; set by Matching
	Hint         string           // the way out: of a text where it does not match, of an object where none of Choice is there
	Item         *Shape           // of a list, or of a map's values
	Min          int              // fewest entries of a list or map
	Keys         []Key            // of an object
	Choice       []string         // keys of an object of which exactly one must be there
	Optional     bool             // of Choice: at most one
	Beside       map[string][]Key // by the chosen key: keys that may stand beside it
	Alternatives []Shape          // of a OneOf, told apart by form, then tried in order
	Nullable     bool             // nothing (null) may stand here
	Secret       bool             // another form must be refused without showing the line (DW-1105)
	Note         string           // one line on the value itself, for schema and reference

	matches func(text string) bool // what Pattern says; nil: nothing
}

// A Key is one key of an object.
type Key struct {
	Name     string
	Shape    Shape
	Required bool
	Doc      string // English, one sentence
	Default  string // as written in YAML; "" for none
	Example  string // YAML of the value
}

// Text is any scalar.
func Text() Shape { return Shape{Sort: SortText} }

// Matching is a text that matches a regular expression; hint says how to write one.
func Matching(pattern, hint string) Shape {
	form := sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) })
	return Shape{Sort: SortText, Pattern: pattern, Hint: hint, matches: func(text string) bool { return form().MatchString(text) }}
}

// Words is a text that is not blank.
func Words() Shape {
	s := Matching(`\S`, "it is blank")
	s.matches = func(text string) bool { return strings.TrimSpace(text) != "" }
	return s
}

// Enum is a text that is one of values.
func Enum(values ...string) Shape { return Shape{Sort: SortText, Enum: values} }

// InAnyCase is an Enum whose letters may be written large or small.
func (s Shape) InAnyCase() Shape {
	s.Fold = true
	return s
}

// Hinting says how to write what must be there: one of a choice.
func (s Shape) Hinting(hint string) Shape {
	s.Hint = hint
	return s
}

// Integer is a whole number of int64.
func Integer() Shape { return Shape{Sort: SortInteger} }

// Number is an exact decimal number.
func Number() Shape { return Shape{Sort: SortNumber} }

// Bool is true or false; yes, no, on and off are refused.
func Bool() Shape { return Shape{Sort: SortBool} }

// Date is a civil date, 2026-11-24.
func Date() Shape { return Shape{Sort: SortDate} }

// Rule is an expression of the rule language.
func Rule() Shape { return Shape{Sort: SortRule} }

// Bound is a bound: operator and number, percent, duration, or range.
func Bound() Shape { return Shape{Sort: SortBound} }

// Duration is a number with a unit s, m, h, d or wd.
func Duration() Shape { return Shape{Sort: SortDuration} }

// Name is the id of a contract, dictionary, source or other thing.
func Name() Shape { return Shape{Sort: SortName} }

// Column is the name of a column.
func Column() Shape { return Shape{Sort: SortColumn} }

// ListOf is a list of at least one item.
func ListOf(item Shape) Shape { return Shape{Sort: SortList, Item: &item, Min: 1} }

// MapOf is a map of free keys to values, with at least one entry.
func MapOf(value Shape) Shape { return Shape{Sort: SortMap, Item: &value, Min: 1} }

// Object is a map with the given keys and no others.
func Object(keys ...Key) Shape { return Shape{Sort: SortObject, Keys: keys} }

// OneOf is any of several shapes, tried in order among those of the value's form.
func OneOf(alternatives ...Shape) Shape {
	return Shape{Sort: SortOneOf, Alternatives: alternatives}
}

// Noted returns s with a line of explanation.
func (s Shape) Noted(note string) Shape {
	s.Note = note
	return s
}

// Form tells which YAML form a value of this sort has.
func (s Sort) Form() Form {
	switch s {
	case SortList:
		return List
	case SortMap, SortObject:
		return Map
	}
	return Scalar
}

// Titled returns s, an object, with the words that messages use for it: "a check".
func (s Shape) Titled(title string) Shape {
	s.Title = title
	return s
}

// Choosing returns s, an object of which exactly one of keys must be there.
func (s Shape) Choosing(keys ...string) Shape {
	s.Choice = keys
	return s
}

// OrNull returns s, but nothing (null) may stand here as well.
func (s Shape) OrNull() Shape {
	s.Nullable = true
	return s
}

// Takes tells whether a value of the form may stand here.
func (s Shape) Takes(form Form) bool {
	if s.Sort == SortOneOf {
		return slices.ContainsFunc(s.Alternatives, func(a Shape) bool { return a.Takes(form) })
	}
	return s.Sort.Form() == form || form == Null && s.Nullable
}

// Key finds a key of an object.
func (s Shape) Key(name string) (Key, bool) {
	for _, k := range s.Keys {
		if k.Name == name {
			return k, true
		}
	}
	return Key{}, false
}

// Subject names an object in a message.
func (s Shape) Subject() string {
	if s.Title == "" {
		return "this map"
	}
	return s.Title
}

// Describe says in a few words what is expected: "a whole number", "a list".
func (s Shape) Describe() string {
	switch s.Sort {
	case SortOneOf:
		var parts []string
		for _, a := range s.Alternatives {
			if d := a.Describe(); !slices.Contains(parts, d) {
				parts = append(parts, d)
			}
		}
		return strings.Join(parts, " or ")
	case SortList:
		return "a list"
	case SortMap:
		return "a map"
	case SortObject:
		if s.Title != "" {
			return s.Title + " (a map)"
		}
		return "a map"
	}
	if len(s.Enum) > 0 {
		return "one of " + strings.Join(s.Enum, ", ")
	}
	return s.Sort.String()
}

// String names the sort with its article.
func (s Sort) String() string {
	names := [...]string{
		"a text", "a whole number", "a number", "true or false", "a date", "a rule", "a bound",
		"a duration", "a name", "a column", "a list", "a map", "a map", "one of several forms",
	}
	return names[s]
}

// String names the form with its article.
func (f Form) String() string {
	return [...]string{"nothing", "a single value", "a list", "a map"}[f]
}
