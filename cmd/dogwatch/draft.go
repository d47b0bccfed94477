package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// A drafting is one `dogwatch draft` with its flags.
type drafting struct {
	*app
	source, table, all, contract, system, output, from string
	rows                                               int64
}

func newDraft(a *app) *cobra.Command {
	d := &drafting{app: a}
	cmd := &cobra.Command{
		Use:   "draft (--source NAME (--table TABLE | --all GLOB) | --from FILE.xlsx)",
		Short: "Write a first contract and watch of a table that nobody has described",
		Long: `Look at a table by one bounded scan and write a contract and a watch of it: types,
code values, keys, patterns, the likely arrival column. Behind each line stands what
was measured. Every check is proposed: it is measured, but opens no anomaly until a
person accepts it. No value of a person is written, and no file is overwritten.

Values that the source seems to hide (stars, tokens of one length) are proposed as
protected and marked "unsure". With --all, tables of one shape that differ only by a
district, a period or a mark of history (QZ_110101, LOG_202611, LOG_HIS) become one
watch: each, pattern or union.

With --contract the table is bound to a contract that exists, such as a shipped one:
which column is which is proposed by names, comments and values, and what is not sure
is marked "unsure".

With --from the contract is read from the specification sheet of an interface, an
XLSX file with the columns 字段名 中文名 类型 长度 必填 说明 代码, as
"dogwatch docs contract" writes it. No source is opened and no watch is written.`,
		Example: `  dogwatch draft --source front --table QZK.QZ_SWXX
  dogwatch draft --source front --table QZ_SWXX --contract death-records
  dogwatch draft --source front --all 'QZ_*'
  dogwatch draft --from 接口规范.xlsx`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return d.run(cmd.Context()) },
	}
	cmd.Flags().StringVar(&d.source, "source", "", "a source of dogwatch.yaml")
	cmd.Flags().StringVar(&d.table, "table", "", "the table, view or file")
	cmd.Flags().StringVar(&d.all, "all", "", "every table whose name fits this glob")
	cmd.Flags().StringVar(&d.contract, "contract", "", "bind the table to this contract instead of drafting one")
	cmd.Flags().StringVar(&d.from, "from", "", "read a specification sheet (XLSX) instead of a table")
	cmd.Flags().StringVar(&d.system, "system", "", "id of the system that is written (default: source and table)")
	cmd.Flags().StringVar(&d.output, "out", "", "folder to write to (default: the workspace)")
	cmd.Flags().Int64Var(&d.rows, "rows", draft.DefaultRows, "how many rows of a table are looked at")
	return cmd
}

// usage says what is wrong with the flags.
func (d *drafting) usage(cat *checks.Catalog) error {
	switch {
	case d.from != "" && d.source+d.table+d.all+d.contract+d.system != "":
		return errors.New("--from reads a sheet: of the other flags it only takes --out")
	case d.from != "":
		return nil
	case d.source == "" || (d.table == "") == (d.all == ""):
		return errors.New("name a source, and one --table or --all GLOB")
	case cat.Deployment.Source(d.source) == nil:
		return fmt.Errorf("there is no source %q in dogwatch.yaml", d.source)
	case cat.Deployment.Source(d.source).Personal == checks.PersonalPushdownOnly:
		return fmt.Errorf("source %s keeps its personal data (personal: pushdown-only) and a draft reads rows: draft from its specification sheet with --from", d.source)
	case !d.window(cat).Open(d.now().In(cat.Deployment.Zone)):
		return fmt.Errorf("source %s may be read %s only (limits: window) and a draft reads rows: draft then, or from its specification sheet with --from", d.source, d.window(cat).Text)
	case d.all != "" && d.contract != "":
		return errors.New("--contract binds one table: name it with --table")
	case d.system != "" && !draft.IsID(d.system):
		return fmt.Errorf("--system %q is no id: use letters, digits, - and _", d.system)
	case d.rows < 1:
		return errors.New("--rows is a number from 1")
	}
	if _, err := path.Match(d.all, ""); err != nil {
		return fmt.Errorf("--all %q is no glob: %w", d.all, err)
	}
	return nil
}

func (d *drafting) window(cat *checks.Catalog) checks.Window {
	return cat.Deployment.Source(d.source).Limits.Window
}

func (d *drafting) run(ctx context.Context) (err error) {
	cat, err := d.load()
	if err != nil {
		return err
	}
	if err := d.usage(cat); err != nil {
		return err
	}
	if d.from != "" {
		return d.fromSheet()
	}
	request := draft.Request{Input: d.input(), Catalog: cat, Source: d.source, System: d.system}
	if request.Title = cat.Deployment.Source(d.source).Title; request.Title == "" {
		request.Title = d.source
	}
	if d.contract != "" {
		if request.Contract, err = contractOf(cat, d.contract); err != nil {
			return err
		}
	}
	s, err := d.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	tables, source, err := d.tables(ctx, s)
	if err != nil {
		return err
	}
	failed := 0
	for _, table := range tables {
		profile, err := draft.Take(ctx, source, table, draft.Options{Rows: d.rows, AsOf: d.now().In(cat.Deployment.Zone)})
		if err != nil {
			fmt.Fprintf(d.err, "%s: %v\n", table, err)
			failed++
			continue
		}
		request.Profiles = append(request.Profiles, profile)
	}
	if len(request.Profiles) > 0 {
		err = d.write(request)
	}
	if err == nil && failed > 0 {
		err = &exitError{exitUnevaluated, counted(failed, "table") + " could not be drafted"}
	}
	return err
}

// contractOf finds a contract, or contract.table of one with several tables.
func contractOf(cat *checks.Catalog, id string) (*checks.Contract, error) {
	var tables []string
	for _, c := range cat.Contracts {
		if c.ID == id {
			return c, nil
		}
		if c.Whole == id {
			tables = append(tables, c.ID)
		}
	}
	if len(tables) > 0 {
		return nil, fmt.Errorf("the contract %q has several tables: name one, %s", id, strings.Join(tables, ", "))
	}
	return nil, fmt.Errorf("there is no contract %q; shipped ones need `use: [builtin]` in dogwatch.yaml", id)
}

// tables are the names to look at, by --table or by --all among those of the source.
func (d *drafting) tables(ctx context.Context, s *session) (names []string, source connectors.Source, err error) {
	if d.table != "" {
		source, err = s.patroller.Sources.Open(ctx, d.source)
		if err != nil {
			err = &exitError{exitUnevaluated, err.Error()}
		}
		return []string{d.table}, source, err
	}
	source, list, err := listTables(ctx, s, d.source)
	if err != nil {
		return nil, nil, err
	}
	for _, table := range list {
		if fits, _ := path.Match(strings.ToLower(d.all), strings.ToLower(table.Name)); fits {
			names = append(names, table.Name)
		}
	}
	if len(names) == 0 {
		return nil, nil, fmt.Errorf("no table of %s fits %q: `dogwatch source tables %[1]s` lists them", d.source, d.all)
	}
	return names, source, nil
}

// write composes the files and writes those, if none of them is there.
func (d *drafting) write(request draft.Request) error {
	if request.System == "" {
		request.System = draft.SystemID(d.source, d.table)
	}
	drafts, list, err := draft.Compose(request)
	if err != nil {
		fmt.Fprint(d.err, diag.Render(list.Sorted(), request.Texts(drafts, list)))
		return err
	}
	if err := d.writeDrafts(d.output, drafts.Files); err != nil {
		return err
	}
	fmt.Fprintf(d.out, "%s, all proposed", counted(drafts.Proposed, "check"))
	if drafts.Unsure > 0 {
		fmt.Fprintf(d.out, "; %s to look at: search for `unsure`", counted(drafts.Unsure, "column"))
	}
	fmt.Fprintln(d.out)
	return nil
}

// writeDrafts writes files into a folder, or into the workspace, and says which.
func (a *app) writeDrafts(folder string, files map[string][]byte) error {
	if folder == "" {
		folder = a.dir
	}
	if err := writeNew(folder, files); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(a.out, "wrote %s\n", filepath.ToSlash(filepath.Join(folder, name)))
	}
	return nil
}

// writeNew writes files of which none may exist.
func writeNew(folder string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		at := filepath.Join(folder, filepath.FromSlash(name))
		if _, err := os.Lstat(at); err == nil {
			return fmt.Errorf("%s exists already: nothing was written", filepath.ToSlash(at))
		} else if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return writeFiles(folder, files)
}
