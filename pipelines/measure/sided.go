package measure

import (
	"slices"
)

// A side collects the rows of one side of a two-sided measure, ordered by key.
type side struct {
	slot    *slot
	on      []string    // key columns
	carried []keyColumn // columns kept beside the key, named as the contract names them
	sorter  *sorter
	counts  bool  // the left side fills the result's counts
	seen    int64 // rows that the watch has, the check's filters aside
	scope   keyScope
}

func (p *patrol) newSide(r *reader, sc *scan, s *slot, on, carried []string) *side {
	names := append(slices.Clone(on), carried...)
	slices.Sort(names)
	names = slices.Compact(names)
	r.need(sc, names...)
	return &side{slot: s, on: on, carried: keyColumns(r.bind.watch, names, ""), sorter: p.newSorter()}
}

func (d *side) names() []string {
	names := make([]string, len(d.carried))
	for i, c := range d.carried {
		names[i] = c.name
	}
	return names
}

func (d *side) digest(b *batch, rows bitmap) error {
	on, carried := b.pick(d.on), b.pick(d.names())
	d.seen += b.rows
	if d.counts {
		d.slot.result.Rows += rows.count()
	}
	return rows.each(func(row int) error {
		key, null := appendKey(d.scope.key[:0], on, row)
		d.scope.key = key
		if null {
			if d.counts {
				d.slot.result.Unknown++
			}
			return nil
		}
		d.scope.payload = appendRow(d.scope.payload[:0], carried, row)
		return d.sorter.add(key, d.scope.payload)
	})
}

func (d *side) conclude() error { return nil }

// subset finds where some of the carried columns lie.
func (d *side) subset(names []string) []int {
	carried := d.names()
	at := make([]int, 0, len(names))
	for _, n := range names {
		at = append(at, slices.Index(carried, n))
	}
	return at
}

// prefixed gives the carried columns as the other side's rules name them.
func (d *side) prefixed() []keyColumn {
	columns := slices.Clone(d.carried)
	for i := range columns {
		columns[i].name = otherPrefix + columns[i].name
	}
	return columns
}
