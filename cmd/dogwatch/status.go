package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newStatus(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "status",
		Short: "What needs me today",
		Long:  "Say in the first line what needs a person today; then the open anomalies, what was decided about proposed checks and stock, and the runs that are due and not done.",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.status(cmd.Context()) },
	}
}

func (a *app) status(ctx context.Context) (err error) {
	cat, err := a.load()
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	open, err := state.Anomalies(ctx, farFuture(a.now()))
	if err != nil {
		return err
	}
	say := a.speaker(cat)
	if len(cat.Systems) == 0 {
		fmt.Fprintln(a.out, say.say("还没有巡检对象：请写 contracts/ 和 watches/，`dogwatch init` 有样例", "Nothing is watched yet: "+noWatches))
		return nil
	}
	due, err := a.due(ctx, state, cat)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, say.headline(open, due))
	for _, anomaly := range open {
		fmt.Fprintln(a.out, "  "+say.anomaly(anomaly))
	}
	if err := a.printDecisions(ctx, state, cat); err != nil {
		return err
	}
	if len(due) > 0 {
		fmt.Fprintln(a.out, say.say("待做的巡检：", "due, not done:"))
	}
	for _, run := range due {
		line := "  " + run.key.String()
		if run.closed != "" {
			line += "  " + say.Waits(run.closed)
		}
		fmt.Fprintln(a.out, line)
	}
	return nil
}

// farFuture leaves no closed anomaly in the list.
func farFuture(now time.Time) time.Time { return now.AddDate(100, 0, 0) }

// A dueRun is not finished; closed says why it cannot be taken up now, "" if it can.
type dueRun struct {
	key    store.RunKey
	closed string
}

// due lists the runs of the present periods that are not finished.
func (a *app) due(ctx context.Context, state *store.Store, cat *checks.Catalog) ([]dueRun, error) {
	now := a.now()
	plan, err := pipelines.NewPlan(cat, pipelines.Request{AsOf: now})
	if err != nil {
		return nil, err
	}
	var due []dueRun
	for _, run := range plan.Runs {
		key := store.RunKey{System: run.Watch.System.ID, Watch: run.Watch.ID, Aspect: string(run.Aspect), Period: run.Period.Label}
		latest, done, err := state.Latest(ctx, key)
		if err != nil {
			return nil, err
		}
		if !done || latest.Waiting {
			due = append(due, dueRun{key, run.Closed(&cat.Deployment, now)})
		}
	}
	return due, nil
}

// headline is the one line that a person reads first.
func (s speaker) headline(open []store.Anomaly, due []dueRun) string {
	fresh := 0
	for _, a := range open {
		if a.State == store.New {
			fresh++
		}
	}
	anomalies := s.count(len(open), "项异常", "anomaly", "anomalies")
	runs := s.count(len(due), "项巡检", "run", "runs")
	switch {
	case len(open) == 0 && len(due) == 0:
		return s.say("今天没有要处理的事：本期巡检都已完成，没有未关闭的异常。", "Nothing needs you: every run of the present periods is done, no anomaly is open.")
	case len(open) == 0:
		return s.say("%s待做：`dogwatch run`。没有未关闭的异常。", "%s to do: `dogwatch run`. No anomaly is open.", runs)
	case len(due) == 0:
		return s.say("%s待处理（新增 %d 项）。本期巡检都已完成。", "%s to handle (%d new). Every run of the present periods is done.", anomalies, fresh)
	}
	return s.say("%s待处理（新增 %d 项），%s待做：`dogwatch run`。", "%s to handle (%d new), and %s to do: `dogwatch run`.", anomalies, fresh, runs)
}

func (s speaker) anomaly(a store.Anomaly) string {
	subject := a.Check
	if subject == "" {
		subject = s.say("数据源 %s", "source %s", a.Source)
	}
	parts := []string{a.ID, s.loud(a.Verdict), a.System + "/" + a.Watch + "/" + subject, s.State(string(a.State))}
	if a.Periods > 1 {
		parts = append(parts, s.say("自 %s 起，%d 期", "since %s, %d periods", a.FirstPeriod, a.Periods))
	} else {
		parts = append(parts, a.FirstPeriod)
	}
	return strings.Join(parts, "  ")
}

// loud names a verdict where it leads a line.
func (s speaker) loud(verdict string) string { return strings.ToUpper(s.Verdict(verdict)) }
