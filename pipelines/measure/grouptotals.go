package measure

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// groupsInMemory is how many groups are added up before their totals are put into the
// sorter: the memory for groups is bounded, their number is not.
const groupsInMemory = 1 << 16

// groupTotals adds up counts and figures by key. Totals of one key may go to the sorter
// several times; each joins them.
type groupTotals struct {
	sorter  *sorter
	figures []*figureOf
	groups  map[string]*group
	payload []byte
}

// A group is what the rows of one key come to.
type group struct {
	row     []byte // the cells of the key, as appendRow writes them
	count   int64
	figures []statistic
}

func newGroupTotals(s *sorter, figures []*figureOf) *groupTotals {
	return &groupTotals{sorter: s, figures: figures, groups: map[string]*group{}}
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
	g := &group{row: slices.Clone(row()), figures: make([]statistic, len(t.figures))}
	t.groups[string(key)] = g
	return g, nil
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
	for i := range g.figures {
		dst = g.figures[i].append(dst)
	}
	return dst
}

// decode reads what encode wrote; the row lies in src.
func (g *group) decode(src []byte) {
	size, n := binary.Uvarint(src)
	src = src[n:]
	g.row, src = src[:size], src[size:]
	g.count, n = binary.Varint(src)
	src = src[n:]
	for i := range g.figures {
		src = g.figures[i].decode(src)
	}
}

func (t *groupTotals) join(g, o *group) {
	g.count += o.count
	for i := range g.figures {
		g.figures[i].join(t.figures[i].measure.Func, &o.figures[i])
	}
}

// each visits the groups in the order of their keys and frees the memory. What it
// hands out is valid until the visit ends.
func (t *groupTotals) each(visit func(group) error) error {
	defer t.close()
	c, err := t.begin()
	if err != nil {
		return err
	}
	var key []byte
	whole, part := group{figures: make([]statistic, len(t.figures))}, group{figures: make([]statistic, len(t.figures))}
	for c.next() {
		part.decode(c.payload())
		if whole.count > 0 && bytes.Equal(key, c.key()) {
			t.join(&whole, &part)
			continue
		}
		if err := t.finish(key, &whole, visit); err != nil {
			return err
		}
		key, whole.row, whole.count = append(key[:0], c.key()...), append(whole.row[:0], part.row...), part.count
		copy(whole.figures, part.figures)
	}
	if c.err != nil {
		return c.err
	}
	return t.finish(key, &whole, visit)
}

// begin puts the groups and the figures' values in order.
func (t *groupTotals) begin() (*cursor, error) {
	if err := t.flush(); err != nil {
		return nil, err
	}
	for _, f := range t.figures {
		if err := f.begin(); err != nil {
			return nil, err
		}
	}
	return t.sorter.sorted()
}

// finish visits a group that is whole; one without rows is none.
func (t *groupTotals) finish(key []byte, g *group, visit func(group) error) error {
	if g.count == 0 {
		return nil
	}
	for i, f := range t.figures {
		if err := f.finish(key, &g.figures[i]); err != nil {
			return err
		}
	}
	return visit(*g)
}

func (t *groupTotals) close() {
	t.sorter.close()
	for _, f := range t.figures {
		f.close()
	}
}

func keysSorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
