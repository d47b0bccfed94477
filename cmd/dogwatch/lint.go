package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

func newLint(a *app) *cobra.Command {
	watching := false
	cmd := &cobra.Command{
		Use:   "lint",
		Short: "Check the definitions, without touching any source",
		Long: `Read every definition of the workspace and report every fault at once, with its place.
Exit code 2 if there is an error; warnings alone exit 0.

With --watch it looks every second whether a file changed and then reports again, until
it is interrupted; faults do not end it.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !watching {
				return a.lint()
			}
			if err := a.isWorkspace(); err != nil {
				return err
			}
			return a.lintOnChange(cmd.Context())
		},
	}
	cmd.Flags().BoolVar(&watching, "watch", false, "report again whenever a file changes, until interrupted")
	return cmd
}

func (a *app) lint() error {
	cat, err := a.loadStrict()
	if err != nil {
		return err
	}
	watches, count := 0, 0
	for _, s := range cat.Systems {
		for _, w := range s.Watches {
			if w.Leads() {
				watches++
			}
			count += len(w.Checks)
		}
	}
	contracts := map[string]bool{}
	for _, c := range cat.Contracts {
		contracts[c.Written()] = true
	}
	fmt.Fprintf(a.out, "ok: %s, %s, %s, %s\n", counted(len(contracts), "contract"), counted(len(cat.Systems), "system"), plural(watches, "watch", "watches"), counted(count, "check"))
	return nil
}

// lookEvery is how often lint --watch looks at the files.
const lookEvery = time.Second

// lintOnChange lints now and whenever a definition changes, until ctx is cancelled.
func (a *app) lintOnChange(ctx context.Context) error {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	last := ""
	for {
		if now := definitionState(os.DirFS(a.dir)); now != last {
			last = now
			fmt.Fprintln(a.out, "-- "+a.now().Format(time.TimeOnly))
			if err := a.lint(); err != nil {
				fmt.Fprintln(a.err, "dogwatch: "+err.Error())
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// definitionState names every file that lint reads with its size and time of change. A
// file that cannot be looked at is left out: lint says why.
func definitionState(dir fs.FS) string {
	var b strings.Builder
	note := func(name string, entry fs.DirEntry) {
		if info, err := entry.Info(); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", name, info.Size(), info.ModTime().UnixNano())
		}
	}
	for _, folder := range []string{".", "contracts", "shared", "watches", "rules", "codes", "service"} {
		entries, err := fs.ReadDir(dir, folder)
		if err != nil {
			continue
		}
		for _, entry := range entries {
			if folder != "." && !entry.IsDir() || entry.Name() == "dogwatch.yaml" {
				note(path.Join(folder, entry.Name()), entry)
			}
		}
	}
	return b.String()
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
