package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/pipelines/draft"
	"github.com/dogwatch/dogwatch/pipelines/exchange"
)

// fromSheet drafts the contracts of a workbook.
func (d *drafting) fromSheet() error {
	data, err := os.ReadFile(d.from)
	if err != nil {
		return fmt.Errorf("%s cannot be read", d.from)
	}
	contracts, notes, err := exchange.ReadSheets(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("%s: %w", d.from, err)
	}
	return d.writeContracts(d.output, contracts, notes)
}

// writeContracts writes contracts that pass lint over the workspace, and what could not
// be carried to stderr.
func (a *app) writeContracts(folder string, contracts []*draft.Contract, notes []string) error {
	drafts, list, err := draft.Contracts(a.input(), contracts)
	if err != nil {
		request := draft.Request{Input: a.input()}
		fmt.Fprint(a.err, diag.Render(list.Sorted(), request.Texts(drafts, list)))
		return err
	}
	a.printLost(notes)
	return a.writeDrafts(folder, drafts.Files)
}

// printLost names what could not be carried over.
func (a *app) printLost(lost []string) {
	for _, what := range lost {
		fmt.Fprintf(a.err, "not carried: %s\n", what)
	}
}

// written finds a contract as its file has it.
func (a *app) written(id string) (*draft.Contract, error) {
	cat, err := a.loadStrict()
	if err != nil {
		return nil, err
	}
	if _, err := contractOf(cat, id); err != nil {
		return nil, err
	}
	return exchange.Read(id, catalog.FS, os.DirFS(a.dir))
}

func newDocsContract(a *app) *cobra.Command {
	format, output := "", ""
	cmd := &cobra.Command{
		Use:   "contract NAME",
		Short: "Write the specification sheet of a contract, for the counterparty",
		Long: `Write a contract as the usual specification sheet of an interface: 字段名 中文名 类型
长度 必填 说明 代码, then 主键 and 安全级别. Checks have no place in a sheet; each is named
on stderr. "dogwatch draft --from" reads it back.`,
		Args: exactly(1, "name one contract"),
		RunE: func(_ *cobra.Command, args []string) error { return a.writeSheet(args[0], format, output) },
	}
	cmd.Flags().StringVar(&format, "format", "xlsx", "xlsx")
	cmd.Flags().StringVarP(&output, "output", "o", "", "the file (default: NAME.xlsx)")
	return cmd
}

func (a *app) writeSheet(id, format, output string) error {
	if format != "xlsx" {
		return fmt.Errorf("--format is xlsx, not %q", format)
	}
	c, err := a.written(id)
	if err != nil {
		return err
	}
	data, lost, err := exchange.WriteSheet(c)
	if err != nil {
		return err
	}
	if output == "" {
		output = id + ".xlsx"
	}
	a.printLost(lost)
	return a.writeOne(output, data)
}

// writeOne writes a file that may not exist yet.
func (a *app) writeOne(output string, data []byte) error {
	if err := writeNew(filepath.Dir(output), map[string][]byte{filepath.Base(output): data}); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "wrote %s\n", filepath.ToSlash(output))
	return nil
}

// odcsLargest is how big an imported document may be.
const odcsLargest = 16 << 20

func newImport(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "import", Short: "Read contracts from other forms", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	output := ""
	odcs := &cobra.Command{
		Use:   "odcs FILE",
		Short: "Write a contract from an Open Data Contract Standard document",
		Long: `Read a document of the Open Data Contract Standard, version 3, and write a contract for
each object of its schema. What has no place in a contract is named on stderr. What is
written passes lint; no file is overwritten.`,
		Args: exactly(1, "name one file"),
		RunE: func(_ *cobra.Command, args []string) error { return a.importODCS(args[0], output) },
	}
	odcs.Flags().StringVar(&output, "out", "", "folder to write to (default: the workspace)")
	cmd.AddCommand(odcs)
	return cmd
}

func (a *app) importODCS(name, output string) error {
	if err := a.isWorkspace(); err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil || info.Size() > odcsLargest {
		return fmt.Errorf("%s cannot be read, or is greater than %d MiB", name, odcsLargest>>20)
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return fmt.Errorf("%s cannot be read", name)
	}
	contracts, lost, err := exchange.ReadODCS(data)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return a.writeContracts(output, contracts, lost)
}

func newExport(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "export", Short: "Write contracts in other forms", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	output := ""
	odcs := &cobra.Command{
		Use:   "odcs CONTRACT",
		Short: "Print a contract as an Open Data Contract Standard document",
		Long: `Print a contract as a document of the Open Data Contract Standard, version 3.1. Checks
are custom quality rules of the engine dogwatch, and what the standard has no key for
are custom properties, so that "dogwatch import odcs" gives the same contract back.`,
		Args: exactly(1, "name one contract"),
		RunE: func(_ *cobra.Command, args []string) error { return a.exportODCS(args[0], output) },
	}
	odcs.Flags().StringVarP(&output, "output", "o", "", "the file (default: stdout)")
	cmd.AddCommand(odcs)
	return cmd
}

func (a *app) exportODCS(id, output string) error {
	c, err := a.written(id)
	if err != nil {
		return err
	}
	data, err := exchange.WriteODCS(c)
	if err != nil {
		return err
	}
	if output != "" {
		return a.writeOne(output, data)
	}
	_, err = a.out.Write(data)
	return err
}
