package measure

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// Costs are seconds. They need not be right, only in the right order: reading and
// judging a value costs a tenth of a microsecond on any engine; what a server does for
// each row, by bench/README.md, is of the same size for a condition and ten times that
// for a key that it has to compare by bytes.
const (
	costStatement = 0.002  // to send a statement and get an answer
	costRow       = 0.1e-6 // to read and judge a row, its values aside
	costValue     = 0.1e-6
	costCounted   = 0.05e-6 // a row that the server only counts
	costCondition = 0.2e-6  // a row that it holds against a condition, or a bound
	costGrouped   = 2.0e-6  // a row whose text key it groups or keeps apart
	costNumbered  = 0.6e-6  // the same for a number or a date
	costDigested  = 5.0e-6  // a row that it writes as text and hashes

	// paceAssumed is a local network of 1 Gbit/s, in bytes a second.
	paceAssumed = 100e6
	// rowsAssumed is the size of a table that nobody knows.
	rowsAssumed = 100_000
)

// A costing knows the size and the distance of one relation.
type costing struct {
	rows int64
	seen bool    // rows is known, by the server or from an earlier patrol
	pace float64 // bytes a second
}

func (p *patrol) costing(b *binding) costing {
	c := costing{rows: b.schema.Rows, pace: paceAssumed}
	if known := p.Statistics.rows(b.watch.Source, b.from.Name); known >= 0 {
		c.rows = known
	}
	if c.seen = c.rows >= 0 && len(b.schema.Columns) > 0; !c.seen {
		c.rows = rowsAssumed
	}
	if pace := p.Statistics.pace(b.watch.Source); pace > 0 {
		c.pace = min(pace, paceAssumed)
	}
	return c
}

// scan is the cost of reading columns of every row.
func (c costing) scan(w *checks.Watch, columns []string) float64 {
	if len(columns) == 0 {
		return 0
	}
	each := costRow
	for _, name := range columns {
		each += costValue + width(w.Mapping(name))/c.pace
	}
	return costStatement + float64(c.rows)*each
}

// bytes is what reading columns of every row moves.
func (c costing) bytes(w *checks.Watch, columns []string) int64 {
	var each float64
	for _, name := range columns {
		each += width(w.Mapping(name))
	}
	return int64(each * float64(c.rows))
}

// width is the usual size of a value, in bytes.
func width(m *checks.Mapping) float64 {
	if m == nil {
		return 16
	}
	switch m.Type.Base {
	case ir.Text:
		return 18 // an ID number; names are shorter, addresses longer
	case ir.Timestamp:
		return 19
	case ir.Boolean:
		return 1
	case ir.Month:
		return 6
	}
	return 10
}

// push is the cost of having the server answer, the statement itself aside.
func (c costing) push(b *binding, q *push) float64 {
	each := costCounted
	if len(q.request.GroupBy) > 0 {
		each = grouped(q.request.GroupBy...)
	}
	for _, t := range q.request.Terms {
		each += c.term(b, t)
	}
	if q.request.Where.Text != "" {
		each += costCondition
	}
	return float64(c.rows) * each
}

// digest is the cost of having the server digest every row and of reading the digests.
func (c costing) digest() float64 {
	const width = 120.0 // bytes: four sums, a number and a name
	return costStatement + float64(c.rows)*(costDigested+width/rowsInBlock/c.pace)
}

// grouped is the cost of finding a row's group, or whether its value is a new one.
func grouped(columns ...connectors.Column) float64 {
	if slices.ContainsFunc(columns, func(c connectors.Column) bool { return c.Type.ID() == arrow.STRING }) {
		return costGrouped
	}
	return costNumbered
}

func (c costing) term(b *binding, t connectors.Term) float64 {
	bound := t.Func == connectors.Max || t.Func == connectors.Min
	switch {
	case bound && leads(b.schema, t.Column.Physical[0]) && t.Where.Text == "":
		return 0 // it looks into the index
	case t.Func == connectors.CountDistinct:
		return grouped(t.Column)
	case bound || t.Func == connectors.Sum || t.Where.Text != "":
		return costCondition
	}
	return 0
}

// leads tells that an index begins with the column.
func leads(s connectors.Schema, column string) bool {
	for _, index := range append([][]string{s.PrimaryKey}, s.Indexes...) {
		if len(index) > 0 && strings.EqualFold(index[0], column) {
			return true
		}
	}
	return false
}
