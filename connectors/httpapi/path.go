package httpapi

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A path is a compiled dotted path: keys of objects and indexes of lists.
type path []string

// pathOf compiles a dotted path; "" and "." are the value itself.
func pathOf(text string) path {
	if text == "" || text == "." {
		return nil
	}
	return strings.Split(text, ".")
}

// in looks the path up in a decoded JSON value; nil if it leads nowhere.
func (p path) in(value any) any {
	for _, step := range p {
		switch node := value.(type) {
		case map[string]any:
			value = node[step]
		case []any:
			index, err := strconv.Atoi(step)
			if err != nil || index < 0 || index >= len(node) {
				return nil
			}
			value = node[index]
		default:
			return nil
		}
	}
	return value
}

// reasonScalar is the fault of a path that leads to more than one value.
const reasonScalar = "an object or a list, not a value"

// A rowBuilder appends JSON values to a record.
type rowBuilder struct {
	builder *decode.Builder
	paths   [][]path // of each column
	parts   [][]byte
}

func newRowBuilder(builder *decode.Builder, columns []connectors.Column) *rowBuilder {
	builder.Transcoded() // encoding/json, too, puts U+FFFD for bytes that are no UTF-8
	paths := make([][]path, len(columns))
	for i, column := range columns {
		for _, physical := range column.Physical {
			paths[i] = append(paths[i], pathOf(physical))
		}
	}
	return &rowBuilder{builder: builder, paths: paths}
}

// add appends one row.
func (r *rowBuilder) add(value any) {
	for col, paths := range r.paths {
		if len(paths) == 1 {
			r.cell(col, paths[0].in(value))
			continue
		}
		r.join(col, paths, value)
	}
}

func (r *rowBuilder) cell(col int, value any) {
	switch v := value.(type) {
	case nil:
		r.builder.AppendNull(col)
	case string:
		r.builder.AppendText(col, []byte(v))
	case json.Number:
		r.builder.AppendText(col, []byte(v))
	case bool:
		r.builder.AppendBool(col, v)
	default:
		r.builder.AppendFault(col, reasonScalar, nil)
	}
}

func (r *rowBuilder) join(col int, paths []path, value any) {
	r.parts = r.parts[:0]
	for _, p := range paths {
		switch v := p.in(value).(type) {
		case string:
			r.parts = append(r.parts, []byte(v))
		case json.Number:
			r.parts = append(r.parts, []byte(v))
		case bool:
			r.parts = append(r.parts, strconv.AppendBool(nil, v))
		case nil:
			r.parts = append(r.parts, nil)
		default:
			r.builder.AppendFault(col, reasonScalar, nil)
			return
		}
	}
	r.builder.AppendParts(col, r.parts)
}
