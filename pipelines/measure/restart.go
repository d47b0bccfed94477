package measure

import (
	"context"
	"errors"
	"math/big"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A read whose connection is lost begins again from zero: what was counted is forgotten,
// since the rows that were read have no place in an order. (A table seldom has a key
// that is unique, orderable by us as by the server, and delivered in that order without
// a sort; reading twice costs less than a doubt.)
const (
	mostRestarts = 2
	restartAfter = time.Second
)

// attempt reads until it succeeds, fails for good, or has been begun often enough.
func (s *scan) attempt(ctx context.Context, p *patrol) error {
	for tries := 0; ; tries++ {
		err := s.run(ctx, p)
		if tries == mostRestarts || !lost(err) || ctx.Err() != nil || s.told(p) {
			return err
		}
		if again := s.restart(ctx, p); again != nil {
			return errors.Join(err, again)
		}
		if p.wait(ctx, restartAfter<<tries) != nil {
			return err
		}
	}
}

// lost tells that a connection broke under a read. A statement that somebody ended at
// the server is not begun again.
func lost(err error) bool {
	e, ok := errors.AsType[*connectors.Error](err)
	return ok && e.Class == connectors.Protocol && e.Retryable
}

// told tells that the sink knows violations which it cannot forget.
func (s *scan) told(p *patrol) bool {
	if p.Forget != nil {
		return false
	}
	for _, r := range s.readers {
		for _, f := range r.feeds {
			if f.slot.found.told {
				return true
			}
		}
	}
	return false
}

// restart forgets what the takers have counted, and has what they told forgotten.
func (s *scan) restart(ctx context.Context, p *patrol) error {
	for _, r := range s.readers {
		for _, f := range r.feeds {
			if f.slot.found.told {
				if err := p.Forget(ctx, f.slot.task, f.slot.item); err != nil {
					return err
				}
			}
			f.slot.again()
			f.take.again()
		}
	}
	return nil
}

// again forgets what was counted.
func (s *slot) again() {
	s.result = checks.Result{}
	s.found = newCollector(s.found.sink, s.task, s.item)
}

func (t *ruleTaker) again()   {}
func (t *decodeTaker) again() {}
func (t *keyTaker) again()    { t.tally.close() }
func (d *side) again()        { d.sorter.close(); d.seen = 0 }

func (t *groupTaker) again() {
	clear(t.totals.groups)
	t.totals.sorter.close()
	for _, f := range t.figures {
		f.again()
	}
}

func (t *aggregateTaker) again() {
	clear(t.groups)
	if len(t.keys.columns) == 0 {
		t.groups[""] = &aggregate{}
	}
	t.figure.again()
}

func (f *figureOf) again() {
	if f.values != nil {
		f.values.close()
		*f.values = valueList{sorter: f.values.sorter, buffer: f.values.buffer}
	}
}

func (t *figureTaker) again() {
	for i := range t.terms {
		f := &t.terms[i]
		f.rows, f.sum, f.best = 0, new(big.Int), ir.Value{}
	}
}

func (d *reconciledSide) again() {
	d.unknown = 0
	if s, ok := d.into.(*sorter); ok { // what is read in order is not read by an attempt
		s.close()
	}
}
