package measure

import (
	"bytes"
	"encoding/binary"

	"github.com/dogwatch/dogwatch/checks"
)

// A bunch holds the rows of one key on one side. One row is the rule; more go through a
// sorter, ordered by their cells, so that a key which a whole table shares fits too.
type bunch struct {
	n     int64
	marks [rowFaulted + 1]int64
	first []byte
	many  *sorter // of all rows, if they are more than one: they are its keys
}

// gather takes the rows of a key off a cursor; more tells whether it stands on a row.
func (b *bunch) gather(c *cursor, more bool, key []byte, spill *Spill) (bool, error) {
	b.n, b.marks = 0, [rowFaulted + 1]int64{}
	b.close()
	for more && bytes.Equal(c.key(), key) {
		row := c.payload()
		b.marks[row[0]]++
		switch b.n {
		case 0:
			b.first = append(b.first[:0], row...)
		case 1:
			b.many = newSorter(spill)
			if err := b.many.add(b.first, nil); err != nil {
				return false, err
			}
			fallthrough
		default:
			if err := b.many.add(row, nil); err != nil {
				return false, err
			}
		}
		b.n++
		more = c.next()
	}
	return more, nil
}

// sorted gives the rows in order, as keys.
func (b *bunch) sorted(spill *Spill) (*cursor, error) {
	if b.many == nil {
		b.many = newSorter(spill)
		if err := b.many.add(b.first, nil); err != nil {
			return nil, err
		}
	}
	return b.many.sorted()
}

func (b *bunch) close() {
	if b.many != nil {
		b.many.close()
		b.many = nil
	}
}

// compareMany pairs off the equal rows of a key, and what is left over on the two sides
// in its order.
func (r *reconciler) compareMany(f finding) (finding, error) {
	spill := r.patrol.Spill
	left, right := newSorter(spill), newSorter(spill)
	defer left.close()
	defer right.close()
	if err := r.pairOff(left, right); err != nil {
		return f, err
	}
	mine, err := left.sorted()
	if err != nil {
		return f, err
	}
	theirs, err := right.sorted()
	if err != nil {
		return f, err
	}
	f.sort, f.numbers = checks.Differs, r.here.n != r.there.n
	f.left, f.right = append(f.left, r.here.first...), append(f.right, r.there.first...)
	found := false // a pair that shows the difference
	moreMine, moreTheirs := mine.next(), theirs.next()
	for moreMine && moreTheirs {
		differ, unknown := r.rows.compare(mine.payload(), theirs.payload())
		f.unknown = f.unknown || unknown
		if differ && !found {
			found = true
			f.left, f.right = append(f.left[:0], mine.payload()...), append(f.right[:0], theirs.payload()...)
		}
		moreMine, moreTheirs = mine.next(), theirs.next()
	}
	for _, c := range []*cursor{mine, theirs} {
		if c.err != nil {
			return f, c.err
		}
	}
	differ := found || f.numbers
	f.same, f.unknown = !differ && !f.unknown, !differ && f.unknown
	return f, nil
}

// pairOff gives the rows that have no equal on the other side, numbered in their order.
func (r *reconciler) pairOff(left, right *sorter) error {
	mine, err := r.here.sorted(r.patrol.Spill)
	if err != nil {
		return err
	}
	theirs, err := r.there.sorted(r.patrol.Spill)
	if err != nil {
		return err
	}
	var number uint64
	rest := func(s *sorter, c *cursor) error {
		number++
		return s.add(binary.BigEndian.AppendUint64(nil, number), c.key())
	}
	moreMine, moreTheirs := mine.next(), theirs.next()
	for err == nil && (moreMine || moreTheirs) {
		order := compareKeys(mine, moreMine, theirs, moreTheirs)
		if order == 0 && mine.key()[0] == rowCounts {
			moreMine, moreTheirs = mine.next(), theirs.next()
			continue
		}
		if order <= 0 {
			err = rest(left, mine)
			moreMine = mine.next()
		}
		if order >= 0 && err == nil {
			err = rest(right, theirs)
			moreTheirs = theirs.next()
		}
	}
	for _, failed := range []error{err, mine.err, theirs.err} {
		if failed != nil {
			return failed
		}
	}
	return nil
}
