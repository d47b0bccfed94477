package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// schemaRows is how many rows are looked at: a service declares nothing.
const schemaRows = 100

// The types of JSON values; a path seen with several is "mixed".
const (
	typeNull    = "null"
	typeString  = "string"
	typeInteger = "integer"
	typeNumber  = "number"
	typeBoolean = "boolean"
	typeMixed   = "mixed"
)

// Schema implements connectors.Source: it makes the call and reports the paths to
// single values in the first 100 rows, in order of name, with the types seen. Lists
// within a row are not entered.
func (s *Source) Schema(ctx context.Context, from connectors.Relation) (connectors.Schema, error) {
	call, err := s.callOf("schema", from)
	if err != nil {
		return connectors.Schema{}, err
	}
	a, list, err := s.openList(ctx, "schema", call)
	if err != nil {
		return connectors.Schema{}, err
	}
	defer a.close()
	seen := map[string]string{}
	for range schemaRows {
		value, err := list.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return connectors.Schema{}, a.classify(ctx, err)
		}
		survey(seen, "", value)
	}
	schema := connectors.Schema{Rows: -1}
	for _, name := range slices.Sorted(maps.Keys(seen)) {
		schema.Columns = append(schema.Columns, connectors.PhysicalColumn{
			Name: name, Type: seen[name], Arrow: arrowOf(seen[name]), Nullable: true,
		})
	}
	return schema, nil
}

// survey notes the types of the values below a path.
func survey(seen map[string]string, at string, value any) {
	if object, ok := value.(map[string]any); ok {
		for key, member := range object {
			survey(seen, strings.TrimPrefix(at+"."+key, "."), member)
		}
		return
	}
	if _, ok := value.([]any); ok {
		return
	}
	if at == "" {
		at = "."
	}
	seen[at] = both(seen[at], typeOf(value))
}

func typeOf(value any) string {
	switch v := value.(type) {
	case string:
		return typeString
	case bool:
		return typeBoolean
	case json.Number:
		if _, err := strconv.ParseInt(string(v), 10, 64); err == nil {
			return typeInteger
		}
		return typeNumber
	}
	return typeNull
}

// both is the type that covers two; null says nothing, a number covers an integer.
func both(a, b string) string {
	switch {
	case a == b, b == typeNull && a != "":
		return a
	case a == "", a == typeNull:
		return b
	case a == typeInteger && b == typeNumber, a == typeNumber && b == typeInteger:
		return typeNumber
	}
	return typeMixed
}

func arrowOf(name string) arrow.DataType {
	switch name {
	case typeInteger:
		return arrow.PrimitiveTypes.Int64
	case typeNumber:
		return &arrow.Decimal128Type{Precision: 38, Scale: 10}
	case typeBoolean:
		return arrow.FixedWidthTypes.Boolean
	}
	return arrow.BinaryTypes.String
}
