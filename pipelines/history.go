package pipelines

import (
	"context"
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// history answers a kind's questions about earlier periods.
type history struct {
	ctx    context.Context
	store  *store.Store
	run    store.Run
	checks []*checks.Check
	group  string // of the shard that is judged
	err    error
}

// Earlier gives the accepted results of earlier periods, newest first.
func (h *history) Earlier(check, group string, n int) []checks.Past {
	ids := []string{check}
	for _, c := range h.checks {
		if c.ID == check {
			ids = append(ids, c.Was...)
		}
	}
	earlier, err := h.store.Comparable(h.ctx, h.run, ids, within(h.group, group), n)
	if err != nil {
		h.err = err
		return nil
	}
	var past []checks.Past
	for _, e := range earlier {
		value, ok := new(big.Rat).SetString(e.Measured)
		if !ok {
			value = nil
		}
		past = append(past, checks.Past{Period: e.Period, Value: value, Verdict: checks.Verdict(e.Verdict)})
	}
	return past
}
