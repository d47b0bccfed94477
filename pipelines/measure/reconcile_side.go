package measure

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/checks"
)

// A place takes (key, payload) pairs: a sorter, or a window of a read that comes in order.
type place interface {
	add(key, payload []byte) error
}

// The first byte of a reconciled row's payload.
const (
	rowCounts    byte = iota
	rowUndecoded      // one of its cells is undecoded
	rowLate           // it lies after the watermark
	rowUnknown        // whether it does is not known
	rowFaulted        // the watermark could not be evaluated
)

// The first byte of a reconciled cell. Only a value is followed by more: by its bytes as
// a part of a key has them, so that rows are ordered by their cells, nulls first.
const (
	cellNull byte = iota
	cellValue
	cellUndecoded
)

// A reconciledSide encodes the rows of one side of a Reconcile.
type reconciledSide struct {
	slot     *slot
	on       []string
	compared []string // in the order of the measure
	until    int      // the watermark among the reader's rules; -1: none
	into     place
	unknown  int64 // rows whose key is not known
	// emptyIsNull takes empty text for null, as Oracle does.
	emptyIsNull bool
	scope       keyScope
}

// digest implements taker.
func (d *reconciledSide) digest(b *batch, rows bitmap) error {
	e := d.encoder(b)
	return rows.each(func(row int) error {
		key, null := appendOrderedKey(d.scope.key[:0], e.on, row)
		d.scope.key = key
		if null || d.emptyIsNull && e.emptyKey(row) {
			d.unknown++
			return nil
		}
		d.scope.payload = e.append(append(d.scope.payload[:0], e.mark(row)), row)
		return d.into.add(key, d.scope.payload)
	})
}

// conclude implements taker.
func (d *reconciledSide) conclude() error { return nil }

// An encoder writes the compared cells of one batch.
type encoder struct {
	on, cells   []arrow.Array
	undecoded   []map[int]bool // by cell; nil: every value of the batch decodes
	emptyIsNull bool
	// The verdicts on the watermark; nil: there is none.
	before, unknown, faulted bitmap
}

func (d *reconciledSide) encoder(b *batch) *encoder {
	e := &encoder{on: b.pick(d.on), cells: b.pick(d.compared), undecoded: make([]map[int]bool, len(d.compared)), emptyIsNull: d.emptyIsNull}
	for i, name := range d.compared {
		for _, f := range b.faults[name] {
			if e.undecoded[i] == nil {
				e.undecoded[i] = map[int]bool{}
			}
			e.undecoded[i][f.row] = true
		}
	}
	if d.until >= 0 {
		e.before, e.unknown, e.faulted = b.truth(d.until)
	}
	return e
}

func (e *encoder) mark(row int) byte {
	switch {
	case e.before == nil || e.before.has(row):
		return rowCounts
	case e.unknown.has(row):
		return rowUnknown
	case e.faulted.has(row):
		return rowFaulted
	}
	return rowLate
}

// emptyKey tells whether a part of a row's key is empty text.
func (e *encoder) emptyKey(row int) bool {
	for _, c := range e.on {
		if text, ok := c.(*array.String); ok && text.ValueLen(row) == 0 {
			return true
		}
	}
	return false
}

// append writes the cells behind the mark, the only byte of dst, so that equal rows have
// equal bytes.
func (e *encoder) append(dst []byte, row int) []byte {
	for i, c := range e.cells {
		text, isText := c.(*array.String)
		switch {
		case c.IsNull(row) && e.undecoded[i] != nil && e.undecoded[i][row]:
			dst[0] = max(dst[0], rowUndecoded)
			dst = append(dst, cellUndecoded)
		case c.IsNull(row), isText && e.emptyIsNull && text.ValueLen(row) == 0:
			dst = append(dst, cellNull)
		default:
			dst = appendOrderedPart(append(dst, cellValue), c, row, false)
		}
	}
	return dst
}

func comparedLefts(list []checks.Compared) (names []string) {
	for _, c := range list {
		names = append(names, c.Left)
	}
	return names
}

func comparedRights(list []checks.Compared) (names []string) {
	for _, c := range list {
		names = append(names, c.Right)
	}
	return names
}
