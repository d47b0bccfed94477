package measure

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// pairsAtOnce is how many pairs are evaluated together, unless one row has more.
const pairsAtOnce = 4096

// pairs evaluates `when` and `agree` over (left row, right row) pairs in batches and
// decides the left rows.
type pairs struct {
	owner   *matcher
	set     *rules.Set // of `when`; nil if there is none
	columns []keyColumn
	record  *rows
	pending []pendingRow
	// The number of the last key that violated, among rows decided at once and among
	// those decided through pairs: violating keys are counted once.
	direct, paired lastKey
	faulted        int64 // left rows that could not be judged
}

// A pendingRow is a left row with its pairs [from, to).
type pendingRow struct {
	payload  []byte
	group    [][]byte
	key      int64 // its number, from 1
	from, to int
}

func newPairs(m *matcher, env rules.Env) (*pairs, error) {
	p := &pairs{owner: m, columns: append(slices.Clone(m.left.carried), m.right.prefixed()...)}
	if m.measure.When == nil {
		return p, nil
	}
	schema := make(ir.Schema, len(p.columns))
	for i, c := range p.columns {
		schema[i] = ir.Field{Name: c.name, Type: c.typ}
	}
	set, err := rules.CompileSet([]*rules.Expr{m.measure.When}, schema, env)
	p.set = set
	return p, err
}

// add queues a left row with all its partners, the owner's present group.
func (p *pairs) add(payload []byte) error {
	if p.record == nil {
		p.record = newRows(p.columns)
	}
	row := pendingRow{payload: bytes.Clone(payload), group: p.owner.group, key: p.owner.found.result.Denominator, from: p.record.n}
	left := len(p.owner.left.carried)
	for _, other := range row.group {
		p.record.n++
		p.record.put(0, payload)
		p.record.put(left, other)
	}
	row.to = p.record.n
	p.pending = append(p.pending, row)
	if p.record.n >= pairsAtOnce {
		return p.flush()
	}
	return nil
}

// flush evaluates the queued pairs and decides their left rows.
func (p *pairs) flush() error {
	if len(p.pending) == 0 {
		return nil
	}
	defer func() {
		p.record.release()
		p.record, p.pending = nil, p.pending[:0]
	}()
	truths, err := p.truths()
	if err != nil {
		return err
	}
	for _, row := range p.pending {
		best := slices.Max(truths[row.from:row.to])
		partner := row.group[slices.Index(truths[row.from:row.to], best)]
		if err := p.decide(row.payload, partner, best, row.key); err != nil {
			return err
		}
	}
	return nil
}

// meet decides one left row with a crowd of partners, some at a time, until one decides it.
func (p *pairs) meet(ctx context.Context, payload []byte, crowd *sorter) error {
	if err := p.flush(); err != nil {
		return err
	}
	partners, err := crowd.again()
	if err != nil {
		return err
	}
	left := len(p.owner.left.carried)
	best, partner := pairFalse, []byte(nil)
	var group [][]byte
	for more := partners.next(); more && best != pairTrue; {
		p.record, group = newRows(p.columns), group[:0]
		for ; more && p.record.n < pairsAtOnce; more = partners.next() {
			p.record.n++
			p.record.put(0, payload)
			p.record.put(left, partners.payload())
			group = append(group, bytes.Clone(partners.payload()))
		}
		truths, err := p.truths()
		p.record.release()
		p.record = nil
		if err != nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		if top := slices.Max(truths); partner == nil || top > best {
			best, partner = top, group[slices.Index(truths, top)]
		}
	}
	if partners.err != nil {
		return partners.err
	}
	return p.decide(payload, partner, best, p.owner.found.result.Denominator)
}

// A pairTruth is the verdict on one pair.
type pairTruth uint8

const (
	pairFalse pairTruth = iota
	pairUnknown
	pairFaulted
	pairTrue
)

// truths evaluates `when` and then narrows by `agree`.
func (p *pairs) truths() ([]pairTruth, error) {
	arrays := p.record.finish()
	truths := slices.Repeat([]pairTruth{pairTrue}, p.record.n)
	if p.set != nil {
		if err := p.evaluate(arrays, truths); err != nil {
			return nil, err
		}
	}
	left := len(p.owner.left.carried)
	mine, theirs := p.owner.left.subset(lefts(p.owner.measure.Agree)), p.owner.right.subset(rights(p.owner.measure.Agree))
	for i := range mine {
		narrow(truths, arrays[mine[i]], arrays[left+theirs[i]])
	}
	return truths, nil
}

func (p *pairs) evaluate(arrays []arrow.Array, truths []pairTruth) error {
	fields := make([]arrow.Field, len(p.columns))
	for i, c := range p.columns {
		fields[i] = arrow.Field{Name: c.name, Type: c.typ.Arrow(), Nullable: true}
	}
	record := array.NewRecord(arrow.NewSchema(fields, nil), arrays, int64(p.record.n))
	defer record.Release()
	verdicts, err := p.set.Eval(record)
	if err != nil {
		return err
	}
	yes, unknown, faulted := truthOf(verdicts, 0)
	for i := range truths {
		switch {
		case yes.has(i):
		case unknown.has(i):
			truths[i] = pairUnknown
		case faulted.has(i):
			truths[i] = pairFaulted
		default:
			truths[i] = pairFalse
		}
	}
	return nil
}

// narrow applies one agreeing column: unequal makes a pair false, null unknown.
func narrow(truths []pairTruth, mine, theirs arrow.Array) {
	var a, b []byte
	for i := range truths {
		if truths[i] == pairFalse {
			continue
		}
		if mine.IsNull(i) || theirs.IsNull(i) {
			if truths[i] == pairTrue {
				truths[i] = pairUnknown
			}
			continue
		}
		a, b = appendPart(a[:0], mine, i), appendPart(b[:0], theirs, i)
		if !bytes.Equal(a, b) {
			truths[i] = pairFalse
		}
	}
}

// decide turns the best verdict on a left row's pairs, that on partner, into the row's.
func (p *pairs) decide(payload, partner []byte, best pairTruth, key int64) error {
	want := p.owner.measure.Want
	switch {
	case best == pairFaulted:
		p.faulted++
	case best == pairUnknown:
		p.owner.found.result.Unknown++
	case (best == pairTrue) != want:
		return p.violate(payload, partner, &p.paired, key)
	}
	return nil
}

// violate reports a left row, with the partner that decided it if there is one. last
// is the number of the last violating key of its kind.
func (p *pairs) violate(payload, partner []byte, last *lastKey, number int64) error {
	result := &p.owner.found.result
	result.Violations++
	left := decodeCells(p.owner.left.carried, payload)
	var key []checks.Cell
	for _, at := range p.owner.left.subset(p.owner.keyNames) {
		key = append(key, left[at])
	}
	if len(key) == 0 {
		key = left
	}
	standing, err := p.owner.found.found.stand(key, false, "", func() []checks.Cell { return p.detail(left, partner) })
	p.owner.found.known(standing, 1)
	if last.see(number, standing, &result.KnownGroups) {
		result.Groups++
	}
	return err
}

// detail shows the left row's other columns and the partner's.
func (p *pairs) detail(left []checks.Cell, partner []byte) []checks.Cell {
	var cells []checks.Cell
	for _, c := range left {
		if !slices.Contains(p.owner.keyNames, c.Name) {
			cells = append(cells, c)
		}
	}
	if partner == nil {
		return cells
	}
	return append(cells, decodeCells(p.owner.right.prefixed(), partner)...)
}
