package measure

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// ruleTaker counts the verdicts of one rule.
type ruleTaker struct {
	slot   *slot
	rule   int
	except []int
	key    []keyColumn
	read   *reader
	whole  *slot // has counted all rows where only some are read; nil: all are
}

func (p *patrol) ruleTaker(r *reader, sc *scan, s *slot, m checks.RowRule) *ruleTaker {
	return &ruleTaker{slot: s, rule: r.rule(sc, m.Rule), except: r.excepting(sc, s.item), key: r.keyColumns(), read: r}
}

func (t *ruleTaker) digest(b *batch, rows bitmap) error {
	yes, unknown, faulted := b.truth(t.rule)
	no := rows.without(yes, unknown, faulted)
	result := &t.slot.result
	result.Rows += rows.count()
	result.Unknown += rows.and(unknown).count()
	result.Faulted += rows.and(faulted).count()
	result.Violations += no.count()
	result.Judged += rows.and(yes).count() + no.count()
	if err := no.each(func(row int) error { return t.violation(b, row, "") }); err != nil {
		return err
	}
	return rows.and(faulted).each(func(row int) error { return t.fault(b, row) })
}

func (t *ruleTaker) violation(b *batch, row int, reason string) error {
	standing, err := t.slot.found.stand(b.cells(t.key, row), b.excepted(t.except, row), reason, func() []checks.Cell { return b.trace(t.rule, row) })
	t.slot.known(standing, 1)
	return err
}

// fault shows a row that could not be judged.
func (t *ruleTaker) fault(b *batch, row int) error {
	t.slot.found.show(b.cells(t.key, row), b.reason(t.rule, row), func() []checks.Cell { return b.trace(t.rule, row) })
	return nil
}

func (t *ruleTaker) conclude() error {
	if t.whole != nil {
		t.slot.takeWhole(t.whole)
	}
	t.slot.result.Denominator = t.slot.result.Judged
	return nil
}

// trace gives the values of a rule's sub-expressions for one row; a derived value
// inherits the strictest class of its inputs.
func (b *batch) trace(rule, row int) []checks.Cell {
	var cells []checks.Cell
	for _, step := range b.reader.judges.trace(rule, b.record, row) {
		classes := make([]mask.Class, 0, len(step.Columns))
		for _, name := range step.Columns {
			classes = append(classes, b.reader.class(name))
		}
		column := keyColumn{step.Source, mask.Strictest(classes...), step.Value.Type()}
		if column.typ.Base == ir.Boolean && !slices.Contains(step.Columns, step.Source) {
			column.class = mask.Public // which part of a rule holds is what people need to see
		}
		cells = append(cells, valueCell(column, step.Value))
	}
	return cells
}

// decodeTaker counts values that are not of the contract's type.
type decodeTaker struct {
	slot   *slot
	column string
	except []int
	key    []keyColumn
	own    keyColumn
}

func (p *patrol) decodeTaker(r *reader, sc *scan, s *slot, m checks.Decode) taker {
	r.need(sc, m.Column)
	return &decodeTaker{slot: s, column: m.Column, except: r.excepting(sc, s.item), key: r.keyColumns(), own: keyColumns(r.bind.watch, []string{m.Column}, "")[0]}
}

func (t *decodeTaker) digest(b *batch, rows bitmap) error {
	result := &t.slot.result
	result.Rows += rows.count()
	for _, f := range b.faults[t.column] {
		if !rows.has(f.row) {
			continue
		}
		result.Violations++
		shown := checks.Cell{Name: t.own.name, Class: t.own.class, Type: t.own.typ, Text: f.raw}
		standing, err := t.slot.found.stand(b.cells(t.key, f.row), b.excepted(t.except, f.row), f.reason, func() []checks.Cell { return []checks.Cell{shown} })
		if err != nil {
			return err
		}
		t.slot.known(standing, 1)
	}
	return nil
}

func (t *decodeTaker) conclude() error {
	t.slot.result.Judged = t.slot.result.Rows
	t.slot.result.Denominator = t.slot.result.Rows
	return nil
}
