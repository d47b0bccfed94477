package measure

import (
	"context"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

// describe asks the source what the relation looks like. A union becomes one query
// over the columns that all its tables have; so do shards where they are the other
// side of a measure.
func (b *binding) describe(ctx context.Context) {
	tables := b.watch.From.Tables()
	if tables == nil {
		b.schema, b.err = b.source.Schema(ctx, b.from)
		return
	}
	querier, ok := b.source.(connectors.Querier)
	if !ok {
		b.err = &connectors.Error{Op: "schema", Source: b.watch.Source, Class: connectors.Local, Reason: "this source cannot join tables"}
		return
	}
	for i, name := range tables {
		schema, err := b.source.Schema(ctx, connectors.Relation{Name: name})
		if err != nil {
			b.err = err
			return
		}
		if i == 0 {
			b.schema = connectors.Schema{Columns: schema.Columns, Rows: schema.Rows}
			continue
		}
		b.schema.Columns = common(b.schema.Columns, schema.Columns)
		b.schema.Rows = sumOfRows(b.schema.Rows, schema.Rows)
	}
	b.from = connectors.Relation{Query: b.unionQuery(querier)}
}

// mixedType stands for the types of a column that differ between the tables of a union.
const mixedType = "differs between the tables"

// common keeps the columns that both have. A column whose type differs cannot be
// judged by the server, so it counts as not native.
func common(a, b []connectors.PhysicalColumn) []connectors.PhysicalColumn {
	types := map[string]string{}
	for _, c := range b {
		types[strings.ToLower(c.Name)] = c.Type
	}
	var kept []connectors.PhysicalColumn
	for _, c := range a {
		other, ok := types[strings.ToLower(c.Name)]
		if !ok {
			continue
		}
		if other != c.Type {
			c.Type = mixedType
		}
		kept = append(kept, c)
	}
	return kept
}

func sumOfRows(a, b int64) int64 {
	if a < 0 || b < 0 {
		return -1
	}
	return a + b
}

// unionQuery reads the mapped columns of every table; duplicates are rows too.
func (b *binding) unionQuery(querier connectors.Querier) string {
	var columns []string
	seen := map[string]bool{}
	have := map[string]bool{}
	for _, c := range b.schema.Columns {
		have[strings.ToLower(c.Name)] = true
	}
	for i := range b.watch.Mappings {
		for _, name := range b.watch.Mappings[i].Physical {
			if key := strings.ToLower(name); have[key] && !seen[key] {
				seen[key] = true
				columns = append(columns, querier.Quote(name))
			}
		}
	}
	parts := make([]string, len(b.watch.From.Tables()))
	for i, table := range b.watch.From.Tables() {
		quoted := strings.Split(table, ".")
		for j := range quoted {
			quoted[j] = querier.Quote(quoted[j])
		}
		parts[i] = "SELECT " + strings.Join(columns, ", ") + " FROM " + strings.Join(quoted, ".")
	}
	return strings.Join(parts, " UNION ALL ")
}
