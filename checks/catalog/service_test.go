package catalog_test

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
)

// bound loads the catalog in a deployment that declares every source of its watches.
func bound(t *testing.T) *checks.Catalog {
	t.Helper()
	_, shipped := load(t)
	calls := map[string]bool{}
	for _, name := range []string{"licence-service", "archive-service", "beijing-tong", "hrss-service", "requester-service", "hosts"} {
		calls[name] = true
	}
	declared := map[string]bool{}
	deployment := "version: 1\nuse: [builtin]\nsources:\n"
	for _, u := range shipped.Unbound {
		if declared[u.Source] {
			continue
		}
		declared[u.Source] = true
		if calls[u.Source] {
			deployment += "  " + u.Source + ": {driver: http, url: 'http://127.0.0.1'}\n"
		} else {
			deployment += "  " + u.Source + ": {driver: sqlite, path: a.db}\n"
		}
	}
	in := over(deployment)
	c, faults := checks.Load(in)
	if len(faults) > 0 {
		t.Fatal(diag.Render(faults, checks.Texts(in, faults)))
	}
	return c
}

// TestEveryWatchBinds: with every source declared all watches are in effect without a
// diagnostic, and no check of any of them lacks what it compares with.
func TestEveryWatchBinds(t *testing.T) {
	t.Parallel()
	c := bound(t)
	for _, u := range c.Unbound {
		t.Errorf("%s is not bound", u.Path())
	}
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			for _, check := range w.Checks {
				if why := check.Lacks(); why != "" {
					t.Errorf("%s/%s: %s", w.Path(), check.ID, why)
				}
			}
		}
	}
}

// exchanges are the rows of the agreement that exchange data: those of interfaces.csv.
func exchanges(t *testing.T) map[string][]string {
	t.Helper()
	f, err := catalog.FS.Open("interfaces.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	contracts := map[string][]string{}
	for _, r := range records[1:] {
		for row := range strings.FieldsSeq(r[1]) {
			if contracts[row] != nil {
				t.Errorf("row %s belongs to two interfaces", row)
			}
			contracts[row] = strings.Fields(r[2])
		}
	}
	return contracts
}

// TestServiceYear: the shipped service year has each of the 382 rows once; every row that
// exchanges data is served by watches of the contracts that interfaces.csv names for its
// interface, each patrolled at least as often as the row is due, and no payload is extra.
func TestServiceYear(t *testing.T) {
	t.Parallel()
	c, exchange := bound(t), exchanges(t)
	watches := map[string]*checks.Watch{}
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			watches[w.Path()] = w
		}
	}
	if len(c.Services) != 1 || len(c.Services[0].Clauses) != 382 || len(exchange) != 192 {
		t.Fatalf("%d service years, %d exchanges", len(c.Services), len(exchange))
	}
	serving := map[string]bool{}
	for i, clause := range c.Services[0].Clauses {
		if clause.Row != strconv.Itoa(i+1) || clause.System == "" || clause.Section == "" {
			t.Errorf("row %s stands at %d", clause.Row, i+1)
		}
		expected, ok := exchange[clause.Row]
		patrol := clause.Confirmed || clause.Title == "日常监控运维"
		if (clause.By == checks.ByWatch) != (ok || patrol) {
			t.Errorf("row %s is served by %s", clause.Row, clause.By)
		}
		for _, path := range clause.Watches {
			w := watches[path]
			serving[path] = true
			switch {
			case w == nil:
				t.Errorf("row %s: no watch %s", clause.Row, path)
			case ok && !slices.Contains(expected, w.Contract.ID):
				t.Errorf("row %s: %s watches %s, not one of %v", clause.Row, path, w.Contract.ID, expected)
			case w.System.ID != clause.System:
				t.Errorf("row %s of %s is served by %s", clause.Row, clause.System, path)
			case often(w.Cycle.Content) > often(clause.Cycle):
				t.Errorf("row %s is due %s, %s is patrolled %s", clause.Row, clause.Cycle, path, w.Cycle.Content)
			}
		}
	}
	for _, w := range watches { // a system's own list, which what it sends is held against, serves a row too
		for _, other := range w.Refs {
			serving[other.Path()] = true
		}
	}
	for path := range watches {
		if !serving[path] {
			t.Errorf("neither a row nor a comparison asks for %s", path)
		}
	}
}

// often orders cycles, the most frequent first.
func often(cycle string) int {
	return slices.Index([]string{"daily", "weekly", "monthly", "quarterly", "yearly", checks.OnDemand}, cycle)
}

// TestServiceFigures: the sums that the agreement itself states.
func TestServiceFigures(t *testing.T) {
	t.Parallel()
	var patrols, queries, defaulted, overview int
	for _, clause := range bound(t).Services[0].Clauses {
		if clause.Confirmed {
			patrols += clause.Counted
		}
		if strings.HasPrefix(clause.Title, "数据查询统计支持服务") {
			queries += clause.Minimum
		}
		if clause.Defaulted && strings.HasPrefix(clause.Section, "4.") {
			defaulted++
		}
		if clause.Overview && clause.By == checks.ByWatch {
			overview++
		}
	}
	if got := fmt.Sprint(patrols, queries, defaulted, overview); got != "336 232 28 8" {
		t.Errorf("patrols, queries, defaulted cycles, overview rows: %s", got)
	}
}
