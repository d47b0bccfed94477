package measure

import (
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// keyTaker finds rows that share a key.
type keyTaker struct {
	slot  *slot
	names []string
	shown []keyColumn
	tally *tally
	key   []byte // of the present row
}

// keyScope holds buffers between rows.
type keyScope struct{ key, payload []byte }

func (p *patrol) keyTaker(r *reader, sc *scan, s *slot, m checks.Keys) taker {
	r.need(sc, m.Columns...)
	return &keyTaker{slot: s, names: m.Columns, shown: keyColumns(r.bind.watch, m.Columns, ""), tally: p.newTally(len(m.Columns))}
}

func (t *keyTaker) digest(b *batch, rows bitmap) error {
	columns := b.pick(t.names)
	t.slot.result.Rows += rows.count()
	return rows.each(func(row int) error {
		key, null := appendKey(t.key[:0], columns, row)
		t.key = key
		if null {
			t.slot.result.Unknown++
			return nil
		}
		return t.tally.add(key)
	})
}

func (t *keyTaker) conclude() error {
	defer t.tally.close()
	t.slot.result.Judged = t.slot.result.Rows - t.slot.result.Unknown
	t.slot.result.Denominator = t.slot.result.Rows
	return t.tally.repeated(t.repeated)
}

// repeated reports a key that n rows share.
func (t *keyTaker) repeated(key []byte, n int64) error {
	t.slot.result.Violations += n
	t.slot.result.Groups++
	standing, err := t.slot.found.stand(keyCells(t.shown, key), false, "", func() []checks.Cell { return []checks.Cell{countCell(n)} })
	t.slot.known(standing, n)
	t.slot.group(standing)
	return err
}

// countCell shows how many rows share a key.
func countCell(n int64) checks.Cell {
	return checks.Cell{Name: "rows", Class: mask.Public, Type: ir.Of(ir.Integer), Text: strconv.FormatInt(n, 10)}
}
