package measure

import (
	"bytes"
	"context"
	"errors"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
)

// A reconciler merges two sides by key and finds the keys at which they part. What it
// finds waits in a sorter until all is read, since it may have to be read once more.
type reconciler struct {
	patrol     *patrol
	found      *slot
	measure    checks.Reconcile
	own, other *reading
	key        []keyColumn // the parts of the key, under this side's names
	shown      []keyColumn // the compared columns of this side, then of the other
	abreast    bool        // both sides are read in the order of the key, side by side
	// What both sides are asked for first, if they are.
	ownDigest, otherDigest connectors.Digest
	digested               bool
	rows                   *comparer
	here                   bunch
	there                  bunch
	diff                   checks.Differences
	suspects               *sorter // key → finding
	suspected              int64   // keys in suspects
	walked                 walked
	finding                []byte
	judged                 func(key []byte) bool // nil: every key is
}

// A walked is what a walk counts beside the keys that part.
type walked struct {
	rows, keys, repeated, late int64
	unknown                    int64 // rows
	unknownKeys                int64
	faulted                    int64 // rows whose watermark could not be evaluated
}

// reconcile reads both sides by scans of their own if both can give their rows in the
// order of the key, else with the scans that the patrol makes anyway.
func (p *patrol) reconcile(b *binding, s *slot, m checks.Reconcile) error {
	other := p.of(m.Other, s.task.Env)
	r := &reconciler{patrol: p, found: s, measure: m, suspects: p.newSorter()}
	r.key = keyColumns(b.watch, lefts(m.On), "")
	for i, c := range keyColumns(m.Other, rights(m.On), "") {
		r.key[i].class = max(r.key[i].class, c.class)
	}
	r.shown = append(keyColumns(b.watch, comparedLefts(m.Columns), ""), keyColumns(m.Other, comparedRights(m.Columns), otherPrefix)...)
	r.rows = newComparer(r.shown[:len(m.Columns)], m.Columns)
	far := &slot{task: s.task, item: s.item, index: s.index, found: newCollector(nil, s.task, s.item)}
	r.own = &reading{bind: b, slot: s, on: lefts(m.On), compared: comparedLefts(m.Columns), until: m.Until, where: s.item.Where}
	r.other = &reading{bind: other, slot: far, on: rights(m.On), compared: comparedRights(m.Columns), until: m.OtherUntil, where: m.OtherWhere}
	emptyIsNull := b.oracle() || other.oracle()
	for _, side := range []*reading{r.own, r.other} {
		side.emptyIsNull = emptyIsNull
	}
	r.own.side, r.other.side = &reconciledSide{}, &reconciledSide{} // until they are served
	why := ""
	if m.Transfer != checks.TransferRows {
		r.ownDigest, r.otherDigest, r.digested = r.digests()
	}
	if r.digested {
		r.digested, why = r.digestsPay()
	}
	if r.abreast = b.source != other.source && r.own.ordered() && r.other.ordered(); r.abreast {
		r.own.apart(p, r.digested, why)
		r.other.apart(p, r.digested, why)
	} else {
		s.far = far
		r.own.join(p)
		r.other.join(p)
	}
	p.mergers = append(p.mergers, r)
	return nil
}

func (r *reconciler) slot() *slot { return r.found }

// merge implements merger: it finds the keys that part and leaves the telling to report.
func (r *reconciler) merge(ctx context.Context) error {
	if err := r.compareAll(ctx); err != nil {
		return err
	}
	unknown := r.own.side.unknown + r.other.side.unknown
	r.walked.rows += unknown
	r.walked.unknown += unknown
	return nil
}

func (r *reconciler) compareAll(ctx context.Context) error {
	if r.digested {
		if done, err := r.compareBlocks(ctx, r.ownDigest, r.otherDigest); done || err != nil && !stale(err) {
			return err
		}
		r.forget()
	}
	if r.abreast {
		err := r.readAbreast(ctx)
		if !errors.Is(err, errDisorder) && !stale(err) {
			return err
		}
		if err := r.readApart(ctx, err); err != nil || r.found.result.Failure != nil {
			return err
		}
	}
	left, err := r.own.sorted()
	defer r.own.close()
	if err != nil {
		return err
	}
	right, err := r.other.sorted()
	defer r.other.close()
	if err != nil {
		return err
	}
	return r.walk(ctx, left, right)
}

// walk visits the union of the keys of both sides.
func (r *reconciler) walk(ctx context.Context, left, right *cursor) error {
	defer r.here.close()
	defer r.there.close()
	moreLeft, moreRight := left.next(), right.next()
	var key []byte
	var err error
	for n := 0; moreLeft || moreRight; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		key = append(key[:0], smaller(left, right, compareKeys(left, moreLeft, right, moreRight))...)
		if moreLeft, err = r.here.gather(left, moreLeft, key, r.patrol.Spill); err != nil {
			return err
		}
		if moreRight, err = r.there.gather(right, moreRight, key, r.patrol.Spill); err != nil {
			return err
		}
		if r.judged != nil && !r.judged(key) {
			continue
		}
		if err := r.judge(key); err != nil {
			return err
		}
	}
	if left.err != nil {
		return left.err
	}
	return right.err
}

// judge compares the rows of one key.
func (r *reconciler) judge(key []byte) error {
	if r.here.marks[rowLate]+r.there.marks[rowLate] > 0 {
		r.walked.late++
		return nil
	}
	n := r.here.n + r.there.n
	r.walked.rows += n
	r.walked.keys++
	if faulted := r.here.marks[rowFaulted] + r.there.marks[rowFaulted]; faulted > 0 || r.here.marks[rowUnknown]+r.there.marks[rowUnknown] > 0 {
		r.walked.faulted += faulted
		r.walked.unknown += n - faulted
		r.walked.unknownKeys++
		return nil
	}
	if r.here.n > 1 || r.there.n > 1 {
		r.walked.repeated++
	}
	f, err := r.compare()
	if err != nil || f.same {
		return err
	}
	if f.unknown {
		r.walked.unknown += n
		r.walked.unknownKeys++
		return nil
	}
	r.suspected++
	r.finding = f.append(r.finding[:0])
	return r.suspects.add(key, r.finding)
}

// compare tells how the two bunches part.
func (r *reconciler) compare() (finding, error) {
	here, there := &r.here, &r.there
	f := finding{here: here.n, there: there.n, columns: r.rows.differs}
	clear(r.rows.differs)
	switch {
	case there.n == 0:
		f.sort, f.left = checks.OnlyHere, here.first
	case here.n == 0:
		f.sort, f.right = checks.OnlyThere, there.first
	case here.n == 1 && there.n == 1:
		f.sort, f.left, f.right = checks.Differs, here.first, there.first
		f.same = here.first[0] == rowCounts && bytes.Equal(here.first, there.first)
		if !f.same {
			differ, unknown := r.rows.compare(here.first, there.first)
			f.same, f.unknown = !differ && !unknown, !differ && unknown
		}
	default:
		return r.compareMany(f)
	}
	return f, nil
}
