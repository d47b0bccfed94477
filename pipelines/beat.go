package pipelines

import (
	"context"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// Beating lists the watches that beats are recorded for: those with a check of the kind
// heartbeat that looks at no file. By their paths.
func Beating(cat *checks.Catalog) []*checks.Watch {
	var list []*checks.Watch
	for _, system := range cat.Systems {
		for _, w := range system.Watches {
			if slices.ContainsFunc(w.Checks, func(c *checks.Check) bool { return recordsBeats(w, c) }) {
				list = append(list, w)
			}
		}
	}
	return list
}

func recordsBeats(w *checks.Watch, c *checks.Check) bool {
	return slices.ContainsFunc(c.Kind.Measures(w, c), func(m checks.Measure) bool {
		beats, ok := m.(checks.Beats)
		return ok && beats.File == ""
	})
}

// beats gives the recorded beats of a task's watch up to the instant of the patrol.
func (p *Patroller) beats(ctx context.Context, task *measure.Task) ([]time.Time, error) {
	w := task.Watch
	return p.Store.Beats(ctx, w.System.ID, append([]string{w.ID}, w.Was...), task.Env.AsOf)
}
