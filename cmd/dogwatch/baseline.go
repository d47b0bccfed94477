package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newBaseline(a *app) *cobra.Command {
	reason, withdraw := "", false
	cmd := &cobra.Command{
		Use:   "baseline WATCH [CHECK]",
		Short: "Record the present violations as stock",
		Long: `Record the violations of a check's latest result as stock: what was wrong before we
came, known and counted apart. Without CHECK, of every check of the watch that counts
violating rows.

Reports then say how much of the stock is left. With "of: new" on the check its bounds
apply to violations that are not in stock. A baseline holds as long as the check
measures the same; if its rule changes, the baseline is void and all violations count
as new until it is taken again. Taken again, it holds what violates then; what was
stock before keeps its age.

--withdraw takes baselines back: from the next run on nothing of their checks is stock.
The recorded keys are kept, with who withdrew them, when and why.

A WATCH is system/watch; of a contract with several tables that is all of them, and
system/watch.table is one.`,
		Example: "  dogwatch baseline elderly-allowances/death-records unique --reason '2019年以前的历史数据，已与公安核对'",
		Args:    watchAndCheck,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.baseline(cmd.Context(), args, reason, withdraw)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why these violations are left as they are, or not any more; recorded")
	cmd.Flags().BoolVar(&withdraw, "withdraw", false, "take the baseline back")
	return cmd
}

func (a *app) baseline(ctx context.Context, args []string, reason string, withdraw bool) (err error) {
	if strings.TrimSpace(reason) == "" {
		return errors.New("baseline needs --reason: why these violations are left as they are, or not any more")
	}
	cat, err := a.load()
	if err != nil {
		return err
	}
	list, err := subjects(cat, args)
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	if withdraw {
		return a.withdrawFrom(args[0], "no stock any more", list, func(t subject) ([]*checks.Check, error) {
			return pipelines.WithdrawBaselines(ctx, state, t.watch, t.id(), a.withdrawal(reason))
		})
	}
	var refused []error
	for _, t := range list {
		refused = append(refused, a.baselineOf(ctx, state, t, reason))
	}
	return errors.Join(refused...)
}

// baselineOf takes the baseline of the named check, or of every one that counts rows.
func (a *app) baselineOf(ctx context.Context, state *store.Store, t subject, reason string) error {
	if t.check != nil {
		if !t.check.Kind.Doc().Keyed {
			return fmt.Errorf("%s/%s counts no violating rows: it has no stock", t.watch.Path(), t.check.ID)
		}
		return a.baselineOne(ctx, state, t.watch, t.check, reason)
	}
	var refused []error
	for _, c := range t.watch.Checks {
		if !c.Kind.Doc().Keyed {
			continue
		}
		err := a.baselineOne(ctx, state, t.watch, c, reason)
		if errors.Is(err, store.ErrUnmeasured) { // skipped checks have no violations
			fmt.Fprintf(a.err, "left alone: %v\n", err)
			continue
		}
		refused = append(refused, err)
	}
	return errors.Join(refused...)
}

func (a *app) baselineOne(ctx context.Context, state *store.Store, w *checks.Watch, c *checks.Check, reason string) error {
	b, err := pipelines.Baseline(ctx, state, w, c, actor(), reason, a.now())
	switch {
	case errors.Is(err, store.ErrUnmeasured):
		return fmt.Errorf("%s/%s: %w: run `dogwatch run %s`, then take the baseline", w.Path(), c.ID, err, w.Path())
	case errors.Is(err, store.ErrChanged):
		return fmt.Errorf("%s/%s: %w: run `dogwatch run %s --again --reason …`, look at what it finds, then take the baseline", w.Path(), c.ID, err, w.Path())
	case err != nil:
		return err
	}
	if c.Of != checks.OfNew && b.Size > 0 {
		fmt.Fprintf(a.err, "%s/%s: its bounds count the stock too; with `of: new` on the check they count what comes after\n", w.Path(), c.ID)
	}
	fmt.Fprintf(a.out, "%s/%s: %s of %s in stock\n", w.Path(), c.ID, counted(int(b.Size), "violation"), b.Period)
	return nil
}
