package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newProbe(a *app) *cobra.Command {
	every := time.Duration(0)
	cmd := &cobra.Command{
		Use:   "probe [SELECTOR...]",
		Short: "Try the links and record whether they hold",
		Long: `Ask every selected watch's source whether it can be reached, and record the answers:
the kind "stability" judges a period's probes when the link patrol is run. Nothing is
judged here; the exit code is 0 unless the probes could not be recorded.

With --every it keeps probing until it is stopped by Ctrl-C or SIGTERM, and then ends
with 0: each watch at the time of its "cycle: {link: 10m}", the others at that of --every.
Without, it probes once, as for cron. A source is asked once a round, whatever number of
watches it has; one that refused its login is not asked again until its secret changes
or "dogwatch source unlock" says so.`,
		Example: "  dogwatch probe --every 30m --dir /srv/dogwatch\n  */30 * * * * dogwatch probe --dir /srv/dogwatch",
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("every") && (every < checks.ShortestProbe || every > 24*time.Hour) {
				return fmt.Errorf("--every %s: write %s to 24h, as 30m", every, checks.ShortestProbe)
			}
			return a.probe(cmd.Context(), args, every)
		},
	}
	cmd.Flags().DurationVar(&every, "every", 0, "keep probing, so often where a watch does not say (default: once)")
	return cmd
}

func (a *app) probe(ctx context.Context, selectors []string, every time.Duration) (err error) {
	cat, err := a.loadInEffect()
	if err != nil {
		return err
	}
	request := pipelines.Request{Selector: pipelines.Selector{Patterns: selectors, Aspect: checks.Link}, AsOf: a.now()}
	plan, err := pipelines.NewPlan(cat, request)
	if err != nil {
		return err
	}
	s, err := a.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if every > 0 {
		return s.patroller.KeepProbing(ctx, pipelines.Probing{Request: request, Every: every, Tell: func(records []store.ProbeRecord, err error) {
			if err != nil {
				fmt.Fprintf(a.err, "this round was not recorded: %v\n", err)
			}
			a.printProbes(records, cat.Deployment.Zone)
		}})
	}
	records, err := s.patroller.Probe(ctx, plan)
	a.printProbes(records, nil)
	return err
}

// printProbes writes a line for each record, led by its time if zone is not nil.
func (a *app) printProbes(records []store.ProbeRecord, zone *time.Location) {
	for _, r := range records {
		state := "reached in " + r.Latency.Round(time.Millisecond).String()
		if !r.Reached {
			state = "not reached: " + r.Class
		}
		at := ""
		if zone != nil {
			at = r.At.In(zone).Format(time.DateTime) + "  "
		}
		fmt.Fprintf(a.out, "%s%s/%s  %s\n", at, r.System, r.Watch, state)
	}
}
