package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// printAttempts shows every result that a run has had for a check, once there are
// several: the first beside the one that counts now.
func (a *app) printAttempts(ctx context.Context, state *store.Store, say speaker, zone *time.Location, run store.Run, o store.Outcome) error {
	runs, err := state.Runs(ctx, store.Filter{Key: run.RunKey, Attempts: true})
	if err != nil {
		return err
	}
	runs = slices.DeleteFunc(runs, func(r store.Run) bool { return r.State != store.Finished })
	counting := slices.IndexFunc(runs, func(r store.Run) bool {
		return r.Accepted && !slices.ContainsFunc(runs, func(l store.Run) bool { return l.Accepted && l.Attempt > r.Attempt })
	})
	for i, r := range runs {
		if len(runs) < 2 && r.AcceptedBy == "" && r.Withdrawn.Holds() {
			return nil
		}
		name := ""
		if i == 0 {
			name = say.say("各次结果", "attempts")
		}
		fmt.Fprintf(a.out, "%s #%d %s %s%s%s\n", label(name, 12), r.Attempt, r.AsOf.In(zone).Format("2006-01-02 15:04"), resultOf(say, r, o), role(say, i, counting), because(say, r))
	}
	return nil
}

// resultOf is what an attempt said of the check.
func resultOf(say speaker, r store.Run, o store.Outcome) string {
	for _, other := range r.Outcomes {
		if other.Check == o.Check && other.Group == o.Group {
			text := say.Verdict(other.Verdict)
			if measured := say.Measured(&other); measured != "" && other.Verdict != string(checks.Waiting) {
				text += " " + measured
			}
			return text
		}
	}
	return say.say("没有这项检查", "without this check")
}

func role(say speaker, i, counting int) string {
	text := ""
	if i == 0 {
		text += say.say("，首次结果", ", the first")
	}
	if i == counting {
		text += say.say("，采用", ", accepted")
	}
	return text
}

func because(say speaker, r store.Run) string {
	text := ""
	if r.Reason != "" {
		text += say.say("；重做：%s", "; repeated: %s", r.Reason)
	}
	if r.AcceptedBy != "" {
		text += say.say("；人工采用：%s（%s）", "; accepted by a person: %s (%s)", r.AcceptedWhy, r.AcceptedBy)
	}
	if w := r.Withdrawn; !w.Holds() {
		text += say.say("；不再采用：%s（%s）", "; withdrawn: %s (%s)", w.Reason, w.Actor)
	}
	return text
}
