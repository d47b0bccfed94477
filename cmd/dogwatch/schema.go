package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/pipelines/report"
)

// published are the schemas of what is written for other programs, by name: of
// `--format json` of run, diff and coverage.
func published() map[string]func() ([]byte, error) {
	return map[string]func() ([]byte, error){"results": report.Schema, "diff": report.DiffSchema, "coverage": report.CoverageSchema}
}

func schemaNames() []string {
	names := []string{"results", "diff", "coverage"}
	for _, f := range checks.FileShapes(kind.All()) {
		names = append(names, f.Name)
	}
	return names
}

func newSchema(a *app) *cobra.Command {
	output := ""
	cmd := &cobra.Command{
		Use:       "schema NAME",
		Short:     "Print a JSON Schema, for editors to complete and check YAML with",
		Long:      "Print the JSON Schema of a sort of file, or of what `--format json` of run\n(results), diff or coverage writes.\nNAME is one of " + strings.Join(schemaNames(), ", ") + ".",
		Example:   "  dogwatch schema contract > contract.schema.json",
		ValidArgs: schemaNames(),
		Args:      exactly(1, "name one schema: "+strings.Join(schemaNames(), ", ")),
		RunE: func(_ *cobra.Command, args []string) error {
			data, err := schema(args[0])
			if err != nil {
				return err
			}
			return a.write(output, func(w io.Writer) error {
				_, err := fmt.Fprintln(w, strings.TrimSuffix(string(data), "\n"))
				return err
			})
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file instead of stdout")
	return cmd
}

func schema(name string) ([]byte, error) {
	if made := published()[name]; made != nil {
		return made()
	}
	data, err := checks.JSONSchema(name, kind.All())
	if err != nil {
		return nil, fmt.Errorf("there is no schema %q: %s", name, strings.Join(schemaNames(), ", "))
	}
	return data, nil
}
