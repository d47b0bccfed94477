package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newLint(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "lint",
		Short: "Check the definitions, without touching any source",
		Long:  "Read every definition of the workspace and report every fault at once, with its place.\nExit code 2 if there is an error; warnings alone exit 0.",
		Args:  noArguments,
		RunE: func(*cobra.Command, []string) error {
			cat, err := a.load()
			if err != nil {
				return err
			}
			watches, count := 0, 0
			for _, s := range cat.Systems {
				watches += len(s.Watches)
				for _, w := range s.Watches {
					count += len(w.Checks)
				}
			}
			fmt.Fprintf(a.out, "ok: %s, %s, %s, %s\n", counted(len(cat.Contracts), "contract"), counted(len(cat.Systems), "system"), plural(watches, "watch", "watches"), counted(count, "check"))
			return nil
		},
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
