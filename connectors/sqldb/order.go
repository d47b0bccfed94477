package sqldb

import (
	"fmt"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

var (
	_ connectors.Orderer = (*Source)(nil)
	_ connectors.Slicer  = (*Source)(nil)
)

// Ordered implements connectors.Orderer: rows come in the order of a table's primary key
// without being sorted, which a table is clustered by or loaded along. Any other order
// costs the server more than it saves.
func (s *Source) Ordered(from connectors.Relation, schema connectors.Schema, columns []connectors.Column) bool {
	if from.Query != "" || len(columns) == 0 || len(schema.PrimaryKey) < len(columns) {
		return false
	}
	for i, c := range columns {
		if pushable(c) != nil || !strings.EqualFold(c.Physical[0], schema.PrimaryKey[i]) {
			return false
		}
	}
	return true
}

// Slices implements connectors.Slicer. A column is written as it stands, so that the
// server goes along its index; the key is one of a table, since a query would be answered
// as a whole for every slice.
func (s *Source) Slices(from connectors.Relation, key []connectors.PhysicalColumn) bool {
	return from.Query == "" && len(key) > 0 && !slices.ContainsFunc(key, func(c connectors.PhysicalColumn) bool { return !ordered(c) })
}

// ordered tells that a stored type is compared as it is ordered, with values of its Arrow
// type. That of an instant hangs on the session's zone; lists of names (ENUM) are ordered
// by their numbers and compared as texts; floats are written inexactly.
func ordered(c connectors.PhysicalColumn) bool {
	if c.Arrow == nil {
		return false
	}
	declared := strings.ToLower(c.Type)
	switch c.Arrow.ID() {
	case arrow.INT64, arrow.DECIMAL128, arrow.DATE32:
		return true
	case arrow.TIMESTAMP:
		return !c.Instant
	case arrow.STRING:
		return slices.ContainsFunc([]string{"varchar", "char", "nvarchar", "nchar", "text"}, func(kind string) bool { return strings.HasPrefix(declared, kind) })
	}
	return false
}

// orderOf gives the columns of a scan's order as they stand in a statement.
func orderOf(d Dialect, request connectors.Request) ([]string, error) {
	var items []string
	for _, name := range request.Order {
		at := slices.IndexFunc(request.Columns, func(c connectors.Column) bool { return c.Name == name })
		if at < 0 || len(request.Columns[at].Physical) != 1 {
			return nil, fmt.Errorf("rows cannot be ordered by %s", name)
		}
		items = append(items, d.Quote(request.Columns[at].Physical[0]))
	}
	return items, nil
}

// whereOnwards writes the conditions of a scan.
func (w *writer) whereOnwards(request connectors.Request, order []string) error {
	switch {
	case len(request.Onwards) == 0:
		return w.where(request.Where)
	case len(request.Onwards) != len(order):
		return fmt.Errorf("a place in an order has a value for each of its columns")
	}
	w.write(" WHERE ")
	if request.Where.Text != "" {
		if err := w.fragment(request.Where); err != nil {
			return err
		}
		w.write(" AND ")
	}
	return w.onwards(order, request.Onwards)
}

// onwards writes that a row lies at a place in an order or behind it. The first column is
// bounded by itself, which is what a server goes into an index with.
func (w *writer) onwards(order []string, place []connectors.Fragment) error {
	w.write(order[0], " >= ")
	if err := w.fragment(place[0]); err != nil || len(order) == 1 {
		return err
	}
	w.write(" AND (", order[0], " > ")
	if err := w.fragment(place[0]); err != nil {
		return err
	}
	w.write(" OR ")
	if err := w.onwards(order[1:], place[1:]); err != nil {
		return err
	}
	w.write(")")
	return nil
}
