package sqldb

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

// A writer collects a statement's text and bind values in the order of the text.
type writer struct {
	dialect Dialect
	text    strings.Builder
	args    []any
}

func (w *writer) write(parts ...string) {
	for _, part := range parts {
		w.text.WriteString(part)
	}
}

func (w *writer) list(items []string) { w.write(strings.Join(items, ", ")) }

// fragment writes a finished condition. Numbered placeholders count from 1 in every
// fragment; here they go on from what stands before.
func (w *writer) fragment(f connectors.Fragment) error {
	base := len(w.args)
	w.args = append(w.args, f.Args...)
	if w.dialect.Placeholder(1) == "?" || len(f.Args) == 0 {
		w.write("(", f.Text, ")")
		return nil
	}
	tokens, err := lex(f.Text, false)
	if err != nil {
		return err
	}
	w.write("(")
	for _, t := range tokens {
		if t.kind != tokenBind || t.text[0] != w.dialect.Placeholder(1)[0] {
			w.write(t.text)
			continue
		}
		n, err := strconv.Atoi(t.text[1:])
		if err != nil || n < 1 || n > len(f.Args) {
			return fmt.Errorf("a condition has a placeholder without a value")
		}
		w.write(w.dialect.Placeholder(base + n))
	}
	w.write(")")
	return nil
}

// from writes the relation: a quoted name, or the guarded query as a derived table.
func (w *writer) from(r connectors.Relation) error {
	switch {
	case r.Query != "" && r.Name != "":
		return fmt.Errorf("a relation is a name or a query, not both")
	case r.Query != "":
		if err := Guard(r.Query); err != nil {
			return err
		}
		// The line break ends a comment on the query's last line.
		w.write(" FROM (", r.Query, "\n) ", w.dialect.Quote("dogwatch_query"))
		return nil
	}
	parts, err := SplitName(r.Name)
	if err != nil {
		return err
	}
	for i, part := range parts {
		parts[i] = w.dialect.Quote(part)
	}
	w.write(" FROM ", strings.Join(parts, "."))
	return nil
}

func (w *writer) where(f connectors.Fragment) error {
	if f.Text == "" {
		return nil
	}
	w.write(" WHERE ")
	return w.fragment(f)
}

func (w *writer) done() connectors.Fragment {
	return connectors.Fragment{Text: w.text.String(), Args: w.args}
}

// A plan says which selected values make each cell of a record. In a scan a physical
// column is selected once, however many contract columns read it.
type plan struct {
	selected []string
	cells    [][]int
}

func planScan(columns []connectors.Column) (plan, error) {
	var p plan
	at := map[string]int{}
	for _, column := range columns {
		if len(column.Physical) == 0 {
			return p, fmt.Errorf("column %s names no physical column", column.Name)
		}
		var cell []int
		for _, physical := range column.Physical {
			if physical == "" || strings.IndexByte(physical, 0) >= 0 {
				return p, fmt.Errorf("column %s has an unusable physical name", column.Name)
			}
			i, known := at[physical]
			if !known {
				i = len(p.selected)
				at[physical] = i
				p.selected = append(p.selected, physical)
			}
			cell = append(cell, i)
		}
		p.cells = append(p.cells, cell)
	}
	if len(columns) == 0 {
		return p, fmt.Errorf("no column is asked for")
	}
	return p, nil
}

// selectRows is the statement of a scan.
func selectRows(d Dialect, request connectors.Request) (connectors.Fragment, plan, error) {
	w := &writer{dialect: d}
	p, err := planScan(request.Columns)
	if err != nil {
		return connectors.Fragment{}, p, err
	}
	items := make([]string, len(p.selected))
	for i, physical := range p.selected {
		items[i] = d.Select(d.Quote(physical))
	}
	w.write("SELECT ")
	w.list(items)
	if err := w.from(request.From); err != nil {
		return connectors.Fragment{}, p, err
	}
	order, err := orderOf(d, request)
	if err != nil {
		return connectors.Fragment{}, p, err
	}
	if err := w.whereOnwards(request, order); err != nil {
		return connectors.Fragment{}, p, err
	}
	if len(order) > 0 {
		w.write(" ORDER BY ")
		w.list(order)
	}
	statement := w.done()
	if request.Limit > 0 {
		statement.Text = d.Limit(statement.Text, request.Limit)
	}
	return statement, p, nil
}

// selectNothing is a statement that asks for columns and no row: nil for all of them,
// none for a mere question whether the relation may be read.
func selectNothing(d Dialect, from connectors.Relation, physical []string) (connectors.Fragment, error) {
	w := &writer{dialect: d}
	items := []string{"*"}
	if physical != nil {
		items = make([]string, len(physical))
		for i, name := range physical {
			items[i] = d.Quote(name)
		}
	}
	if len(items) == 0 {
		items = []string{"1"}
	}
	w.write("SELECT ")
	w.list(items)
	if err := w.from(from); err != nil {
		return connectors.Fragment{}, err
	}
	w.write(" WHERE 1=0")
	return w.done(), nil
}
