package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/pipelines"
)

func newBeat(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "beat SYSTEM/WATCH",
		Short: "Record that a push or a job has happened",
		Long: `Record a beat of a watch, now. A script writes it as its last line, once all has gone
well; the kind "heartbeat" tells when it stays away. Several beats of one second are one.`,
		Example: "  nightly-push.sh && dogwatch beat elderly-allowances/household-registry --dir /srv/dogwatch",
		Args:    exactly(1, "name the watch as system/watch"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.beat(cmd.Context(), args[0])
		},
	}
}

func (a *app) beat(ctx context.Context, path string) (err error) {
	cat, err := a.load()
	if err != nil {
		return err
	}
	w, err := watchOf(cat, path)
	if err != nil {
		return err
	}
	if !slices.Contains(pipelines.Beating(cat), w) {
		return fmt.Errorf("%s has no check of the kind heartbeat that beats are recorded for: add `heartbeat: {every: 24h}` to its checks", path)
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	return state.RecordBeat(ctx, w.System.ID, w.ID, a.now())
}
