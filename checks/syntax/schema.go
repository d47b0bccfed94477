package syntax

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/invopop/jsonschema"
)

// Schema gives the JSON Schema (draft 2020-12) of a shape, for editors. It accepts
// what Check accepts, as far as JSON can tell: an editor sees neither a key used
// twice nor whether 1 was written in quotes.
func Schema(s Shape) *jsonschema.Schema {
	out := schemaOf(s)
	if s.Nullable {
		out = &jsonschema.Schema{AnyOf: []*jsonschema.Schema{out, {Type: "null"}}}
	}
	if s.Note != "" {
		out.Description = s.Note
	}
	return out
}

func schemaOf(s Shape) *jsonschema.Schema {
	switch s.Sort {
	case SortOneOf:
		out := &jsonschema.Schema{}
		for _, a := range s.Alternatives {
			out.AnyOf = append(out.AnyOf, Schema(a))
		}
		return out
	case SortList:
		return &jsonschema.Schema{Type: "array", Items: Schema(*s.Item), MinItems: least(s.Min)}
	case SortMap:
		return &jsonschema.Schema{Type: "object", AdditionalProperties: Schema(*s.Item), MinProperties: least(s.Min)}
	case SortObject:
		return objectSchema(s)
	}
	if len(s.Enum) > 0 {
		if s.Fold {
			return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{enumSchema(s.Enum), typed(foldPattern(s.Enum), "string")}}
		}
		return enumSchema(s.Enum)
	}
	if s.Pattern != "" {
		return typed(s.Pattern, "string", "number", "boolean")
	}
	return s.Sort.schema()
}

// foldPattern matches the values with letters large and small.
func foldPattern(values []string) string {
	var b strings.Builder
	b.WriteString("^(")
	for i, value := range values {
		if i > 0 {
			b.WriteByte('|')
		}
		for _, r := range value {
			if upper := unicode.ToUpper(r); upper != r {
				b.WriteString("[" + string(r) + string(upper) + "]")
			} else {
				b.WriteString(regexp.QuoteMeta(string(r)))
			}
		}
	}
	return b.String() + ")$"
}

// least is a minimum of JSON Schema, left out where it says nothing.
func least(n int) *uint64 {
	if n <= 0 {
		return nil
	}
	u := uint64(n)
	return &u
}

// enumSchema also lists numbers as numbers: YAML writes them without quotes.
func enumSchema(values []string) *jsonschema.Schema {
	out := &jsonschema.Schema{}
	for _, v := range values {
		out.Enum = append(out.Enum, v)
		if n, err := strconv.Atoi(v); err == nil {
			out.Enum = append(out.Enum, n)
		}
	}
	return out
}

// schema of a scalar. Whatever is read as text may look like a number to an editor.
func (s Sort) schema() *jsonschema.Schema {
	switch s {
	case SortInteger:
		return &jsonschema.Schema{Type: "integer"}
	case SortBool:
		return &jsonschema.Schema{Type: "boolean"}
	case SortNumber:
		return typed(numberForm.String(), "number", "string")
	case SortDate:
		return typed(`^[0-9]{4}-[0-9]{2}-[0-9]{2}$`, "string")
	case SortDuration:
		return typed(durationForm.String(), "string")
	case SortName:
		return typed(nameForm.String(), "string", "number")
	case SortRule, SortBound, SortColumn:
		return typed(`\S`, "string", "number", "boolean")
	}
	return typed("", "string", "number", "boolean")
}

// typed is a schema of several types; a pattern binds strings only.
func typed(pattern string, types ...string) *jsonschema.Schema {
	out := &jsonschema.Schema{Pattern: pattern}
	if len(types) == 1 {
		out.Type = types[0]
	} else {
		out.Extras = map[string]any{"type": types}
	}
	return out
}

func objectSchema(s Shape) *jsonschema.Schema {
	out := &jsonschema.Schema{Type: "object", Title: s.Title, Properties: jsonschema.NewProperties(), AdditionalProperties: jsonschema.FalseSchema}
	for _, k := range s.Keys {
		out.Properties.Set(k.Name, keySchema(k))
		if k.Required {
			out.Required = append(out.Required, k.Name)
		}
	}
	for _, choice := range s.Choice {
		for _, k := range s.Beside[choice] {
			if _, known := out.Properties.Get(k.Name); known {
				continue
			}
			if s.besideOne(k.Name) {
				out.Properties.Set(k.Name, keySchema(k))
			} else {
				out.Properties.Set(k.Name, jsonschema.TrueSchema)
			}
		}
	}
	out.OneOf = choices(s)
	return out
}

func keySchema(k Key) *jsonschema.Schema {
	out := Schema(k.Shape)
	out.Description = k.Doc
	if k.Default != "" {
		out.Description += " Default: " + k.Default + "."
	}
	return out
}

// choices says that of the keys of Choice exactly one stands (or at most one), with
// what may and must stand beside it.
func choices(s Shape) []*jsonschema.Schema {
	if len(s.Choice) == 0 {
		return nil
	}
	var list []*jsonschema.Schema
	var common []any
	for _, k := range s.Keys {
		if !slices.Contains(s.Choice, k.Name) {
			common = append(common, k.Name)
		}
	}
	for _, choice := range s.Choice {
		one := &jsonschema.Schema{Required: []string{choice}, Properties: jsonschema.NewProperties()}
		names := append(append([]any{}, common...), choice)
		for _, k := range s.Beside[choice] {
			names = append(names, k.Name)
			if !s.besideOne(k.Name) {
				one.Properties.Set(k.Name, keySchema(k))
			}
			if k.Required {
				one.Required = append(one.Required, k.Name)
			}
		}
		one.PropertyNames = &jsonschema.Schema{Enum: names}
		list = append(list, one)
	}
	if s.Optional {
		list = append(list, unchosen(s, common))
	}
	return list
}

// unchosen is the case in which none of the keys stands: what may stand beside any of
// them may stand.
func unchosen(s Shape, common []any) *jsonschema.Schema {
	for _, choice := range s.Choice {
		for _, k := range s.Beside[choice] {
			common = append(common, k.Name)
		}
	}
	return &jsonschema.Schema{PropertyNames: &jsonschema.Schema{Enum: common}}
}

// besideOne tells whether a key stands beside one choice alone, so that its form does
// not depend on what is chosen.
func (s Shape) besideOne(name string) bool {
	n := 0
	for _, choice := range s.Choice {
		if slices.ContainsFunc(s.Beside[choice], func(k Key) bool { return k.Name == name }) {
			n++
		}
	}
	return n == 1
}
