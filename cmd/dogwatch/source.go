package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newSource(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "source", Short: "Look after the configured sources", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	reason := ""
	unlock := &cobra.Command{
		Use:   "unlock NAME",
		Short: "Let a source be tried again after a refused login",
		Long: `After one refused login a source is not tried again until its secret changes, since
shared accounts lock. Unlock it once the account works again.`,
		Args: exactly(1, "name one source of dogwatch.yaml"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.unlock(cmd.Context(), args[0], reason) },
	}
	unlock.Flags().StringVar(&reason, "reason", "", "why, for the audit")
	cmd.AddCommand(newSourceList(a), newSourceTest(a), newSourceTables(a), unlock)
	return cmd
}

func (a *app) unlock(ctx context.Context, name, reason string) (err error) {
	cat, err := a.loadInEffect()
	if err != nil {
		return err
	}
	if cat.Deployment.Source(name) == nil {
		return fmt.Errorf("there is no source %q in dogwatch.yaml", name)
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	was, err := state.UnlockSource(ctx, name)
	if err != nil {
		return err
	}
	if !was {
		fmt.Fprintf(a.out, "%s was not locked\n", name)
		return nil
	}
	fmt.Fprintf(a.out, "%s will be tried again\n", name)
	return state.Audit(ctx, store.AuditEntry{At: a.now(), Actor: actor(), Action: "unlock", Subject: name, Reason: reason})
}
