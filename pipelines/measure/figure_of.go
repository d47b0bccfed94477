package measure

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
)

// A figureOf computes one figure of groups of rows.
type figureOf struct {
	measure checks.Aggregate
	share   int // the rule of a share among the reader's; -1: another figure
	of      *rules.Computed
	wary    []string   // columns in which a value that does not decode is no null
	values  *valueList // of figures that need the values in order; nil for the others
}

// figureOf makes the reader read what a figure needs.
func (p *patrol) figureOf(r *reader, sc *scan, m checks.Aggregate) *figureOf {
	f := &figureOf{measure: m, share: -1}
	switch m.Func {
	case checks.FigureShare:
		f.share = r.rule(sc, m.Of)
	case checks.FigureDistinct, checks.FigureMedian, checks.FigurePercentile:
		f.values = &valueList{sorter: p.newSorter()}
	}
	if m.Of != nil {
		r.need(sc, m.Of.Columns()...)
		if f.wary = nullSeen(m.Of); m.Func == checks.FigureValues {
			f.wary = m.Of.Columns()
		}
	}
	return f
}

// A valued is what a figure looks at in a batch.
type valued struct {
	column  arrow.Array // nil for rows and share
	yes     bitmap      // of a share
	unknown bitmap      // a share's, else values that stand there and do not decode; nil: none
	faulted bitmap      // nil: none
}

func (v valued) release() {
	if v.column != nil {
		v.column.Release()
	}
}

func (f *figureOf) evaluate(b *batch) (v valued, err error) {
	switch {
	case f.measure.Of == nil:
		return v, nil
	case f.share >= 0:
		v.yes, v.unknown, v.faulted = b.truth(f.share)
		return v, nil
	case f.of == nil:
		if f.of, err = b.reader.computed(f.measure.Of, b.reader.env); err != nil {
			return v, err
		}
	}
	column, faults, err := f.of.Eval(memory.DefaultAllocator, b.record)
	if err != nil {
		return v, err
	}
	size := len(allRows(column.Len()))
	v.column, v.unknown, v.faulted = column, make(bitmap, size), make(bitmap, size)
	for _, fault := range faults {
		v.faulted.set(fault.Row)
	}
	for _, name := range f.wary {
		for _, fault := range b.faults[name] {
			v.unknown.set(fault.row)
		}
	}
	v.faulted = v.faulted.without(v.unknown)
	return v, nil
}

// take adds one row to the counts and the statistic of the group that has the key.
func (f *figureOf) take(c *checks.Counts, s *statistic, key []byte, v valued, row int) error {
	c.Rows++
	switch {
	case v.faulted != nil && v.faulted.has(row):
		c.Faulted++
	case v.unknown != nil && v.unknown.has(row):
		c.Unknown++
	case v.column != nil && v.column.IsNull(row):
		if f.measure.Func == checks.FigureValues {
			c.Judged++ // that there is no value is what is asked
		} else {
			c.Unknown++
		}
	case f.share >= 0:
		c.Judged++
		s.judged++
		if v.yes.has(row) {
			s.number++
		}
	default:
		c.Judged++
		s.judged++
		s.number++
		return f.value(s, key, v.column, row)
	}
	return nil
}

// value takes a value that is not null.
func (f *figureOf) value(s *statistic, key []byte, column arrow.Array, row int) error {
	switch {
	case f.measure.Of == nil || f.measure.Func == checks.FigureValues:
		return nil
	case f.values != nil:
		return f.values.add(f.measure.Func, key, column, row)
	}
	s.add(f.measure.Func, unscaledAt(column, row))
	return nil
}

// begin readies the ordered values for the groups, if there are any.
func (f *figureOf) begin() error {
	if f.values == nil {
		return nil
	}
	return f.values.begin()
}

// finish takes the ordered values of one group into its statistic. Groups come in the
// order of their keys.
func (f *figureOf) finish(key []byte, s *statistic) error {
	if f.values == nil {
		return nil
	}
	return f.values.group(key, f.measure, s)
}

func (f *figureOf) close() {
	if f.values != nil {
		f.values.close()
	}
}
