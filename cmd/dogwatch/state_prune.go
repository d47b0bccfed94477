package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newStateCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "state",
		Short: "Look after the history",
		Args:  noArguments,
	}
	cmd.AddCommand(newStatePrune(a))
	return cmd
}

func newStatePrune(a *app) *cobra.Command {
	keep := store.KeepPeriods
	cmd := &cobra.Command{
		Use:   "prune",
		Short: "Take the keys of old violations out, and make the file smaller",
		Long: `Take the masked keys and fingerprints of violations out of the history, of results
older than the newest --keep periods of their watch. Every patrol does that for 13
periods; a smaller number needs this command, which also gives the room back to the disk.

What stays, for ever: outcomes with their counts and samples, anomalies, decisions, stock,
exceptions and notes; the period in which a violation that is still found was found
first; and of each check the latest result that the next is compared with.

"dogwatch diff" of a pruned run compares verdicts and figures, not keys.`,
		Example: "  dogwatch state prune --keep 4",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if keep < 1 {
				return fmt.Errorf("--keep %d: at least the newest period is kept", keep)
			}
			return a.statePrune(cmd.Context(), keep)
		},
	}
	cmd.Flags().IntVar(&keep, "keep", keep, "periods of each watch whose keys are kept")
	return cmd
}

func (a *app) statePrune(ctx context.Context, keep int) (err error) {
	if err := a.isWorkspace(); err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	before, err := os.Stat(a.stateFile())
	if err != nil {
		return err
	}
	pruned, err := state.Prune(ctx, keep)
	if err != nil {
		return err
	}
	if err := state.Compact(ctx); err != nil {
		return fmt.Errorf("the keys are out, but the file could not be made smaller: %w", err)
	}
	after, err := os.Stat(a.stateFile())
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s of %s taken out; the state has %d KB, it had %d KB\n", counted(int(pruned.Marks), "key"), counted(int(pruned.Results), "result"), after.Size()/1024, before.Size()/1024)
	return nil
}
