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
		Short: "Judge the sample rows beside the contracts, without a database",
		Long: `Run the samples in contracts/*_test.yaml: rows (or small tables) that a check must
judge as pass, fail, unknown or fault. No source is touched.

Exit code 1 if a sample is judged otherwise than it says, 2 if the files are wrong.`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return a.test(verbose) },
	}
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list every sample, and the checks without samples")
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
			fmt.Fprintf(a.out, "%-4s %s/%s %s: %s\n", map[bool]string{true: "ok", false: "FAIL"}[v.OK()], v.Contract, v.Check, v.Want, v.Got)
		}
	}
	if verbose {
		for _, g := range result.Gaps {
			fmt.Fprintf(a.out, "gap  %s/%s has no sample that %s\n", g.Contract, g.Check, lacks(g))
		}
	}
	fmt.Fprintf(a.out, "%s: %d as expected, %d not; %s\n", counted(len(result.Verdicts), "sample"), len(result.Verdicts)-failed, failed,
		plural(len(result.Gaps), "check lacks a passing or failing sample", "checks lack a passing or failing sample"))
	switch {
	case failed > 0:
		return &exitError{code: exitAnomalies}
	case list.Errors():
		return &exitError{code: exitUsage}
	}
	return nil
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
