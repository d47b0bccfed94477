package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newAcceptResult(a *app) *cobra.Command {
	reason, withdraw := "", false
	cmd := &cobra.Command{
		Use:   "accept-result WATCH@PERIOD",
		Short: "Let later periods be compared with a result that failed",
		Long: `Accept the content result of one period, so that later periods are compared with it.

A result is accepted by itself unless its delivery or its number of rows failed: half a
delivery is no measure for the next. Where such a result is right all the same, a person
says so here. The verdict stays what it is; who accepted it and why is recorded.

--withdraw takes that back, or refuses a result that was accepted by itself: later
periods are compared with the one before it.

A WATCH is system/watch; a PERIOD is its label, as 2026-W47 or 2026-11.`,
		Example: "  dogwatch accept-result elderly-allowances/death-records@2026-W47 --reason '国庆当周确无数据，已与公安核实'",
		Args:    exactly(1, "name one result, as system/watch@2026-W47"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.acceptResult(cmd.Context(), args[0], reason, withdraw)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why the result is right, or is not; recorded")
	cmd.Flags().BoolVar(&withdraw, "withdraw", false, "take the acceptance of the result back")
	return cmd
}

func (a *app) acceptResult(ctx context.Context, name, reason string, withdraw bool) (err error) {
	path, period, ok := strings.Cut(name, "@")
	if !ok || period == "" {
		return fmt.Errorf("%q names no result: write system/watch@2026-W47", name)
	}
	if strings.TrimSpace(reason) == "" {
		return errors.New("accept-result needs --reason: how you know that the result is right, or is not")
	}
	cat, err := a.load()
	if err != nil {
		return err
	}
	w, err := watchOf(cat, path)
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	key := store.RunKey{System: w.System.ID, Watch: w.ID, Aspect: string(checks.Content), Period: period}
	if withdraw {
		attempt, err := state.WithdrawResult(ctx, key, a.withdrawal(reason))
		if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "withdrawn: %s@%s#%d; later periods are not compared with it\n", path, period, attempt)
		return nil
	}
	attempt, err := state.AcceptResult(ctx, key, a.now(), actor(), reason)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "accepted: %s@%s#%d; later periods are compared with it\n", path, period, attempt)
	return nil
}
