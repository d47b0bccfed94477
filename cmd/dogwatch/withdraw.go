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

// withdrawal is what whoever runs the command does now.
func (a *app) withdrawal(reason string) store.Withdrawal {
	return store.Withdrawal{At: a.now(), Actor: actor(), Reason: reason}
}

// withdrawFrom takes decisions back, one by one, and says of which checks and what
// they are from the next run on. One without a decision is passed over if another
// has one.
func (a *app) withdrawFrom(name, state string, list []subject, withdraw func(subject) ([]*checks.Check, error)) error {
	none := fmt.Errorf("%s: %w", name, store.ErrNoDecision)
	for _, t := range list {
		withdrawn, err := withdraw(t)
		switch {
		case errors.Is(err, store.ErrNoDecision):
			continue
		case err != nil:
			return fmt.Errorf("%s: %w", t.watch.Path(), err)
		}
		none = nil
		for _, c := range withdrawn {
			fmt.Fprintf(a.out, "withdrawn; %s from the next run on: %s/%s  %s\n", state, t.watch.Path(), c.ID, c.Title)
		}
	}
	return none
}

func newFeedbackWithdraw(a *app) *cobra.Command {
	reason := ""
	cmd := &cobra.Command{
		Use:   "withdraw WATCH CHECK [FINGERPRINT...]",
		Short: "Take exceptions back that answers have recorded",
		Long: `Take back the exceptions that answers of a counterparty have recorded for a check: all
of them, or those of the given violations. What they name counts again from the next
run on. Who withdrew, when and why is kept beside the exception.

"dogwatch explain CHECK --fingerprints" lists them. Exceptions that stand in YAML are
taken back there.`,
		Example: "  dogwatch feedback withdraw elderly-allowances/death-records unique --reason '公安更正了答复'",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.feedbackWithdraw(cmd.Context(), args, reason) },
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why they do not hold any more; recorded")
	return cmd
}

func (a *app) feedbackWithdraw(ctx context.Context, args []string, reason string) (err error) {
	if len(args) < 2 {
		return errors.New("name one watch, as system/watch, and one of its checks")
	}
	if strings.TrimSpace(reason) == "" {
		return errors.New("withdraw needs --reason: why the exceptions do not hold any more")
	}
	cat, err := a.load()
	if err != nil {
		return err
	}
	w, c, err := named(cat, args[:2])
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	day := pipelines.CivilDay(a.now(), cat.Deployment.Zone)
	list, err := pipelines.WithdrawExceptions(ctx, state, w, c, args[2:], day, a.withdrawal(reason))
	if err != nil {
		return fmt.Errorf("%s/%s: %w", w.Path(), c.ID, err)
	}
	fmt.Fprintf(a.out, "withdrawn: %s of %s/%s; what they name counts again from the next run on\n", counted(len(list), "exception"), w.Path(), c.ID)
	return nil
}

// printWithdrawn tells of the decisions about a check that were taken back, as they
// stand now; with fingerprints also the exceptions that hold.
func (a *app) printWithdrawn(ctx context.Context, state *store.Store, cat *checks.Catalog, run store.Run, o store.Outcome, fingerprints bool) error {
	w, c := lookup(cat, run, o)
	if c == nil {
		return nil
	}
	decisions, err := pipelines.ReadDecisions(ctx, state)
	if err != nil {
		return err
	}
	d := a.decisionWords(cat)
	for _, v := range decisions.Of(w, c).Void {
		if t := v.Withdrawn; !t.Holds() {
			fmt.Fprintln(a.out, d.say("已撤回        %s（%s，%s），%s 由 %s：%s", "withdrawn    the %s of %s by %s, on %s by %s: %s", d.decision(v), d.day(v.At), v.Actor, d.day(t.At), t.Actor, t.Reason))
		}
	}
	for _, e := range decisions.Withdrawn(w, c) {
		t := e.Withdrawn
		fmt.Fprintln(a.out, d.say("已撤回        例外 %s（%s），%s 由 %s：%s", "withdrawn    the exception %s (%s), on %s by %s: %s", e.Masked, e.Reason, d.day(t.At), t.Actor, t.Reason))
	}
	if !fingerprints {
		return nil
	}
	for _, e := range decisions.Recorded(w, c, pipelines.CivilDay(a.now(), cat.Deployment.Zone)) {
		fmt.Fprintln(a.out, d.say("例外          %s  %s（%s）", "exception    %s  %s (%s)", e.Fingerprint, e.Masked, e.Reason))
	}
	return nil
}
