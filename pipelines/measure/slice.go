package measure

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Slicing is how the relations of a source are read in slices: one statement after the
// other, each of so many rows along an index. What they see is not one point in time.
type Slicing struct {
	Rows  int64         // of a slice; 0: relations are read in one, as long as the server keeps it up
	Pause time.Duration // between two slices
}

// rowsInSlice is the size of a slice where nobody has asked for one.
const rowsInSlice = 100_000

// A slicing is how one scan is read in slices.
type slicing struct {
	Slicing
	asked bool     // by the deployment: else the server could not keep up one read
	key   []string // physical columns
	at    []int    // their positions in the scan
	types []ir.Type
	// nullable: the key is one column that may be null; quoted is its name in a condition.
	nullable bool
	quoted   string

	statements int // by which rows were seen
}

// slicing is how a source's relations are wanted to be read.
func (p *patrol) slicing(source string) Slicing {
	if p.Slices == nil {
		return Slicing{}
	}
	return p.Slices(source)
}

// sliceAsAsked has a scan read in slices if the deployment wants that and the relation has
// a key for it. It may be called again.
func (s *scan) sliceAsAsked(p *patrol) {
	if s.asked || len(s.readers) == 0 {
		return
	}
	if wanted := p.slicing(s.name); wanted.Rows > 0 {
		s.asked = true
		s.whole = s.slice(wanted, true)
	}
}

// slice has a scan read in slices. why says what hinders that, "" if nothing does.
func (s *scan) slice(wanted Slicing, asked bool) (why string) {
	key, why := s.key()
	if why != "" {
		return why
	}
	sl := &slicing{Slicing: wanted, asked: asked}
	if sl.nullable = nullable(key); sl.nullable {
		sl.quoted = s.source.(connectors.Querier).Quote(key[0].Name)
	}
	for _, c := range key {
		sl.key = append(sl.key, c.Name)
		sl.at = append(sl.at, s.need(connectors.Column{Physical: []string{c.Name}, Type: c.Arrow}))
		sl.types = append(sl.types, typeOf(c.Arrow))
	}
	s.slices = sl
	return ""
}

// key finds columns along which the relation can be read in slices: its primary key, a
// unique index without nulls, or what an index begins with. They need not be unique.
func (s *scan) key() (key []connectors.PhysicalColumn, why string) {
	b := s.readers[0].bind
	slicer, ok := s.source.(connectors.Slicer)
	_, asks := s.source.(connectors.Querier)
	switch {
	case s.from.Query != "":
		return nil, "a query has no key"
	case !ok || !asks || b.dialect == "":
		return nil, "the source has no language that is known"
	}
	usable := func(key []connectors.PhysicalColumn) bool { return len(key) > 0 && slicer.Slices(s.from, key) }
	if s.order != nil {
		if key := b.stored(s.ordered()); usable(key) {
			return key, ""
		}
		return nil, "it is read in an order that cannot be cut"
	}
	for i, names := range append([][]string{b.schema.PrimaryKey}, b.schema.Unique...) {
		if key := b.stored(names); usable(key) && (i == 0 || !nullable(key)) {
			return key, ""
		}
	}
	for _, index := range b.indexes() {
		if key := b.leading(index); usable(key) {
			return key, ""
		}
	}
	return nil, "it has no key or index of numbers, dates or texts"
}

// nullable tells that a column of a key may be null.
func nullable(key []connectors.PhysicalColumn) bool {
	return slices.ContainsFunc(key, func(c connectors.PhysicalColumn) bool { return c.Nullable })
}

// indexes lists the indexes, those first that begin with a column of the contract's key:
// few rows share its values.
func (b *binding) indexes() [][]string {
	keyed := func(index []string) bool {
		return slices.ContainsFunc(b.watch.Contract.Key, func(name string) bool {
			m := b.watch.Mapping(name)
			return m != nil && len(m.Physical) == 1 && len(index) > 0 && strings.EqualFold(m.Physical[0], index[0])
		})
	}
	list := slices.Clone(b.schema.Indexes)
	slices.SortStableFunc(list, func(x, y []string) int { return cmp.Compare(bit(keyed(y)), bit(keyed(x))) })
	return list
}

// leading gives what an index begins with: columns that are not null, or else one that
// may be.
func (b *binding) leading(index []string) []connectors.PhysicalColumn {
	for n := len(index); n > 0; n-- {
		if key := b.stored(index[:n]); key != nil && (n == 1 || !nullable(key)) {
			return key
		}
	}
	return nil
}

// stored describes the columns of a key; nil if one of them is not known, or may not
// leave the source.
func (b *binding) stored(names []string) []connectors.PhysicalColumn {
	var key []connectors.PhysicalColumn
	for _, name := range names {
		for _, c := range b.schema.Columns {
			if strings.EqualFold(c.Name, name) && c.Type != mixedType && b.mayLeave(name) {
				key = append(key, c)
			}
		}
	}
	if len(key) != len(names) {
		return nil
	}
	return key
}

// mayLeave tells whether the values of a stored column may leave the source. Of a column
// that no mapping names, nobody has said what it holds.
func (b *binding) mayLeave(stored string) bool {
	if !b.confined {
		return true
	}
	named := false
	for _, m := range b.watch.Mappings {
		if !slices.ContainsFunc(m.Physical, func(name string) bool { return strings.EqualFold(name, stored) }) {
			continue
		}
		if named = true; b.keeps(m.Name) {
			return false
		}
	}
	return named
}

// ordered gives the physical columns of a scan's order, which begin the primary key.
func (s *scan) ordered() []string {
	var names []string
	for _, name := range s.order {
		for _, c := range s.columns {
			if c.Name == name {
				names = append(names, c.Physical[0])
			}
		}
	}
	return names
}

// stale tells that the server did not keep the data as they were when the read began.
func stale(err error) bool {
	e, ok := errors.AsType[*connectors.Error](err)
	return ok && e.Stale
}

// unsliceable says of a read that is too long for its server why it cannot be made of
// shorter ones.
func unsliceable(err error, why string) error {
	e, ok := errors.AsType[*connectors.Error](err)
	if !ok {
		return err
	}
	told := *e
	told.Hint = fmt.Sprintf("it cannot be read in slices: %s; read less (scope: period) or read in a quiet hour, have an index put on the table, or ask for a longer undo retention", why)
	return &told
}

// view says whether the rows of a scan were seen at one point in time; "" where nobody
// has asked.
func (s *scan) view() checks.View {
	switch {
	case s.slices != nil && s.slices.statements > 1:
		return checks.Ranges
	case s.slices != nil, s.asked:
		return checks.Snapshot
	}
	return ""
}

// sliceLines tells people how a scan that should be read in slices is read.
func (s *scan) sliceLines() []string {
	switch {
	case s.slices != nil:
		return []string{fmt.Sprintf("read in slices of %d rows along %s, each in a transaction of its own: not one point in time", s.slices.Rows, strings.Join(s.slices.key, ", "))}
	case s.asked:
		return []string{"read in one, not in slices: " + s.whole}
	}
	return nil
}
