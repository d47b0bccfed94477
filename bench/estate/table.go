package estate

import (
	"fmt"
	"iter"
)

// The kinds of a Column.
const (
	Text      Kind = iota // VARCHAR(Size), sizes in characters
	Fixed                 // CHAR(Size), padded
	Integer               // 64 bits
	Decimal               // NUMERIC(Size, Scale)
	Date                  // civil date
	Timestamp             // civil time, whole seconds
)

// Kind is the physical type of a Column, translated by each Dialect.
type Kind int

// A Column is a physical column.
type Column struct {
	Name  string
	Kind  Kind
	Size  int
	Scale int
}

// A Table is one front-end table with its rows.
type Table struct {
	Name    string
	Columns []Column
	Indexes [][]string
	Count   int  // of Rows
	Gone    bool // the partner took it away: Write drops it and makes none
	// Rows yields one value per column: a string, an int64 or nil. Dates and
	// timestamps are ISO texts, decimals texts. The slice is reused for the next row.
	Rows iter.Seq[[]any]
}

// A View is a name for a query over the tables of its system.
type View struct {
	Name  string
	Query string
}

func text(name string, size int) Column  { return Column{Name: name, Kind: Text, Size: size} }
func fixed(name string, size int) Column { return Column{Name: name, Kind: Fixed, Size: size} }
func integer(name string) Column         { return Column{Name: name, Kind: Integer} }
func date(name string) Column            { return Column{Name: name, Kind: Date} }
func timestamp(name string) Column       { return Column{Name: name, Kind: Timestamp} }
func money(name string) Column           { return Column{Name: name, Kind: Decimal, Size: 14, Scale: 2} }

// rowsOf makes the row stream of a slice: fill appends a record's values to row.
func rowsOf[T any](records []T, fill func(row []any, record *T) []any) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		var row []any
		for i := range records {
			row = fill(row[:0], &records[i])
			if !yield(row) {
				return
			}
		}
	}
}

// and is the table with the rows of another of its columns behind its own.
func (t Table) and(other Table) Table {
	first := t.Rows
	t.Count += other.Count
	t.Rows = func(yield func([]any) bool) {
		for _, rows := range []iter.Seq[[]any]{first, other.Rows} {
			for row := range rows {
				if !yield(row) {
					return
				}
			}
		}
	}
	return t
}

// without drops a column from the table: the partner changed the table overnight.
func (t Table) without(name string) Table {
	gone := -1
	columns := make([]Column, 0, len(t.Columns))
	for i, c := range t.Columns {
		if c.Name == name {
			gone = i
			continue
		}
		columns = append(columns, c)
	}
	if gone < 0 {
		return t
	}
	rows := t.Rows
	t.Columns = columns
	t.Rows = func(yield func([]any) bool) {
		for row := range rows {
			if !yield(append(row[:gone], row[gone+1:]...)) {
				return
			}
		}
	}
	return t
}

// optional is NULL for an empty text.
func optional(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// yuan writes an amount with two decimals: -0.10, 1450.00.
func (f fen) yuan() string {
	sign := ""
	if f < 0 {
		sign, f = "-", -f
	}
	return fmt.Sprintf("%s%d.%02d", sign, f/100, f%100)
}
