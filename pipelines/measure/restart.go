package measure

import (
	"cmp"
	"context"
	"errors"
	"math/big"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A read whose connection is lost begins again from zero: what was counted is forgotten,
// since the rows that were read have no place in an order. One that takes longer than the
// server keeps its data begins again in slices, which go on from the place that they have
// reached.
const (
	mostRestarts = 2
	restartAfter = time.Second
)

// attempt reads until it succeeds, fails for good, or has been begun often enough.
func (s *scan) attempt(ctx context.Context, p *patrol) error {
	if err := s.uncounted(); err != nil {
		return err
	}
	s.sliceAsAsked(p)
	for tries := 0; ; tries++ {
		err := s.run(ctx, p)
		if err == nil || ctx.Err() != nil {
			return err
		}
		rest, again, err := s.remedy(p, err, tries)
		if !again || s.told(p) {
			return err
		}
		if failed := s.restart(ctx, p); failed != nil {
			return errors.Join(err, failed)
		}
		if rest > 0 && p.wait(ctx, rest) != nil {
			return err
		}
	}
}

// remedy says whether a read that failed is begun again, after how long a rest; if not,
// why is the error to tell.
func (s *scan) remedy(p *patrol, err error, tries int) (rest time.Duration, again bool, why error) {
	switch {
	case s.slices != nil:
		if again = s.slices.asked && errors.Is(err, errDisorder); again {
			s.slices, s.whole = nil, failureOf(err).Message
		}
	case stale(err):
		wanted := p.slicing(s.name)
		wanted.Rows = cmp.Or(wanted.Rows, rowsInSlice)
		hindrance := s.slice(wanted, false)
		if hindrance != "" {
			err = unsliceable(err, hindrance)
		}
		again = hindrance == ""
	case lost(err):
		rest, again = restartAfter<<tries, tries < mostRestarts
	}
	return rest, again, err
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
