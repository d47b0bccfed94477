package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newReport(a *app) *cobra.Command {
	var format, output, patrol, period string
	issue := false
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write a report of what the history holds",
		Long: `Write a report of the latest patrol, of another one (--patrol), or of a period
(--period: the result of every run of that period). Nothing is measured.

--issue records the SHA-256 of the written file: that report has left the house. It is
never written over; a later report of the period that tells otherwise says which issued
report it corrects. Results that changed when a run was repeated stand side by side.`,
		Example: "  dogwatch report --output report.html\n  dogwatch report --period 2026-11 --format json",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains([]string{"html", "json", "markdown"}, format) {
				return fmt.Errorf("--format is html, json or markdown, not %q", format)
			}
			if issue && (period == "" || output == "") {
				return errors.New("--issue needs --period and --output: which period, and the file that goes out")
			}
			return a.report(cmd.Context(), format, output, patrol, period, issue)
		},
	}
	cmd.Flags().StringVar(&format, "format", "html", "html, json or markdown")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file instead of stdout")
	cmd.Flags().StringVar(&patrol, "patrol", "", "the id of a patrol (default: the latest)")
	cmd.Flags().StringVar(&period, "period", "", "a period, as 2026-W47 or 2026-11")
	cmd.Flags().BoolVar(&issue, "issue", false, "record the written file as issued; needs --period and --output")
	return cmd
}

func (a *app) report(ctx context.Context, format, output, patrol, period string, issue bool) (err error) {
	cat, err := a.load()
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	p, err := recorded(ctx, state, patrol, period)
	if err != nil {
		return err
	}
	view, err := a.viewOf(ctx, state, cat, p)
	if err != nil {
		return err
	}
	if view.Revisions, err = revisions(ctx, state, p); err != nil {
		return err
	}
	last, err := lastIssued(ctx, state, period, format)
	if err != nil {
		return err
	}
	content := contentOf(p)
	if last != nil && last.Content != content {
		view.Corrects = last
	}
	if issue && last != nil && view.Corrects == nil {
		return fmt.Errorf("nothing has changed since the report of %s was issued as %s, SHA-256 %s", period, last.File, last.SHA256)
	}
	if err := frozen(ctx, state, output, cat.Deployment.Zone); err != nil {
		return err
	}
	if err := a.write(output, func(w io.Writer) error { return report.Write(w, format, view) }); err != nil || !issue {
		return err
	}
	return a.issue(ctx, state, output, period, format, content, view.Corrects)
}

// recorded finds a patrol with its runs; for a period, the results of all its runs.
func recorded(ctx context.Context, state *store.Store, id, period string) (store.Patrol, error) {
	patrols, err := state.Patrols(ctx, 1_000)
	if err != nil {
		return store.Patrol{}, err
	}
	if len(patrols) == 0 {
		return store.Patrol{}, errors.New("nothing has been patrolled yet: run `dogwatch run`")
	}
	if period != "" {
		patrols[0].LeftOut = nil // of that patrol alone
		return withRuns(ctx, state, patrols[0], store.Filter{Key: store.RunKey{Period: period}}, "period "+period)
	}
	if id != "" {
		at := slices.IndexFunc(patrols, func(p store.Patrol) bool { return p.ID == id })
		if at < 0 {
			return store.Patrol{}, fmt.Errorf("there is no patrol %q; the latest is %s", id, patrols[0].ID)
		}
		return withRuns(ctx, state, patrols[at], store.Filter{Patrol: id}, "patrol "+id)
	}
	for _, p := range patrols { // the latest may have found everything done, or was interrupted
		p, err = withRuns(ctx, state, p, store.Filter{Patrol: p.ID}, "any patrol")
		if !errors.Is(err, errNoRuns) {
			return p, err
		}
	}
	return store.Patrol{}, err
}

// errNoRuns says that nothing finished is recorded.
var errNoRuns = errors.New("no finished run is recorded")

// withRuns gives a patrol the finished runs of a filter.
func withRuns(ctx context.Context, state *store.Store, p store.Patrol, filter store.Filter, what string) (store.Patrol, error) {
	runs, err := state.Runs(ctx, filter)
	if err == nil && len(runs) == 0 {
		err = fmt.Errorf("%w for %s", errNoRuns, what)
	}
	p.Runs = runs
	return p, err
}
