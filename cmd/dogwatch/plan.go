package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

func newPlan(a *app) *cobra.Command {
	f := &selection{}
	cmd := &cobra.Command{
		Use:   "plan [SELECTOR...]",
		Short: "Show what a patrol would do and what would leave each source",
		Long: `Open the selected sources, look at their tables, and print what a patrol would send:
first its looks at deliveries ("look": are they there, is a load in progress), then
the statement of each read, the checks that each serves, what the servers answer
themselves, and which columns would leave the source. No row is read.`,
		RunE: func(cmd *cobra.Command, args []string) error { return a.plan(cmd.Context(), f, args) },
	}
	f.flags(cmd)
	return cmd
}

func (a *app) plan(ctx context.Context, f *selection, selectors []string) (err error) {
	cat, plan, s, err := f.open(ctx, a, selectors)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	layout, err := s.patroller.Layout(ctx, plan)
	if err != nil {
		return err
	}
	for _, run := range plan.Runs {
		fmt.Fprintf(a.out, "run   %s/%s %s %s: %s%s\n", run.Watch.System.ID, run.Watch.ID, run.Aspect, run.Period.Label, counted(len(run.Checks), "check"), waits(run.Closed(&cat.Deployment, a.now())))
	}
	for _, step := range layout {
		fmt.Fprintf(a.out, "\n%-6s%s\n", step.Mode, step.Source)
		fmt.Fprintf(a.out, "      %s\n", strings.ReplaceAll(step.Statement, "\n", "\n      "))
		for _, line := range step.Lines {
			fmt.Fprintln(a.out, "      "+line)
		}
	}
	if len(plan.LeftOut) > 0 {
		return &exitError{code: exitUnevaluated}
	}
	return nil
}

// waits adds why a run would not begin now; "" if it would.
func waits(why string) string {
	if why == "" {
		return ""
	}
	return "; now waiting: " + why
}
