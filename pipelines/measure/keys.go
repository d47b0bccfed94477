package measure

import (
	"bytes"
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// keyTaker finds rows that share a key: it sorts the keys and looks for runs.
type keyTaker struct {
	slot   *slot
	names  []string
	shown  []keyColumn
	sorter *sorter
	scope  keyScope
}

// keyScope holds buffers between rows.
type keyScope struct{ key, payload []byte }

func (p *patrol) keyTaker(r *reader, sc *scan, s *slot, m checks.Keys) taker {
	r.need(sc, m.Columns...)
	return &keyTaker{slot: s, names: m.Columns, shown: keyColumns(r.bind.watch, m.Columns, ""), sorter: p.newSorter()}
}

func (t *keyTaker) digest(b *batch, rows bitmap) error {
	columns := b.pick(t.names)
	t.slot.result.Rows += rows.count()
	return rows.each(func(row int) error {
		key, null := appendKey(t.scope.key[:0], columns, row)
		t.scope.key = key
		if null {
			t.slot.result.Unknown++
			return nil
		}
		t.scope.payload = appendRow(t.scope.payload[:0], columns, row)
		return t.sorter.add(key, t.scope.payload)
	})
}

func (t *keyTaker) conclude() error {
	defer t.sorter.close()
	t.slot.result.Judged = t.slot.result.Rows - t.slot.result.Unknown
	t.slot.result.Denominator = t.slot.result.Rows
	c, err := t.sorter.sorted()
	if err != nil {
		return err
	}
	var key, payload []byte
	var n int64
	for c.next() {
		if n > 0 && bytes.Equal(key, c.key()) {
			n++
			continue
		}
		if err := t.run(payload, n); err != nil {
			return err
		}
		key, payload, n = append(key[:0], c.key()...), append(payload[:0], c.payload()...), 1
	}
	if c.err != nil {
		return c.err
	}
	return t.run(payload, n)
}

// run reports a key that n rows share.
func (t *keyTaker) run(payload []byte, n int64) error {
	if n < 2 {
		return nil
	}
	t.slot.result.Violations += n
	t.slot.result.Groups++
	standing, err := t.slot.found.stand(decodeCells(t.shown, payload), false, "", func() []checks.Cell { return []checks.Cell{countCell(n)} })
	t.slot.known(standing, n)
	t.slot.group(standing)
	return err
}

// countCell shows how many rows share a key.
func countCell(n int64) checks.Cell {
	return checks.Cell{Name: "rows", Class: mask.Public, Type: ir.Of(ir.Integer), Text: strconv.FormatInt(n, 10)}
}
