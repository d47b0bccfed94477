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
func bound(t *testing.T) (checks.Input, *checks.Catalog) {
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
	return in, c
}

// TestEveryWatchBinds: with every source declared all watches are in effect without a
// diagnostic, and no check of any of them lacks what it compares with.
func TestEveryWatchBinds(t *testing.T) {
	t.Parallel()
	_, c := bound(t)
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

// An exchanged is a line of interfaces.csv: an interface, the rows of the agreement that
// exchange data by it, and the contracts of what it carries.
type exchanged struct {
	name            string
	rows, contracts []string
}

func interfaces(t *testing.T) (all []exchanged) {
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
	for _, r := range records[1:] {
		all = append(all, exchanged{r[0], strings.Fields(r[1]), strings.Fields(r[2])})
	}
	return all
}

// exchanges are the rows of the agreement that exchange data, each with the contracts of
// its interface.
func exchanges(t *testing.T) map[string][]string {
	t.Helper()
	contracts := map[string][]string{}
	for _, x := range interfaces(t) {
		for _, row := range x.rows {
			if contracts[row] != nil {
				t.Errorf("row %s belongs to two interfaces", row)
			}
			contracts[row] = x.contracts
		}
	}
	return contracts
}

// byPath finds the watches of all systems by their paths.
func byPath(c *checks.Catalog) map[string]*checks.Watch {
	watches := map[string]*checks.Watch{}
	for _, s := range c.Systems {
		for _, w := range s.Watches {
			watches[w.Path()] = w
		}
	}
	return watches
}

// looksOn tells whether a row that exchanges nothing is about what watches find: patrols of
// machines, and how the channel carries messages.
func looksOn(clause *checks.Clause) bool {
	return clause.Confirmed || clause.Title == "日常监控运维" || strings.HasPrefix(clause.Title, "短信通道监控")
}

// TestServiceYear: the shipped service year has each of the 382 rows once; every row that
// exchanges data is served by watches of the contracts that interfaces.csv names for its
// interface, each patrolled at least as often as the row is due.
func TestServiceYear(t *testing.T) {
	t.Parallel()
	_, c := bound(t)
	exchange := exchanges(t)
	watches := byPath(c)
	if len(c.Services) != 1 || len(c.Services[0].Clauses) != 382 || len(exchange) != 192 {
		t.Fatalf("%d service years, %d exchanges", len(c.Services), len(exchange))
	}
	for i := range c.Services[0].Clauses {
		clause := &c.Services[0].Clauses[i]
		if clause.Row != strconv.Itoa(i+1) || clause.System == "" || clause.Section == "" {
			t.Errorf("row %s stands at %d", clause.Row, i+1)
		}
		expected, ok := exchange[clause.Row]
		if (clause.By == checks.ByWatch) != (ok || looksOn(clause)) {
			t.Errorf("row %s is served by %s", clause.Row, clause.By)
		}
		for _, path := range clause.Watches {
			w := watches[path]
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
}

// TestEveryPayloadServes: what interfaces.csv says an interface carries is watched for one of
// its rows, each payload of it.
func TestEveryPayloadServes(t *testing.T) {
	t.Parallel()
	_, c := bound(t)
	watches, served := byPath(c), map[string]map[string]bool{} // by row: contracts
	for _, clause := range c.Services[0].Clauses {
		served[clause.Row] = map[string]bool{}
		for _, path := range clause.Watches {
			served[clause.Row][watches[path].Contract.ID] = true
		}
	}
	for _, x := range interfaces(t) {
		for _, contract := range x.contracts {
			if !slices.ContainsFunc(x.rows, func(row string) bool { return served[row][contract] }) {
				t.Errorf("%s: no row of %v is served by a watch of %s", x.name, x.rows, contract)
			}
		}
	}
}

// TestEverythingShippedServes: each shipped watch serves a row, or is what a watch that serves
// one is held against: a system's own list serves no row by itself. Each shipped contract has
// such a watch.
func TestEverythingShippedServes(t *testing.T) {
	t.Parallel()
	_, c := bound(t)
	watches, serving := byPath(c), map[string]bool{}
	for _, clause := range c.Services[0].Clauses {
		for _, path := range clause.Watches {
			serving[path] = true
			for _, other := range watches[path].Refs {
				serving[other.Path()] = true
			}
		}
	}
	contracts := map[string]bool{}
	for path, w := range watches {
		contracts[w.Contract.ID] = true
		if !serving[path] {
			t.Errorf("neither a row nor a comparison of a watch that serves one asks for %s", path)
		}
	}
	for _, contract := range c.Contracts {
		if !contracts[contract.ID] {
			t.Errorf("no shipped watch is of the contract %s", contract.ID)
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
	_, c := bound(t)
	for _, clause := range c.Services[0].Clauses {
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
