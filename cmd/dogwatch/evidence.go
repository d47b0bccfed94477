package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// mostEvidence bounds one file that is filed: 256 MiB.
const mostEvidence = 256 << 20

func newEvidence(a *app) *cobra.Command {
	cmd := &cobra.Command{Use: "evidence", Short: "Files by which people show that a row of the agreement was served", Args: noArguments}
	var row, file, note, year string
	add := &cobra.Command{
		Use:   "add",
		Short: "File one",
		Long: `File a document, a signed record or a picture under a row of the agreement. A copy is kept
beside the state (state/evidence/, named by its SHA-256, readable by you alone); the state
keeps name, hash, size, note, time and who filed it.`,
		Example: "  dogwatch evidence add --row 10 --file 等保测评报告.pdf --note '2023 年三级测评报告'",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.addEvidence(cmd.Context(), year, row, file, note)
		},
	}
	add.Flags().StringVar(&row, "row", "", "the row of the agreement")
	add.Flags().StringVar(&file, "file", "", "the file")
	add.Flags().StringVar(&note, "note", "", "what it shows")
	list := &cobra.Command{
		Use:   "list",
		Short: "List what was filed, and whether the copies are what they were",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return a.listEvidence(cmd.Context(), year) },
	}
	for _, c := range []*cobra.Command{add, list} {
		c.Flags().StringVar(&year, "service-year", "", "the service year by name (default: the present one, as coverage takes it)")
	}
	cmd.AddCommand(add, list)
	return cmd
}

func (a *app) addEvidence(ctx context.Context, name, row, file, note string) (err error) {
	for flag, value := range map[string]string{"--row": row, "--file": file, "--note": note} {
		if strings.TrimSpace(value) == "" {
			return fmt.Errorf("evidence add needs %s", flag)
		}
	}
	_, year, err := a.serviceYearNow(name)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(year.Clauses, func(c checks.Clause) bool { return c.Row == row })
	if at < 0 {
		return fmt.Errorf("the service year %s has no row %q: `dogwatch coverage --service-year %s` lists them", year.Year, row, year.Year)
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	e := store.Evidence{Year: year.Year, Row: row, Name: filepath.Base(file), Note: note, At: a.now(), Actor: actor()}
	if e.SHA256, e.Size, err = a.keep(file); err != nil {
		return err
	}
	if err := state.AddEvidence(ctx, e); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "filed: row %s of %s: %s (%d bytes, sha256 %s)\n", row, year.Year, e.Name, e.Size, e.SHA256)
	if by := year.Clauses[at].By; by != checks.ByEvidence {
		fmt.Fprintf(a.err, "row %s is served by %s: what is filed stands beside it in the coverage and does not count as done\n", row, by)
	}
	return nil
}

// serviceYearNow loads the workspace, and finds a service year in it by name, or the
// present one.
func (a *app) serviceYearNow(name string) (*checks.Catalog, checks.ServiceYear, error) {
	cat, err := a.loadStrict()
	if err != nil {
		return nil, checks.ServiceYear{}, err
	}
	year, err := a.serviceYear(cat, name, civilDay(a.now(), cat.Deployment.Zone))
	return cat, year, err
}

func (a *app) evidenceDir() string { return filepath.Join(filepath.Dir(a.stateFile()), "evidence") }

// keep copies a file beside the state under its hash, and gives hash and size. A file
// that is there already is not written again.
func (a *app) keep(file string) (sum string, size int64, err error) {
	in, err := os.Open(file)
	if err != nil {
		return "", 0, fmt.Errorf("--file %s cannot be read", file)
	}
	defer func() { _ = in.Close() }() // it was only read
	switch info, err := in.Stat(); {
	case err != nil || !info.Mode().IsRegular() || info.Size() > mostEvidence:
		return "", 0, fmt.Errorf("--file %s is no file, or is larger than %d MiB", file, mostEvidence>>20)
	case info.Size() == 0:
		return "", 0, fmt.Errorf("--file %s is empty: it shows nothing", file)
	}
	if err := os.MkdirAll(a.evidenceDir(), 0o700); err != nil {
		return "", 0, err
	}
	temp, err := os.CreateTemp(a.evidenceDir(), ".new-*")
	if err != nil {
		return "", 0, err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // it is gone if it was renamed
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(temp, h), in)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return "", 0, err
	}
	sum = hex.EncodeToString(h.Sum(nil))
	return sum, size, os.Rename(temp.Name(), filepath.Join(a.evidenceDir(), sum))
}

func (a *app) listEvidence(ctx context.Context, name string) (err error) {
	cat, year, err := a.serviceYearNow(name)
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	list, err := state.Evidences(ctx, year.Year)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		fmt.Fprintf(a.err, "nothing was filed for the service year %s: dogwatch evidence add\n", year.Year)
		return nil
	}
	damaged := a.printEvidence(cat, list)
	if damaged > 0 {
		return fmt.Errorf("%s of %d in %s lost or changed", counted(damaged, "file"), len(list), a.evidenceDir())
	}
	return nil
}

// printEvidence lists what was filed, and counts the copies that are not what they were.
func (a *app) printEvidence(cat *checks.Catalog, list []store.Evidence) (damaged int) {
	say := a.speaker(cat)
	words := map[string]string{"intact": say.say("完好", "intact"), "lost": say.say("丢失", "lost"), "changed": say.say("已被改动", "changed")}
	var rows [][]string
	for _, e := range list {
		state := a.intact(e)
		if state != "intact" {
			damaged++
		}
		rows = append(rows, []string{e.Row, e.At.In(cat.Deployment.Zone).Format("2006-01-02 15:04"), e.Actor, e.Name, e.SHA256[:12], words[state], e.Note})
	}
	heads := say.say("行号 归档时间 归档人 文件 SHA-256 副本 说明", "row filed by file sha256 copy note")
	fmt.Fprint(a.out, report.Grid(strings.Fields(heads), rows, a.width()))
	return damaged
}

// intact compares a kept file with what is recorded of it.
func (a *app) intact(e store.Evidence) string {
	f, err := os.Open(filepath.Join(a.evidenceDir(), e.SHA256))
	if err != nil {
		return "lost"
	}
	defer func() { _ = f.Close() }() // it was only read
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil || hex.EncodeToString(h.Sum(nil)) != e.SHA256 {
		return "changed"
	}
	return "intact"
}
