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
		Long:  "Say in the first line what needs a person today; then the open anomalies, and the runs that are due and not done.",
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
	if len(cat.Systems) == 0 {
		fmt.Fprintln(a.out, "Nothing is watched yet: "+noWatches)
		return nil
	}
	due, err := a.due(ctx, state, cat)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, headline(open, due))
	for _, anomaly := range open {
		fmt.Fprintln(a.out, "  "+anomalyLine(anomaly))
	}
	if len(due) > 0 {
		fmt.Fprintln(a.out, "due, not done:")
	}
	for _, key := range due {
		fmt.Fprintln(a.out, "  "+key.String())
	}
	return nil
}

// farFuture leaves no closed anomaly in the list.
func farFuture(now time.Time) time.Time { return now.AddDate(100, 0, 0) }

// due lists the runs of the present periods that are not finished.
func (a *app) due(ctx context.Context, state *store.Store, cat *checks.Catalog) ([]store.RunKey, error) {
	plan, err := pipelines.NewPlan(cat, pipelines.Request{AsOf: a.now()})
	if err != nil {
		return nil, err
	}
	var due []store.RunKey
	for _, run := range plan.Runs {
		key := store.RunKey{System: run.Watch.System.ID, Watch: run.Watch.ID, Aspect: string(run.Aspect), Period: run.Period.Label}
		_, done, err := state.Latest(ctx, key)
		if err != nil {
			return nil, err
		}
		if !done {
			due = append(due, key)
		}
	}
	return due, nil
}

// headline is the one line that a person reads first.
func headline(open []store.Anomaly, due []store.RunKey) string {
	fresh := 0
	for _, a := range open {
		if a.State == store.New {
			fresh++
		}
	}
	switch {
	case len(open) == 0 && len(due) == 0:
		return "Nothing needs you: every run of the present periods is done, no anomaly is open."
	case len(open) == 0:
		return fmt.Sprintf("%s to do: `dogwatch run`. No anomaly is open.", counted(len(due), "run"))
	case len(due) == 0:
		return fmt.Sprintf("%s to handle (%d new). Every run of the present periods is done.", plural(len(open), "anomaly", "anomalies"), fresh)
	}
	return fmt.Sprintf("%s to handle (%d new), and %s to do: `dogwatch run`.", plural(len(open), "anomaly", "anomalies"), fresh, counted(len(due), "run"))
}

func anomalyLine(a store.Anomaly) string {
	subject := a.Check
	if subject == "" {
		subject = "source " + a.Source
	}
	parts := []string{a.ID, strings.ToUpper(a.Verdict), a.System + "/" + a.Watch + "/" + subject, string(a.State)}
	if a.Periods > 1 {
		parts = append(parts, fmt.Sprintf("since %s, %d periods", a.FirstPeriod, a.Periods))
	} else {
		parts = append(parts, a.FirstPeriod)
	}
	return strings.Join(parts, "  ")
}
