package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
)

func newAccept(a *app) *cobra.Command {
	reason, withdraw := "", false
	cmd := &cobra.Command{
		Use:   "accept WATCH [CHECK]",
		Short: "Put proposed checks in force",
		Long: `Put a proposed check of a watch in force, or all of its proposed checks.

The definition stays as it is, "status: proposed" included: files may be shared and
under version control. Who accepted, when and why is recorded in the state, with what
the check says at that time. If its rule or its bounds change, the acceptance is void
and the check is proposed again; "dogwatch status" says so.

--withdraw takes acceptances back: the checks are proposed again from the next run on,
and the anomalies that they opened are retired. Who withdrew, when and why is kept
beside the acceptance.

A WATCH is system/watch; of a contract with several tables that is all of them, and
system/watch.table is one.`,
		Example: "  dogwatch accept elderly-allowances/death-records --reason '试行一个月，无误报'\n  dogwatch accept elderly-allowances/death-records unique --reason '…'\n  dogwatch accept elderly-allowances/death-records unique --withdraw --reason '误报太多'",
		Args:    watchAndCheck,
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.accept(cmd.Context(), args, reason, withdraw)
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it may count from now on, or may not any more; recorded")
	cmd.Flags().BoolVar(&withdraw, "withdraw", false, "take the acceptance back")
	return cmd
}

// watchAndCheck takes one watch and perhaps one check.
func watchAndCheck(cmd *cobra.Command, args []string) error {
	if len(args) == 1 || len(args) == 2 {
		return nil
	}
	return fmt.Errorf("name one watch, as system/watch, and perhaps one of its checks; see `%s --help`", cmd.CommandPath())
}

func (a *app) accept(ctx context.Context, args []string, reason string, withdraw bool) (err error) {
	if strings.TrimSpace(reason) == "" {
		return errors.New("accept needs --reason: what makes you trust the checks, or trust them no more")
	}
	cat, err := a.load()
	if err != nil {
		return err
	}
	list, err := subjects(cat, args)
	if err != nil {
		return err
	}
	if err := acceptable(list); err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	if withdraw {
		return a.withdrawFrom(args[0], "proposed again", list, func(t subject) ([]*checks.Check, error) {
			return pipelines.WithdrawAcceptances(ctx, state, t.watch, t.id(), a.withdrawal(reason))
		})
	}
	count := 0
	for _, t := range list {
		accepted, err := pipelines.Accept(ctx, state, t.watch, t.id(), actor(), reason, a.now())
		if err != nil {
			return err
		}
		for _, c := range accepted {
			fmt.Fprintf(a.out, "in force from the next run on: %s/%s  %s\n", t.watch.Path(), c.ID, c.Title)
		}
		count += len(accepted)
	}
	if count == 0 {
		fmt.Fprintf(a.out, "nothing to accept: no check of %s is proposed and not accepted yet\n", args[0])
	}
	return nil
}

// acceptable refuses a named check that no definition proposes.
func acceptable(list []subject) error {
	for _, t := range list {
		if t.check == nil || t.check.Status == checks.Proposed {
			return nil
		}
	}
	return fmt.Errorf("%s/%s is in force by its definition: there is nothing to accept", list[0].watch.Path(), list[0].check.ID)
}
