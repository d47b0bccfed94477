package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
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

A WATCH is system/watch.`,
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
	w, c, err := named(cat, args)
	if err != nil {
		return err
	}
	if c != nil && c.Status != checks.Proposed {
		return fmt.Errorf("%s/%s is in force by its definition: there is nothing to accept", w.Path(), c.ID)
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	id := ""
	if c != nil {
		id = c.ID
	}
	if withdraw {
		return a.withdrawn(w, "proposed again")(pipelines.WithdrawAcceptances(ctx, state, w, id, a.withdrawal(reason)))
	}
	accepted, err := pipelines.Accept(ctx, state, w, id, actor(), reason, a.now())
	if err != nil {
		return err
	}
	if len(accepted) == 0 {
		fmt.Fprintf(a.out, "nothing to accept: no check of %s is proposed and not accepted yet\n", w.Path())
		return nil
	}
	for _, c := range accepted {
		fmt.Fprintf(a.out, "in force from the next run on: %s/%s  %s\n", w.Path(), c.ID, c.Title)
	}
	return nil
}

// named finds the watch and the check of the arguments; without a second argument the
// check is nil.
func named(cat *checks.Catalog, args []string) (*checks.Watch, *checks.Check, error) {
	w, err := watchOf(cat, args[0])
	if err != nil || len(args) == 1 {
		return w, nil, err
	}
	at := slices.IndexFunc(w.Checks, func(c *checks.Check) bool { return c.ID == args[1] })
	if at < 0 {
		var ids []string
		for _, c := range w.Checks {
			ids = append(ids, c.ID)
		}
		return nil, nil, fmt.Errorf("%s has no check %q: %s", w.Path(), args[1], suggestion(args[1], ids))
	}
	return w, w.Checks[at], nil
}

func watchOf(cat *checks.Catalog, path string) (*checks.Watch, error) {
	var paths []string
	for _, s := range cat.Systems {
		for _, w := range s.Watches {
			if w.Path() == path {
				return w, nil
			}
			if w.Whole != nil && w.Whole.Path() == path {
				return nil, fmt.Errorf("%s has several tables: name one, %s", path, strings.Join(tablePaths(w.Whole), ", "))
			}
			paths = append(paths, w.Path())
		}
	}
	return nil, fmt.Errorf("there is no watch %q: %s", path, suggestion(path, paths))
}

func tablePaths(whole *checks.Whole) []string {
	var list []string
	for _, w := range whole.Tables {
		list = append(list, w.Path())
	}
	return list
}

// suggestion names what was probably meant, else what there is.
func suggestion(text string, known []string) string {
	if hint := syntax.Suggest(text, known); hint != "" {
		return hint
	}
	return "there is none"
}
