package measure

import (
	"context"
	"encoding/binary"

	"github.com/dogwatch/dogwatch/checks"
)

// A finding is how the two sides part at one key.
type finding struct {
	same, unknown bool // there is none, or none that is known
	sort          checks.Difference
	here, there   int64 // rows
	numbers       bool  // both sides have rows, and not as many
	columns       []bool
	left, right   []byte // rows that show it; nil on a side that has none
}

// sorts are the differences in the order of their numbers in an encoded finding.
func sorts() []checks.Difference {
	return []checks.Difference{checks.OnlyHere, checks.OnlyThere, checks.Differs}
}

func (f *finding) append(dst []byte) []byte {
	for i, s := range sorts() {
		if s == f.sort {
			dst = append(dst, byte(i))
		}
	}
	dst = binary.AppendUvarint(binary.AppendUvarint(dst, uint64(f.here)), uint64(f.there))
	dst = append(dst, bit(f.numbers))
	for _, differs := range f.columns {
		dst = append(dst, bit(differs))
	}
	dst = binary.AppendUvarint(dst, uint64(len(f.left)))
	return append(append(dst, f.left...), f.right...)
}

func bit(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// readFinding is the counterpart of append; the rows are parts of p.
func readFinding(p []byte, columns int) finding {
	f := finding{sort: sorts()[p[0]]}
	p = p[1:]
	for _, n := range []*int64{&f.here, &f.there} {
		v, size := binary.Uvarint(p)
		*n, p = int64(v), p[size:]
	}
	f.numbers, p = p[0] == 1, p[1:]
	for _, b := range p[:columns] {
		f.columns = append(f.columns, b == 1)
	}
	length, size := binary.Uvarint(p[columns:])
	rows := p[columns+size:]
	f.left, f.right = rows[:length], rows[length:]
	return f
}

// report tells what was found, key by key, and fills the counts.
func (r *reconciler) report(ctx context.Context) error {
	result := &r.found.result
	defer r.suspects.close()
	r.diff.Columns = map[string]int64{}
	c, err := r.suspects.sorted()
	if err != nil {
		return err
	}
	for n := 0; c.next(); n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := r.violate(c.key(), readFinding(c.payload(), len(r.measure.Columns))); err != nil {
			return err
		}
	}
	if c.err != nil {
		return c.err
	}
	result.Rows, result.Unknown, result.Denominator = r.walked.rows, r.walked.unknown, r.walked.keys
	result.Faulted += r.walked.faulted
	result.Judged = result.Rows - result.Unknown - r.walked.faulted
	r.diff.Repeated, r.diff.Late = r.walked.repeated, r.walked.late
	result.Differences = &r.diff
	return nil
}

func (r *reconciler) violate(key []byte, f finding) error {
	result := &r.found.result
	result.Violations++
	result.Groups++
	switch f.sort {
	case checks.OnlyHere:
		r.diff.OnlyHere++
	case checks.OnlyThere:
		r.diff.OnlyThere++
	default:
		r.differ(f)
	}
	r.found.item.Difference = f.sort
	standing, err := r.found.found.stand(orderedCells(r.key, key), false, string(f.sort), func() []checks.Cell { return r.detail(f) })
	r.found.item.Difference = ""
	r.found.known(standing, 1)
	r.found.group(standing)
	return err
}

func (r *reconciler) differ(f finding) {
	r.diff.Differing++
	if f.numbers {
		r.diff.Numbers++
	}
	for i, differs := range f.columns {
		if differs {
			r.diff.Columns[r.measure.Columns[i].Left]++
		}
	}
}

// detail shows the row of the only side that has one, or the columns that differ, this
// side's value before the other's.
func (r *reconciler) detail(f finding) []checks.Cell {
	n := len(r.measure.Columns)
	switch f.sort {
	case checks.OnlyHere:
		return rowCells(r.shown[:n], f.left)
	case checks.OnlyThere:
		return rowCells(r.shown[n:], f.right)
	}
	var cells []checks.Cell
	left, right := rowCells(r.shown[:n], f.left), rowCells(r.shown[n:], f.right)
	for i, differs := range f.columns {
		if differs {
			cells = append(cells, left[i], right[i])
		}
	}
	if f.numbers {
		here, there := countCell(f.here), countCell(f.there)
		there.Name = otherPrefix + there.Name
		cells = append(cells, here, there)
	}
	return cells
}
