package measure

import (
	"bytes"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/checks"
)

// A valueList keeps the values of all groups in order, on disk where they do not fit.
type valueList struct {
	sorter *sorter
	seen   map[string]struct{} // the first different values, which need not be kept twice
	buffer []byte
	walk   *cursor // once the values are walked
	more   bool
}

// mostSeen bounds the memory of seen: a column of few values stays out of the sorter.
const mostSeen = 1 << 16

// add keeps the value of a group. The group's key has parts with their lengths, so
// that none is the beginning of another.
func (l *valueList) add(f checks.Func, group []byte, column arrow.Array, row int) error {
	l.buffer = append(l.buffer[:0], group...)
	if f != checks.FigureDistinct {
		return l.sorter.add(appendOrdered(l.buffer, unscaledAt(column, row)), nil)
	}
	l.buffer = appendPart(l.buffer, column, row)
	if _, seen := l.seen[string(l.buffer)]; seen {
		return nil
	}
	if l.seen == nil {
		l.seen = map[string]struct{}{}
	}
	if len(l.seen) < mostSeen {
		l.seen[string(l.buffer)] = struct{}{}
	}
	return l.sorter.add(l.buffer, nil)
}

// begin begins the walk over the values.
func (l *valueList) begin() (err error) {
	l.seen = nil
	if l.walk, err = l.sorter.sorted(); err == nil {
		l.more = l.walk.next()
	}
	return err
}

func (l *valueList) close() { l.sorter.close() }

// group walks the values of one group; groups come in the order of their keys. Of a
// distinct figure the different ones are counted, of the others the wanted ones picked.
func (l *valueList) group(key []byte, m checks.Aggregate, s *statistic) error {
	if m.Func == checks.FigureDistinct {
		s.number = 0
	}
	var last []byte
	for at := int64(0); l.more && bytes.HasPrefix(l.walk.key(), key); at++ {
		switch whole := l.walk.key(); {
		case m.Func != checks.FigureDistinct:
			s.pick(m, at, readOrdered(whole[len(key):]))
		case at == 0 || !bytes.Equal(last, whole):
			last = append(last[:0], whole...)
			s.number++
		}
		l.more = l.walk.next()
	}
	return l.walk.err
}

// pick keeps the value at a place, counted from 0, if it is wanted.
func (s *statistic) pick(m checks.Aggregate, at int64, n decimal128.Num) {
	low, high := (s.number-1)/2, s.number/2
	if m.Func == checks.FigurePercentile {
		low = (s.number*m.At+99)/100 - 1
		high = low
	}
	if at == low {
		s.best = n
	}
	if at == high {
		s.upper = n
	}
}
