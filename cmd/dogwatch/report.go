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
	cmd := &cobra.Command{
		Use:   "report",
		Short: "Write a report of what the history holds",
		Long: `Write a report of the latest patrol, of another one (--patrol), or of a period
(--period: the result of every run of that period). Nothing is measured.`,
		Example: "  dogwatch report --output report.html\n  dogwatch report --period 2026-11 --format json",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !slices.Contains([]string{"html", "json", "markdown"}, format) {
				return fmt.Errorf("--format is html, json or markdown, not %q", format)
			}
			return a.report(cmd.Context(), format, output, patrol, period)
		},
	}
	cmd.Flags().StringVar(&format, "format", "html", "html, json or markdown")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file instead of stdout")
	cmd.Flags().StringVar(&patrol, "patrol", "", "the id of a patrol (default: the latest)")
	cmd.Flags().StringVar(&period, "period", "", "a period, as 2026-W47 or 2026-11")
	return cmd
}

func (a *app) report(ctx context.Context, format, output, patrol, period string) (err error) {
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
	return a.write(output, func(w io.Writer) error { return report.Write(w, format, view) })
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
	chosen := patrols[0]
	if id != "" {
		at := slices.IndexFunc(patrols, func(p store.Patrol) bool { return p.ID == id })
		if at < 0 {
			return store.Patrol{}, fmt.Errorf("there is no patrol %q; the latest is %s", id, patrols[0].ID)
		}
		chosen = patrols[at]
	}
	filter := store.Filter{Patrol: chosen.ID}
	if period != "" {
		filter = store.Filter{Key: store.RunKey{Period: period}}
	}
	chosen.Runs, err = state.Runs(ctx, filter)
	if err == nil && len(chosen.Runs) == 0 {
		err = errors.New("no finished run is recorded for that")
	}
	return chosen, err
}
