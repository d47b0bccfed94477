package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
)

func newProbe(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "probe [SELECTOR...]",
		Short: "Try the links and record whether they hold",
		Long: `Ask every selected watch's source whether it can be reached, and record the answers.
Run it by cron, as every half hour: the kind "stability" judges the period's probes
when the link patrol is run. Nothing is judged here; the exit code is 0 unless the
probes could not be recorded.`,
		Example: "  */30 * * * * dogwatch probe --dir /srv/dogwatch",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.probe(cmd.Context(), args) },
	}
}

func (a *app) probe(ctx context.Context, selectors []string) (err error) {
	cat, err := a.load()
	if err != nil {
		return err
	}
	plan, err := pipelines.NewPlan(cat, pipelines.Request{Selector: pipelines.Selector{Patterns: selectors, Aspect: checks.Link}, AsOf: a.now()})
	if err != nil {
		return err
	}
	s, err := a.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	records, err := s.patroller.Probe(ctx, plan)
	for _, r := range records {
		state := "reached in " + r.Latency.Round(time.Millisecond).String()
		if !r.Reached {
			state = "not reached: " + r.Class
		}
		fmt.Fprintf(a.out, "%s/%s  %s\n", r.System, r.Watch, state)
	}
	return err
}
