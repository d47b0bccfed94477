package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newStats(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "stats",
		Short: "Show the sizes and paces that patrols are planned by",
		Long: `Show how each relation was read last: rows, bytes, and the pace. A patrol is planned
by them: what is far away is asked of its server, what is near is read and judged here.
The JSON, in a file, is what --stats of plan and run takes, so that a plan can be kept
as it is.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.stats(cmd.Context(), format) },
	}
	cmd.Flags().StringVar(&format, "format", "table", "table or json")
	return cmd
}

func (a *app) stats(ctx context.Context, format string) (err error) {
	if format != "table" && format != "json" {
		return fmt.Errorf("--format is table or json, not %q", format)
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	known, err := pipelines.Statistics(ctx, state)
	if err != nil {
		return err
	}
	if format == "json" {
		encoder := json.NewEncoder(a.out)
		encoder.SetIndent("", "  ")
		return encoder.Encode(statsFile{SchemaVersion: statsVersion, Statistics: known})
	}
	table := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "source\trelation\trows\tcolumns\tMB\tseconds\trows/s")
	for _, e := range known.Relations {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%.1f\t%.2f\t%s\n", e.Source, e.Relation, e.Rows, e.Columns, float64(e.Bytes)/1e6, e.Elapsed.Seconds(), pace(e.Rows, e.Elapsed))
	}
	return table.Flush()
}

// statsVersion is that of the file's form.
const statsVersion = 1

// statsFile is statistics as a file keeps them.
type statsFile struct {
	SchemaVersion int `json:"schema_version"`
	measure.Statistics
}

// statistics reads those of a file, or of the state if none is named.
func statistics(ctx context.Context, state *store.Store, path string) (measure.Statistics, error) {
	if path == "" {
		return pipelines.Statistics(ctx, state)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return measure.Statistics{}, fmt.Errorf("--stats: %w", err)
	}
	var read statsFile
	if err := json.Unmarshal(data, &read); err != nil || read.SchemaVersion != statsVersion {
		return measure.Statistics{}, errors.Join(fmt.Errorf("--stats %s: it is not what `dogwatch stats --format json` of this version writes", path), err)
	}
	var known measure.Statistics
	for _, e := range read.Relations {
		known.Put(e) // in order, whatever the file's is
	}
	return known, nil
}

// pace is rows a second, in round figures.
func pace(rows int64, elapsed time.Duration) string {
	if elapsed <= 0 || rows == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f", float64(rows)/elapsed.Seconds())
}

// writeProfile prints where a patrol's time went, one line a piece of work.
func writeProfile(w io.Writer, p pipelines.Profile) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "seconds\tserver\twire\tdecode\tjudge\trows\trows/s\tMB/s\t\twork")
	for _, o := range p.Work {
		rate := "-"
		if o.Elapsed > 0 && o.Bytes > 0 {
			rate = fmt.Sprintf("%.1f", float64(o.Bytes)/1e6/o.Elapsed.Seconds())
		}
		fmt.Fprintf(table, "%.3f\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t\t%s %s %s\n", o.Elapsed.Seconds(), part(o.Times.Server), part(o.Times.Wire),
			part(o.Times.Decode), part(o.Judge), o.Rows, pace(o.Rows, o.Elapsed), rate, o.Work, o.Source, o.Relation)
	}
	fmt.Fprintf(table, "%.3f\t\t\t\t\t\t\t\t\twrite to the state\n", p.Write.Seconds())
	fmt.Fprintf(table, "%.3f\t\t\t\t\t\t\t\t\tin all; tables are read side by side, and read while they are judged\n", p.Elapsed.Seconds())
	_ = table.Flush() // stderr: nobody to tell
}

func part(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return fmt.Sprintf("%.3f", d.Seconds())
}
