package pipelines

import (
	"context"
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
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
	earlier, err := h.store.Comparable(h.ctx, h.run, h.ids(check), within(h.group, group), n)
	if err != nil {
		h.err = err
		return nil
	}
	var past []checks.Past
	for _, e := range earlier {
		past = append(past, pastOf(e))
	}
	return past
}

// YearAgo gives the accepted result of the same period a year ago.
func (h *history) YearAgo(check, group string) (checks.Past, bool) {
	period, cycle, err := schedule.ParsePeriod(h.run.Period)
	if err != nil {
		h.err = err
		return checks.Past{}, false
	}
	before, ok := schedule.YearBefore(cycle, period)
	if !ok {
		return checks.Past{}, false
	}
	past, ok, err := h.store.ComparableIn(h.ctx, h.run, h.ids(check), within(h.group, group), before.Label)
	if err != nil {
		h.err = err
	}
	if !ok {
		return checks.Past{Period: before.Label}, false
	}
	return pastOf(past), true
}

// ids are the names under which a check's results are kept.
func (h *history) ids(check string) []string {
	ids := []string{check}
	for _, c := range h.checks {
		if c.ID == check {
			ids = append(ids, c.Was...)
		}
	}
	return ids
}

func pastOf(e store.Past) checks.Past {
	past := checks.Past{Period: e.Period, Verdict: checks.Verdict(e.Verdict), Parts: e.Parts}
	if value, ok := new(big.Rat).SetString(e.Measured); ok {
		past.Value = value
	}
	return past
}
