package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/sample"
)

func newTest(a *app) *cobra.Command {
	verbose := false
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Judge the sample rows beside contracts and watches, without a database",
		Long: `Run the samples in contracts/*_test.yaml and watches/*_test.yaml: rows (or small
tables) that a check must judge as pass, fail, unknown or fault. No source is touched.

A shipped watch that is not in effect here is not tried; nor is a check that your
workspace changes tried with the shipped samples.

Exit code 1 if a sample is judged otherwise than it says, 2 if the files are wrong.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return a.test(verbose) },
	}
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list every sample, the checks without samples, and those that were not tried")
	return cmd
}

func (a *app) test(verbose bool) error {
	cat, err := a.loadStrict()
	if err != nil {
		return err
	}
	input := a.input()
	result, list := sample.Run(input, cat)
	if len(list) > 0 {
		fmt.Fprint(a.err, diag.Render(list, checks.Texts(input, list)))
	}
	failed := 0
	for _, v := range result.Verdicts {
		if !v.OK() {
			failed++
		}
		if verbose {
			fmt.Fprintf(a.out, "%-4s %s/%s %s: %s\n", map[bool]string{true: "ok", false: "FAIL"}[v.OK()], v.Of, v.Check, v.Want, v.Got)
		}
	}
	if verbose {
		for _, g := range result.Gaps {
			fmt.Fprintf(a.out, "gap  %s/%s has no sample that %s\n", g.Of, g.Check, lacks(g))
		}
		for _, u := range result.Untried {
			fmt.Fprintf(a.out, "skip %s/%s: %s\n", u.Of, u.Check, u.Why)
		}
	}
	fmt.Fprintf(a.out, "%s: %d as expected, %d not; %s%s\n", counted(len(result.Verdicts), "sample"), len(result.Verdicts)-failed, failed,
		plural(len(result.Gaps), "check lacks a passing or failing sample", "checks lack a passing or failing sample"), untried(len(result.Untried)))
	switch {
	case failed > 0:
		return &exitError{code: exitAnomalies}
	case list.Errors():
		return &exitError{code: exitUsage}
	}
	return nil
}

// untried says how many samples mean nothing here, "" if all do.
func untried(n int) string {
	if n == 0 {
		return ""
	}
	return "; " + plural(n, "check of a watch was not tried", "checks of watches were not tried") + " (--verbose says why)"
}

func lacks(g sample.Gap) string {
	switch {
	case !g.Passes && !g.Fails:
		return "passes or fails"
	case !g.Passes:
		return "passes"
	}
	return "fails"
}
