package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// starter is a small workspace that runs as it is, over two CSV files.
//
//go:embed all:starter
var starter embed.FS

func newInit(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Make a workspace to start from",
		Long: `Make a small workspace: a deployment file, one contract with samples, one watch, and
a CSV file to patrol, so that "dogwatch run" works at once. Change it step by step
into your own. Existing files are never overwritten.`,
		Args: atMost(1, "name one folder"),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				a.dir = args[0]
			}
			return a.init()
		},
	}
}

func (a *app) init() error {
	switch err := a.isWorkspace(); {
	case err == nil:
		return fmt.Errorf("%s is a workspace already", a.dir)
	case !errors.Is(err, errNoWorkspace):
		return err
	}
	files := map[string][]byte{}
	err := fs.WalkDir(starter, "starter", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		inside, err := filepath.Rel("starter", name)
		if err != nil {
			return err
		}
		if _, err := os.Stat(filepath.Join(a.dir, inside)); err == nil {
			return fmt.Errorf("%s exists already: nothing was written", filepath.Join(a.dir, inside))
		}
		files[filepath.ToSlash(inside)], err = fs.ReadFile(starter, name)
		return err
	})
	if err != nil {
		return err
	}
	if err := writeFiles(a.dir, files); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "made a workspace in %s\n\n  dogwatch lint --dir %[1]s   # are the definitions right?\n  dogwatch test --dir %[1]s   # are the checks right?\n  dogwatch run  --dir %[1]s   # patrol\n", a.dir)
	return nil
}
