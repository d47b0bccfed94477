package measure

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
)

// groupsInMemory is how many groups are added up before their totals are put into the
// sorter: the memory for groups is bounded, their number is not.
const groupsInMemory = 1 << 16

// groupTotals adds up counts and sums by key. Totals of one key may go to the sorter
// several times; each joins them.
type groupTotals struct {
	sorter  *sorter
	sums    int
	groups  map[string]*group
	payload []byte
}

// A group is what the rows of one key add up to.
type group struct {
	row   []byte // the cells of the key, as appendRow writes them
	count int64
	sums  []wide
}

func newGroupTotals(s *sorter, sums int) *groupTotals {
	return &groupTotals{sorter: s, sums: sums, groups: map[string]*group{}}
}

// of finds the group of a key; row gives the key's cells for a new one.
func (t *groupTotals) of(key []byte, row func() []byte) (*group, error) {
	if g := t.groups[string(key)]; g != nil {
		return g, nil
	}
	if len(t.groups) >= groupsInMemory {
		if err := t.flush(); err != nil {
			return nil, err
		}
	}
	g := &group{row: slices.Clone(row()), sums: make([]wide, t.sums)}
	t.groups[string(key)] = g
	return g, nil
}

// add takes one row; null has no part in a sum.
func (g *group) add(summed []arrow.Array, row int) {
	g.count++
	for i, column := range summed {
		if !column.IsNull(row) {
			g.sums[i].add(unscaledAt(column, row))
		}
	}
}

// flush puts the totals so far into the sorter.
func (t *groupTotals) flush() error {
	for key, g := range t.groups {
		if err := t.sorter.add([]byte(key), g.encode(t.payload[:0])); err != nil {
			return err
		}
	}
	clear(t.groups)
	return nil
}

func (g *group) encode(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(g.row)))
	dst = append(dst, g.row...)
	dst = binary.AppendVarint(dst, g.count)
	for _, s := range g.sums {
		dst = s.append(dst)
	}
	return dst
}

// decode reads what encode wrote; the row lies in src.
func (g *group) decode(src []byte) {
	size, n := binary.Uvarint(src)
	src = src[n:]
	g.row, src = src[:size], src[size:]
	g.count, n = binary.Varint(src)
	for i := range g.sums {
		g.sums[i] = readWide(src[n+i*wideSize:])
	}
}

func (g *group) join(o group) {
	g.count += o.count
	for i := range g.sums {
		g.sums[i].plus(o.sums[i])
	}
}

// each visits the groups in the order of their keys and frees the memory. What it
// hands out is valid until the visit ends.
func (t *groupTotals) each(visit func(group) error) error {
	defer t.sorter.close()
	if err := t.flush(); err != nil {
		return err
	}
	c, err := t.sorter.sorted()
	if err != nil {
		return err
	}
	var key []byte
	whole, part := group{sums: make([]wide, t.sums)}, group{sums: make([]wide, t.sums)}
	for c.next() {
		part.decode(c.payload())
		if whole.count > 0 && bytes.Equal(key, c.key()) {
			whole.join(part)
			continue
		}
		if whole.count > 0 {
			if err := visit(whole); err != nil {
				return err
			}
		}
		key, whole.row, whole.count = append(key[:0], c.key()...), append(whole.row[:0], part.row...), part.count
		copy(whole.sums, part.sums)
	}
	if c.err != nil || whole.count == 0 {
		return c.err
	}
	return visit(whole)
}

func keysSorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
