package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
)

func newSourceList(a *app) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the configured sources, without opening one", Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			cat, err := a.loadInEffect()
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
			for _, s := range cat.Deployment.Sources {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", s.Name, s.Driver, placeOf(s), s.Title)
			}
			return w.Flush()
		},
	}
}

// placeOf says where a source lies, without its login.
func placeOf(s checks.Source) string {
	switch {
	case s.URL != "":
		return s.URL
	case s.Path != "":
		return s.Path
	case s.Port != 0:
		return fmt.Sprintf("%s:%d/%s", s.Host, s.Port, s.Database)
	}
	return s.Host + "/" + s.Database
}

func newSourceTest(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "test [NAME]",
		Short: "Log in to a source, or to each, and ask what may be read",
		Long: `Log in once and show the server's version and character set. Of every relation that
a watch reads from it, show the privileges present and missing. No row is read.
Exit code 3 if a source cannot be used or a relation cannot be read.`,
		Args: atMost(1, "name one source of dogwatch.yaml"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.testSources(cmd.Context(), args) },
	}
}

func (a *app) testSources(ctx context.Context, names []string) (err error) {
	cat, err := a.loadInEffect()
	if err != nil {
		return err
	}
	if len(names) == 0 {
		for _, s := range cat.Deployment.Sources {
			names = append(names, s.Name)
		}
	} else if cat.Deployment.Source(names[0]) == nil {
		return fmt.Errorf("there is no source %q in dogwatch.yaml", names[0])
	}
	s, err := a.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	bad := 0
	for _, name := range names {
		bad += a.testSource(ctx, s, cat, name)
	}
	if bad > 0 {
		return &exitError{exitUnevaluated, ""}
	}
	return nil
}

// testSource prints what a source answers, and counts what does not work.
func (a *app) testSource(ctx context.Context, s *session, cat *checks.Catalog, name string) (bad int) {
	began := a.now()
	source, err := s.patroller.Sources.Open(ctx, name)
	if err != nil {
		fmt.Fprintf(a.out, "%s: %v\n", name, err)
		return 1
	}
	told := ""
	if querier, ok := source.(connectors.Querier); ok {
		if f, err := querier.Flavour(ctx); err == nil {
			told = "  " + f.Product + " " + f.Version
			if f.Charset != "" {
				told += ", " + f.Charset
			}
		}
	}
	prober, ok := source.(connectors.Prober)
	if ok {
		if _, err := prober.Probe(ctx, connectors.ProbeRequest{Aspect: connectors.ProbeConnect}); err != nil {
			fmt.Fprintf(a.out, "%s: %v\n", name, err)
			return 1
		}
	}
	fmt.Fprintf(a.out, "%s: reached in %s%s\n", name, a.now().Sub(began).Round(time.Millisecond), told)
	if !ok {
		return 0
	}
	for _, relation := range watchedTables(cat, name) {
		bad += a.testRelation(ctx, prober, relation)
	}
	return bad
}

func (a *app) testRelation(ctx context.Context, prober connectors.Prober, relation string) int {
	probe, err := prober.Probe(ctx, connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: connectors.Relation{Name: relation}})
	switch {
	case err != nil:
		fmt.Fprintf(a.out, "  %s: %v\n", relation, err)
	case len(probe.Missing) > 0:
		fmt.Fprintf(a.out, "  %s: missing %s; ask the owner to grant it to this account\n", relation, strings.Join(probe.Missing, ", "))
	case len(probe.Granted) > 0:
		fmt.Fprintf(a.out, "  %s: may be read (%s)\n", relation, strings.Join(probe.Granted, ", "))
		return 0
	default:
		fmt.Fprintf(a.out, "  %s: may be read\n", relation)
		return 0
	}
	return 1
}

// watchedTables are the names that watches read from a source, in order.
func watchedTables(cat *checks.Catalog, source string) []string {
	var names []string
	for _, system := range cat.Systems {
		for _, w := range system.Watches {
			if w.Source != source {
				continue
			}
			names = append(names, w.From.Tables()...)
			if w.From.Name != "" {
				names = append(names, w.From.Name)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func newSourceTables(a *app) *cobra.Command {
	exact := false
	cmd := &cobra.Command{
		Use:   "tables NAME",
		Short: "List a source's tables with row counts and comments",
		Long: `List what the login can see. Row counts are the server's own estimate, marked ~; where
it has none, or with --count, the rows are counted.`,
		Args: exactly(1, "name one source of dogwatch.yaml"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.tables(cmd.Context(), args[0], exact) },
	}
	cmd.Flags().BoolVar(&exact, "count", false, "count the rows of every table")
	return cmd
}

func (a *app) tables(ctx context.Context, name string, exact bool) (err error) {
	cat, err := a.loadInEffect()
	if err != nil {
		return err
	}
	if cat.Deployment.Source(name) == nil {
		return fmt.Errorf("there is no source %q in dogwatch.yaml", name)
	}
	s, err := a.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	source, list, err := listTables(ctx, s, name)
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, table := range list {
		rows := "~" + strconv.FormatInt(table.Rows, 10)
		if exact || table.Rows < 0 {
			rows = shownCount(ctx, source, table.Name)
		}
		line := table.Name + "\t" + table.Kind + "\t" + rows
		if table.Comment != "" {
			line += "\t" + table.Comment
		}
		fmt.Fprintln(w, line)
	}
	return w.Flush()
}

// listTables opens a source and asks it for its tables.
func listTables(ctx context.Context, s *session, name string) (connectors.Source, []connectors.TableInfo, error) {
	source, err := s.patroller.Sources.Open(ctx, name)
	if err != nil {
		return nil, nil, &exitError{exitUnevaluated, err.Error()}
	}
	lister, ok := source.(connectors.Lister)
	if !ok {
		return nil, nil, fmt.Errorf("source %s has no list of tables: a service is called by path", name)
	}
	list, err := lister.Tables(ctx)
	if err != nil {
		return nil, nil, &exitError{exitUnevaluated, err.Error()}
	}
	return source, list, nil
}

// shownCount counts a table's rows, or says why that cannot be done.
func shownCount(ctx context.Context, source connectors.Source, table string) string {
	n, err := countRows(ctx, source, connectors.Relation{Name: table})
	switch {
	case err != nil:
		return "? (" + string(connectors.ClassOf(err)) + ")"
	case n < 0:
		return "?"
	}
	return strconv.FormatInt(n, 10)
}

// countRows has the server count; -1 if the source cannot.
func countRows(ctx context.Context, source connectors.Source, from connectors.Relation) (int64, error) {
	querier, ok := source.(connectors.Querier)
	if !ok {
		return -1, nil
	}
	stream, err := querier.Aggregate(ctx, connectors.Aggregate{From: from, Terms: []connectors.Term{{Name: "rows", Func: connectors.Count}}})
	if err != nil {
		return -1, err
	}
	defer stream.Close()
	if !stream.Next() {
		return -1, stream.Err()
	}
	counts, ok := stream.Record().Column(0).(*array.Int64)
	if !ok || counts.Len() == 0 {
		return -1, nil
	}
	return counts.Value(0), nil
}
