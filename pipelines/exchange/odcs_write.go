package exchange

import (
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// The edition of the Open Data Contract Standard that is written, and the names by
// which what it has no key for is kept in custom properties.
const (
	odcsEdition      = "v3.1.0"
	odcsKind         = "DataContract"
	odcsEngine       = "dogwatch"
	propDirection    = "dogwatchDirection"
	propCounterparty = "dogwatchCounterparty"
	propMayBeEmpty   = "dogwatchMayBeEmpty"
	propType         = "dogwatchType"
	propLength       = "dogwatchLength"
	propRange        = "dogwatchRange"
	propCode         = "dogwatchCode"
	propCodeOn       = "dogwatchCodeOn"
)

// WriteODCS writes a contract as an ODCS 3.1 document. The standard's keys take what
// they can; checks are custom quality rules of the engine dogwatch, and the rest are
// custom properties, so that nothing is lost on the way back.
func WriteODCS(c *draft.Contract) ([]byte, error) {
	properties := make([]yaml.MapSlice, 0, len(c.Columns))
	for _, l := range c.Columns {
		properties = append(properties, property(l, slices.Index(c.Key, l.Name)+1))
	}
	object := yaml.MapSlice{
		{Key: "name", Value: c.ID}, {Key: "businessName", Value: c.Title}, {Key: "logicalType", Value: "object"},
		{Key: "properties", Value: properties},
	}
	if len(c.Checks) > 0 {
		object = append(object, yaml.MapItem{Key: "quality", Value: qualities(c.Checks)})
	}
	custom := []custom{{propDirection, c.Direction}, {propCounterparty, c.Partner}}
	if c.MayBeNone {
		custom = append(custom, customOf(propMayBeEmpty, "true"))
	}
	document := yaml.MapSlice{
		{Key: "apiVersion", Value: odcsEdition}, {Key: "kind", Value: odcsKind}, {Key: "id", Value: c.ID},
		{Key: "name", Value: c.Title}, {Key: "version", Value: "1.0.0"}, {Key: "status", Value: "active"},
		{Key: "schema", Value: []yaml.MapSlice{object}}, {Key: "customProperties", Value: customs(custom)},
	}
	data, err := yaml.MarshalWithOptions(document, yaml.IndentSequence(true), yaml.UseLiteralStyleIfMultiline(true))
	if err != nil {
		return nil, fmt.Errorf("the contract %s cannot be written: %w", c.ID, err)
	}
	return data, nil
}

// A custom is a custom property; one without a value is left out.
type custom struct{ name, value string }

func customOf(name, value string) custom { return custom{name, value} }

func customs(list []custom) []yaml.MapSlice {
	out := []yaml.MapSlice{}
	for _, p := range list {
		if p.value != "" {
			out = append(out, yaml.MapSlice{{Key: "property", Value: p.name}, {Key: "value", Value: p.value}})
		}
	}
	return out
}

// property is one column; position is its place in the key, 0 for none.
func property(l draft.Line, position int) yaml.MapSlice {
	logical := logicalOf(l.Type)
	p := yaml.MapSlice{{Key: "name", Value: l.Name}, {Key: "businessName", Value: l.Title}, {Key: "logicalType", Value: logical}}
	options := yaml.MapSlice{}
	for _, option := range []struct {
		name  string
		value int
	}{{"minLength", l.MinLength}, {"maxLength", l.MaxLength}} {
		if option.value > 0 {
			options = append(options, yaml.MapItem{Key: option.name, Value: option.value})
		}
	}
	if l.Pattern != "" {
		options = append(options, yaml.MapItem{Key: "pattern", Value: l.Pattern})
	}
	if len(options) > 0 {
		p = append(p, yaml.MapItem{Key: "logicalTypeOptions", Value: options})
	}
	if l.Required {
		p = append(p, yaml.MapItem{Key: "required", Value: true})
	}
	if position > 0 {
		p = append(p, yaml.MapItem{Key: "primaryKey", Value: true}, yaml.MapItem{Key: "primaryKeyPosition", Value: position})
	}
	p = append(p, yaml.MapItem{Key: "classification", Value: l.Class.String()})
	own := ""
	if plainType(logical) != l.Type || l.Type == "text" && meant(l.Title) != "text" { // whose title alone says more
		own = l.Type
	}
	kept := customs([]custom{{propType, own}, {propLength, l.Length}, {propRange, l.Range}, {propCode, l.Code}, {propCodeOn, l.CodeOn}})
	if len(kept) > 0 {
		p = append(p, yaml.MapItem{Key: "customProperties", Value: kept})
	}
	return p
}

// logicalOf is the standard's type of one of ours.
func logicalOf(name string) string {
	switch {
	case strings.HasPrefix(name, "decimal"), name == "float":
		return "number"
	case slices.Contains([]string{"integer", "boolean", "date", "timestamp"}, name):
		return name
	}
	return "string"
}

// plainType is our type of one of the standard's, if nothing more is known.
func plainType(logical string) string {
	switch logical {
	case "string":
		return "text"
	case "number":
		return "float"
	}
	return logical
}

// qualities are the checks as custom rules.
func qualities(checks []string) []yaml.MapSlice {
	var list []yaml.MapSlice
	for _, check := range checks {
		list = append(list, yaml.MapSlice{{Key: "type", Value: "custom"}, {Key: "engine", Value: odcsEngine}, {Key: "implementation", Value: check}})
	}
	return list
}

// classes are the classes of ours by the standard's classification.
func classes(word, title, typ string) mask.Class {
	switch strings.ToLower(word) {
	case "restricted", "confidential":
		return mask.Sensitive
	}
	return classOf(word, title, typ)
}
