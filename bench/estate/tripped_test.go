package estate

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// untrippedFile lists the checks that no fault trips, a line for each: the check, and after
// two spaces why none can.
const untrippedFile = "testdata/untripped.txt"

// tripsOnce names a check by what has to be tripped once: a check of a contract in any
// system, one that every watch of its sort has in any of them, and a check that a system
// adds in that system.
func tripsOnce(w *checks.Watch, c *checks.Check) string {
	switch {
	case c.Span == w.Span:
		return "every watch: " + c.ID
	case strings.HasPrefix(c.Span.Start.File, "watches/") || strings.HasPrefix(c.Span.Start.File, "builtin/watches/"):
		return w.System.ID + "/" + w.Contract.ID + ": " + c.ID
	}
	return w.Contract.ID + ": " + c.ID
}

// mayBeMistyped tells whether a column may hold what is not of its type. A text holds nothing else,
// and a column that the partner's database keeps as a number or a day takes no text.
func (e *Estate) mayBeMistyped(w *checks.Watch, column string) bool {
	m := w.Mapping(column)
	if m == nil || m.Absent || m.Type.Base == ir.Text {
		return false
	}
	for _, t := range e.Tables(frontOf(w.System.ID)) {
		if !reads(w.From, t.Name) {
			continue
		}
		for _, c := range t.Columns {
			if slices.Contains(m.Physical, c.Name) {
				return c.Kind == Text || c.Kind == Fixed
			}
		}
	}
	return true
}

// reads tells whether rows come from a table.
func reads(from checks.From, table string) bool {
	monthly, _, _ := strings.Cut(from.Pattern, "{")
	return slices.Contains(append(from.Tables(), strings.TrimPrefix(from.Name, "v_")), table) || strings.Contains(from.Query, table) ||
		monthly != "" && strings.HasPrefix(table, monthly)
}

// typedColumn is the column of the check if it is the type of one.
func typedColumn(c *checks.Check) (string, bool) {
	name, isType := strings.CutPrefix(c.ID, "type(")
	return strings.TrimSuffix(name, ")"), isType
}

// ofSilence tells whether a check asks how many rows there are. The month in which nothing
// comes trips all of them, one by one, in a test of the pipelines.
func ofSilence(c *checks.Check) bool { return c.ID == "row_count" || c.ID == "compare" }

// TestEveryCheckIsTripped: what the catalog holds in the estate is proved by a fault, or
// stands in the file with a reason.
func TestEveryCheckIsTripped(t *testing.T) {
	t.Parallel()
	e, alarmed := generate(t, 1, small, Current), map[string]bool{}
	for _, x := range e.Ledger().Entries {
		alarmed[x.System+"/"+x.Watch+" "+x.Check] = true
	}
	tripped := map[string]bool{}
	for _, system := range loaded(t).Systems {
		for _, w := range system.Watches {
			for _, c := range w.Checks {
				if column, ok := typedColumn(c); ok && !e.mayBeMistyped(w, column) || ofSilence(c) {
					continue
				}
				name := tripsOnce(w, c)
				tripped[name] = tripped[name] || alarmed[w.Path()+" "+c.ID]
			}
		}
	}
	excused := readUntripped(t)
	for _, name := range slices.Sorted(maps.Keys(tripped)) {
		_, listed := excused[name]
		switch {
		case !tripped[name] && !listed:
			t.Errorf("no fault trips %s", name)
		case tripped[name] && listed:
			t.Errorf("%s is tripped: take it out of %s", name, untrippedFile)
		}
		delete(excused, name)
	}
	for _, name := range slices.Sorted(maps.Keys(excused)) {
		t.Errorf("%s names %s, which is not watched", untrippedFile, name)
	}
}

// readUntripped gives the reasons by check. The lines are sorted.
func readUntripped(t *testing.T) map[string]string {
	t.Helper()
	data, err := os.ReadFile(untrippedFile)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if !slices.IsSortedFunc(lines, cmp.Compare) {
		t.Errorf("%s is not sorted", untrippedFile)
	}
	reasons := map[string]string{}
	for _, line := range lines {
		name, reason, ok := strings.Cut(line, "  ")
		if !ok || strings.TrimSpace(reason) == "" {
			t.Errorf("%s gives no reason: %s", untrippedFile, line)
		}
		reasons[name] = reason
	}
	return reasons
}
