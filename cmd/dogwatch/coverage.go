package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/coverage"
	"github.com/dogwatch/dogwatch/pipelines/report"
)

func newCoverage(a *app) *cobra.Command {
	year, format, output, asOf := "", "table", "", ""
	cmd := &cobra.Command{
		Use:   "coverage",
		Short: "Row by row of the service agreement: what was due, done and missing",
		Long: `Set the rows of a service year's agreement (service/*.yaml) against what was done.

A row that watches serve counts the periods in which each of its watches that is in
effect here was patrolled; patrols of hosts count once a person has confirmed their
record (` + "`dogwatch patrol confirm`" + `). A row that people serve counts the files that they
filed (` + "`dogwatch evidence add`" + `). What jobs, extracts and reports are to serve stands as
not-yet and is never done. What the agreement counts at 48 a year is due four times a month.

Where no file is about the present year, the rows of the latest one are carried on, a year
at a time, and stderr says so. A file of one's own may take them (` + "`like: \"2023\"`" + `) and say
only what is different.`,
		Example: "  dogwatch coverage --service-year 2023\n  dogwatch coverage --format xlsx --output 条款完成情况.xlsx",
		Args:    noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.coverage(cmd.Context(), year, format, output, asOf)
		},
	}
	cmd.Flags().StringVar(&year, "service-year", "", "the service year by name (default: the one that contains --as-of; after the last one that is written, its rows carried on)")
	cmd.Flags().StringVar(&format, "format", format, "table, json, html or xlsx")
	cmd.Flags().StringVar(&output, "output", "", "write to this file")
	cmd.Flags().StringVar(&asOf, "as-of", "", "count up to this day, as 2026-11-20 (default: today)")
	return cmd
}

func (a *app) coverage(ctx context.Context, name, format, output, asOf string) (err error) {
	if !slices.Contains(report.CoverageFormats(), format) {
		return fmt.Errorf("--format %q is not known: write %s", format, strings.Join(report.CoverageFormats(), ", "))
	}
	if format == "xlsx" && output == "" {
		return errors.New("a workbook is no text: name a file with --output")
	}
	cat, err := a.loadStrict()
	if err != nil {
		return err
	}
	at, err := a.instant(asOf, cat.Deployment.Zone)
	if err != nil {
		return err
	}
	today := civilDay(at, cat.Deployment.Zone)
	year, err := a.serviceYear(cat, name, today)
	if err != nil {
		return err
	}
	in := coverage.Input{Catalog: cat, Year: year, Today: today}
	if err := a.readCoverage(ctx, &in); err != nil {
		return err
	}
	return a.write(output, func(w io.Writer) error {
		return report.WriteCoverage(w, format, coverage.New(in), a.language(cat), a.width())
	})
}

// readCoverage takes from the state what was done in the service year.
func (a *app) readCoverage(ctx context.Context, in *coverage.Input) (err error) {
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	return in.Read(ctx, state)
}

// civilDay is the date of an instant in a zone, as midnight UTC.
func civilDay(at time.Time, zone *time.Location) time.Time {
	y, m, d := at.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// serviceYear finds a service year by its name, or the one that contains a day; of two
// the workspace's own. After the last of them the latest is carried on, and it is said so.
func (a *app) serviceYear(cat *checks.Catalog, name string, day time.Time) (checks.ServiceYear, error) {
	var names []string
	var found, latest *checks.ServiceYear
	for i := range cat.Services {
		s := &cat.Services[i]
		names = append(names, s.Year)
		fits := s.Year == name || name == "" && !day.Before(s.From) && !day.After(s.To)
		if fits && (found == nil || !s.Shipped) {
			found = s
		}
		if latest == nil || s.To.After(latest.To) {
			latest = s
		}
	}
	if found != nil {
		return *found, nil
	}
	if latest == nil {
		return checks.ServiceYear{}, errors.New("there is no service year: write service/<year>.yaml, or `use: [builtin]` in dogwatch.yaml for the shipped one")
	}
	if on, ok := latest.CarriedOn(day); ok && (name == "" || name == on.Year) {
		fmt.Fprintf(a.err, "no service year contains %s: the rows of %s are carried on, from %s to %s\n  to have a year of your own, write service/%s.yaml with `year`, `from`, `to`, `like: \"%s\"`, and under `clauses` what is different\n",
			day.Format(time.DateOnly), on.Like, on.From.Format(time.DateOnly), on.To.Format(time.DateOnly), on.Year, on.Like)
		return on, nil
	}
	if name == "" {
		return checks.ServiceYear{}, fmt.Errorf("no service year contains %s: name one with --service-year (%s)", day.Format(time.DateOnly), strings.Join(names, ", "))
	}
	return checks.ServiceYear{}, fmt.Errorf("there is no service year %q: there are %s", name, strings.Join(names, ", "))
}
