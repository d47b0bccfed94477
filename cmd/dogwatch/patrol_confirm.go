package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// confirmPatrol shows what a person confirms, and records their word if there is one.
func (a *app) confirmPatrol(ctx context.Context, id, note string) (err error) {
	state, err := a.openStateOf(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	p, err := finishedPatrol(ctx, state, id)
	if err != nil {
		return err
	}
	say, zone := speaker{report.PhrasesIn(a.tongue())}, checks.Zone(a.input())
	if err := a.printPatrol(ctx, state, say, zone, p); err != nil {
		return err
	}
	a.patrolFact(say.say("确认人", "by"), say.say("%s（本机登录名）", "%s, as logged in here", actor()))
	if strings.TrimSpace(note) == "" {
		return errors.New("nothing is recorded yet: patrol confirm needs --note, what you saw in the record")
	}
	err = state.Confirm(ctx, store.Confirmation{PatrolID: p.ID, At: a.now(), Actor: actor(), Note: note})
	if before, ok := errors.AsType[*store.ConfirmedError](err); ok {
		return fmt.Errorf("%s was confirmed by %s on %s already (%s): that word stands, and yours is not recorded",
			p.ID, before.Actor, before.At.In(zone).Format("2006-01-02 15:04"), before.Note)
	}
	if err != nil {
		return err
	}
	a.patrolFact(say.say("已确认", "confirmed"), say.say("%s，由 %s 于 %s：%s", "%s by %s on %s: %s", p.ID, actor(), a.now().In(zone).Format("2006-01-02 15:04"), note))
	return nil
}

// finishedPatrol finds a patrol by its id, or the latest that finished.
func finishedPatrol(ctx context.Context, state *store.Store, id string) (store.Patrol, error) {
	if id != "latest" {
		p, found, err := state.Patrol(ctx, id)
		if err == nil && (!found || p.Finished.IsZero()) {
			err = fmt.Errorf("%s: %w", id, store.ErrNoPatrol)
		}
		return p, err
	}
	list, err := state.Patrols(ctx, 50)
	if err != nil {
		return store.Patrol{}, err
	}
	at := slices.IndexFunc(list, func(p store.Patrol) bool { return !p.Finished.IsZero() })
	if at < 0 {
		return store.Patrol{}, errors.New("no patrol has finished yet: `dogwatch run`")
	}
	return list[at], nil
}

// printPatrol shows a patrol's record in short.
func (a *app) printPatrol(ctx context.Context, state *store.Store, say speaker, zone *time.Location, p store.Patrol) error {
	var err error
	if p.Runs, err = state.Runs(ctx, store.Filter{Patrol: p.ID}); err != nil {
		return err
	}
	covers, err := patrolScopes(ctx, state)
	if err != nil {
		return err
	}
	const form = "2006-01-02 15:04"
	a.patrolFact(say.say("巡检", "patrol"), p.ID)
	a.patrolFact(say.say("时间", "time"), say.say("%s 至 %s，数据时点 %s", "%s to %s, as of %s", p.Started.In(zone).Format(form), p.Finished.In(zone).Format(form), p.AsOf.In(zone).Format(form)))
	a.patrolFact(say.say("范围", "covers"), covers[p.ID].said(say.Chinese()))
	if n := len(p.LeftOut); n > 0 {
		a.patrolFact(say.say("未巡检", "left out"), say.say("%d 项，其定义有误：`dogwatch lint`", "%d, for errors in their definitions: `dogwatch lint`", n))
	}
	a.patrolFact(say.say("结论", "verdicts"), say.Totals(p))
	return a.printOpen(ctx, state, say, p)
}

// mostOpen is how many open anomalies are shown of a patrol.
const mostOpen = 5

// printOpen shows the anomalies that are open in what a patrol looked at.
func (a *app) printOpen(ctx context.Context, state *store.Store, say speaker, p store.Patrol) error {
	list, err := state.Anomalies(ctx, farFuture(a.now()))
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(an store.Anomaly) bool {
		return !slices.ContainsFunc(p.Runs, func(r store.Run) bool {
			return an.Check == "" && an.Source == r.Source || an.System == r.System && an.Watch == r.Watch && an.Aspect == r.Aspect
		})
	})
	a.patrolFact(say.say("未关闭异常", "anomalies"), say.say("%d 项", "%d open", len(list)))
	for i, an := range list {
		if i == mostOpen {
			fmt.Fprintln(a.out, "  "+say.say("另有 %d 项：`dogwatch report --patrol %s`", "and %d more: `dogwatch report --patrol %s`", len(list)-mostOpen, p.ID))
			break
		}
		fmt.Fprintln(a.out, "  "+say.anomaly(an))
	}
	return nil
}

// patrolFact writes a fact behind its name.
func (a *app) patrolFact(name, text string) {
	fmt.Fprintln(a.out, label(name, 11)+" "+text)
}
