package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A View is everything that one report shows. Nothing in it is clear.
type View struct {
	// Patrol with its runs and their outcomes.
	Patrol store.Patrol
	// Anomalies that are open, and those that this patrol closed.
	Anomalies []store.Anomaly
	// Trends are the row counts of the watches, for those that have any.
	Trends   []Trend
	Language string // "zh" (default) or "en"

	// What follows may be left out.

	Sources []Source // of the runs, for their titles
	// Columns holds titles of columns by "system/watch/column"; a name without a
	// title is shown as it is.
	Columns map[string]string
	// Exceptions that are in force for the watches of the runs, by system, watch and check.
	Exceptions []Exception
	Revisions  []Revision          // in the order of the runs
	Corrects   *store.IssuedReport // the issued report of the period that tells otherwise; nil for none
	Held       []string            // runs that were left to another process
	Title      string              // of the installation or the occasion
	Zone       *time.Location      // of the times that are shown; nil: UTC
	Width      int                 // columns of the terminal; 0: as wide as it needs
}

// A Source is a connection that was watched.
type Source struct {
	Name   string
	Title  string
	Driver string
}

// A Trend is how many rows a watch had, period by period, the oldest first.
type Trend struct {
	System string
	Watch  string
	Title  string
	Points []Point
}

// A Point is one period of a trend.
type Point struct {
	Period string
	Rows   string // exact; "" if nothing was measured
}

// Formats lists the formats that Write knows.
func Formats() []string { return []string{"table", "json", "junit", "markdown", "html"} }

// Write writes a view in a format.
func Write(w io.Writer, format string, view View) error {
	writers := map[string]func(io.Writer, View) error{
		"table": writeTable, "json": writeJSON, "junit": writeJUnit, "markdown": writeMarkdown, "html": writeHTML,
	}
	write := writers[format]
	if write == nil {
		return fmt.Errorf("there is no format %q: use %s", format, strings.Join(Formats(), ", "))
	}
	return write(w, view.sorted())
}

// sorted gives the view with its runs in reading order: systems, watches, link
// before content, periods.
func (v View) sorted() View {
	v.Patrol.Runs = slices.Clone(v.Patrol.Runs)
	slices.SortStableFunc(v.Patrol.Runs, func(a, b store.Run) int {
		return strings.Compare(runOrder(a), runOrder(b))
	})
	return v
}

func runOrder(r store.Run) string {
	aspect := "1"
	if r.Aspect == "link" {
		aspect = "0"
	}
	return strings.Join([]string{r.System, r.Watch, aspect, r.Period}, "\x00")
}

// zone gives the zone of the times that are shown.
func (v View) zone() *time.Location {
	if v.Zone == nil {
		return time.UTC
	}
	return v.Zone
}

// column names a value that a sample shows: the column's title, the fixed names of
// figures and probes in the report's language, or the name as it is. A column of the
// other side takes its title from a watch of the same system that has it.
func (t tongue) column(v View, r *store.Run, name string) string {
	if far, ok := strings.CutPrefix(name, "other."); ok {
		return t.word("other side", v.farColumn(r, far))
	}
	if r != nil {
		if title := v.Columns[r.System+"/"+r.Watch+"/"+name]; title != "" {
			return title
		}
	}
	return t.known("cell.", name)
}

func (v View) farColumn(r *store.Run, name string) string {
	for i := range v.Patrol.Runs {
		other := &v.Patrol.Runs[i]
		if r == nil || other.System != r.System {
			continue
		}
		if title := v.Columns[other.System+"/"+other.Watch+"/"+name]; title != "" {
			return title
		}
	}
	return name
}

// source gives a source's title, or its name, with the table or call behind it if
// only that is to blame: "elderly-front T_FW_110106".
func (v View) source(subject string) string {
	name, relation, _ := strings.Cut(subject, " ")
	for _, s := range v.Sources {
		if s.Name == name && s.Title != "" {
			return strings.TrimSpace(s.Title + " " + relation)
		}
	}
	return subject
}
