package measure

import (
	"bytes"
	"context"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

const (
	// mostKeys is how many keys one statement asks for; mostAsked how many such
	// statements a side is asked: beyond, it is read as a whole.
	mostKeys  = 1000
	mostAsked = 100
)

// rest lets keys that differ rest, reads them once more and tells what still differs.
func (p *patrol) rest(ctx context.Context, list []*reconciler) {
	var rest time.Duration
	for _, r := range list {
		if r.suspected > 0 {
			rest = max(rest, r.measure.Settle)
		}
	}
	var err error
	if rest > 0 {
		err = p.wait(ctx, rest)
	}
	for _, r := range list {
		r.found.guard(func() error {
			if err != nil {
				return err
			}
			return r.conclude(ctx)
		})
		r.found.finish()
	}
}

// wait rests by the clock unless the runner was given another way.
func (p *patrol) wait(ctx context.Context, rest time.Duration) error {
	if p.Wait != nil {
		return p.Wait(ctx, rest)
	}
	timer := time.NewTimer(rest)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *reconciler) conclude(ctx context.Context) error {
	if r.measure.Settle > 0 && r.suspected > 0 {
		if err := r.again(ctx); err != nil {
			return err
		}
	}
	return r.report(ctx)
}

// again keeps of the suspects those that differ once more. Rows and keys are counted as
// they were read first.
func (r *reconciler) again(ctx context.Context) error {
	first, before, counted := r.suspects, r.suspected, r.walked
	defer first.close()
	r.suspects, r.suspected, r.walked = r.patrol.newSorter(), 0, walked{}
	keys, err := first.sorted()
	if err != nil {
		return err
	}
	if before <= mostKeys*mostAsked && r.asked(nil) {
		err = r.askAgain(ctx, keys)
	} else {
		err = r.readAgain(ctx, keys)
	}
	if err != nil {
		return err
	}
	r.diff.Settled = before - r.suspected - r.walked.unknownKeys
	counted.unknown += r.walked.unknown
	counted.faulted += r.walked.faulted
	r.walked = counted
	return keys.err
}

// readAgain reads both sides as a whole and judges the keys that a cursor gives.
func (r *reconciler) readAgain(ctx context.Context, keys *cursor) error {
	more := keys.next()
	r.judged = func(key []byte) bool {
		for more && bytes.Compare(keys.key(), key) < 0 {
			more = keys.next()
		}
		return more && bytes.Equal(keys.key(), key)
	}
	return r.reread(ctx, func(d *reading) filtered {
		filter, residual := r.patrol.filter(d.bind, d.slot.task.Env)
		return filtered{filter, residual}
	})
}

// askAgain asks both sides for the keys that a cursor gives, some at a time.
func (r *reconciler) askAgain(ctx context.Context, keys *cursor) error {
	more := keys.next()
	for more {
		var chunk [][]byte
		wanted := map[string]bool{}
		for ; more && len(chunk) < mostKeys; more = keys.next() {
			chunk = append(chunk, bytes.Clone(keys.key()))
			wanted[string(keys.key())] = true
		}
		r.judged = func(key []byte) bool { return wanted[string(key)] }
		err := r.reread(ctx, func(d *reading) filtered {
			filter, residual, _ := d.ask(chunk)
			return filtered{filter, residual}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// filtered says which rows the source gives, and which of them we pass over.
type filtered struct {
	filter   connectors.Fragment
	residual *rules.Expr
}

// reread walks both sides, read by scans of their own.
func (r *reconciler) reread(ctx context.Context, of func(*reading) filtered) error {
	cursors := make([]*cursor, 2)
	for i, d := range []*reading{r.own, r.other} {
		again := *d
		again.slot = &slot{task: d.slot.task, item: d.slot.item, index: d.slot.index, found: newCollector(nil, d.slot.task, d.slot.item)}
		again.sorter = r.patrol.newSorter()
		defer again.close()
		only := of(d)
		sc := again.privately(only.filter, only.residual)
		again.serve(sc.readers[0], sc, again.sorter)
		if err := sc.attempt(ctx, r.patrol); err != nil {
			return err
		}
		if failure := again.slot.result.Failure; failure != nil {
			r.found.fail(failure)
			return nil
		}
		var err error
		if cursors[i], err = again.sorter.sorted(); err != nil {
			return err
		}
	}
	return r.walk(ctx, cursors[0], cursors[1])
}

// asked tells whether both sides can be asked for keys.
func (r *reconciler) asked(keys [][]byte) bool {
	_, _, own := r.own.ask(keys)
	_, _, other := r.other.ask(keys)
	return own && other
}

// ask gives the filter by which the source finds the rows of some keys, and what of the
// watch's own filter remains. ok is false if the source cannot compare the key as we do.
func (d *reading) ask(keys [][]byte) (filter connectors.Fragment, residual *rules.Expr, ok bool) {
	node := d.oneOf(keys)
	env, where := d.slot.task.Env, d.bind.watch.Where
	if filter, ok = pushedWith(d.bind, env, node, where); ok {
		return filter, nil, true
	}
	filter, ok = pushedWith(d.bind, env, node)
	return filter, where, ok
}

// oneOf is the condition that a row has one of the keys.
func (d *reading) oneOf(keys [][]byte) *ir.Node {
	boolean := ir.Of(ir.Boolean)
	columns := keyColumns(d.bind.watch, d.on, "")
	fields := make([]*ir.Node, len(columns))
	for i, c := range columns {
		fields[i] = ir.NewColumn(ir.Field{Name: c.name, Type: c.typ})
	}
	if len(keys) == 0 { // only whether it can be asked
		node := ir.NewCall("==", boolean, fields[0], fields[0])
		for _, f := range fields[1:] {
			node = ir.NewCall("and", boolean, node, ir.NewCall("==", boolean, f, f))
		}
		return node
	}
	if len(columns) == 1 {
		list := []*ir.Node{fields[0]}
		for _, key := range keys {
			v, _ := readOrderedPart(columns[0].typ, key, true)
			list = append(list, ir.NewConstant(v))
		}
		return ir.NewCall("in", boolean, list...)
	}
	return anyOf(keys, func(key []byte) *ir.Node {
		var node *ir.Node
		for i, c := range columns {
			var v ir.Value
			v, key = readOrderedPart(c.typ, key, i == len(columns)-1)
			part := ir.NewCall("==", boolean, fields[i], ir.NewConstant(v))
			if node == nil {
				node = part
			} else {
				node = ir.NewCall("and", boolean, node, part)
			}
		}
		return node
	})
}

// anyOf joins the conditions of keys as a balanced tree, so that no server has to go deep.
func anyOf(keys [][]byte, of func([]byte) *ir.Node) *ir.Node {
	if len(keys) == 1 {
		return of(keys[0])
	}
	half := len(keys) / 2
	return ir.NewCall("or", ir.Of(ir.Boolean), anyOf(keys[:half], of), anyOf(keys[half:], of))
}
