package checks_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

const lentYear = `year: "2023"
from: 2023-05-01
to: 2024-04-30
workflows: {problem: [排查, 处理]}
systems: {desk: 客服, hall: 大厅}
clauses:
  - {row: "1", section: 4.1, system: sys, title: 死亡信息, cycle: weekly, defaulted: true, workflow: problem, watches: [sys/deaths]}
  - {row: "2", title: 发放, cycle: weekly, watches: [sys/payments]}
  - {row: "3", title: 等保, by: evidence}
`

// lent loads a workspace with its own service years over a shipped one.
func lent(t *testing.T, inEffect bool, own ...string) *checks.Catalog {
	t.Helper()
	builtin := shippedCatalog()
	builtin["service/2023.yaml"] = &fstest.MapFile{Data: []byte(lentYear)}
	files := fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nuse: [builtin]\nsources:\n" + frontSource + otherSource)}}
	for i, year := range own {
		files[fmt.Sprintf("service/own%d.yaml", i)] = &fstest.MapFile{Data: []byte(year)}
	}
	in := checks.Input{Workspace: files, Builtin: builtin, Kinds: kind.All(), InEffect: inEffect}
	c, list := checks.Load(in)
	if len(list) > 0 {
		t.Fatal(diag.Render(list, checks.Texts(in, list)))
	}
	return c
}

// rowsOf writes the rows of a service year in a line.
func rowsOf(s checks.ServiceYear) string {
	var b strings.Builder
	for _, c := range s.Clauses {
		fmt.Fprintf(&b, "%s %s %s %v %s; ", c.Row, c.Title, c.Cycle, c.Watches, c.Workflow)
	}
	return strings.TrimSuffix(b.String(), "; ")
}

func yearNamed(t *testing.T, c *checks.Catalog, name string) checks.ServiceYear {
	t.Helper()
	for _, s := range c.Services {
		if s.Year == name {
			return s
		}
	}
	t.Fatalf("no year %s", name)
	return checks.ServiceYear{}
}

const ownYear = `year: "2026"
from: 2026-05-01
to: 2027-04-30
like: "2023"
systems: {hall: 政务大厅}
workflows: {short: [处理]}
clauses:
  - {row: "2", cycle: monthly, workflow: short}
  - {row: "4", title: 新增, by: report}
`

// TestYearLikeAnother: a year takes another's rows in their order; what it says of a row
// is laid over it, key by key, and rows of its own follow. A third may take them on.
func TestYearLikeAnother(t *testing.T) {
	t.Parallel()
	c := lent(t, false, ownYear, "year: \"2027\"\nfrom: 2027-05-01\nto: 2028-04-30\nlike: \"2026\"\n")
	const want = "1 死亡信息 weekly [sys/deaths] problem; 2 发放 monthly [sys/payments] short; 3 等保 on-demand [] ; 4 新增 on-demand [] "
	for _, year := range []string{"2026", "2027"} {
		if got := rowsOf(yearNamed(t, c, year)); got != want {
			t.Errorf("%s: %s", year, got)
		}
	}
	if s := yearNamed(t, c, "2026"); s.Like != "2023" || s.Shipped || !s.Clauses[0].Defaulted || s.Clauses[0].Section != "4.1" {
		t.Errorf("%+v", s)
	}
	if s := yearNamed(t, c, "2026").Systems; len(s) != 2 || s["desk"] != "客服" || s["hall"] != "政务大厅" {
		t.Errorf("titles: %v", s)
	}
	if s := yearNamed(t, c, "2023"); len(s.Clauses) != 3 || s.Clauses[1].Cycle != "weekly" {
		t.Errorf("the lender changed: %s", rowsOf(s))
	}
}

// TestYearLikeShippedItself: a workspace's year takes, by its own name, the rows of the
// shipped year in place of which it stands.
func TestYearLikeShippedItself(t *testing.T) {
	t.Parallel()
	c := lent(t, false, "year: \"2023\"\nfrom: 2023-05-01\nto: 2024-04-30\nlike: \"2023\"\nclauses:\n  - {row: \"3\", cycle: yearly}\n")
	if len(c.Services) != 1 || rowsOf(c.Services[0]) != "1 死亡信息 weekly [sys/deaths] problem; 2 发放 weekly [sys/payments] ; 3 等保 yearly [] " {
		t.Errorf("%+v", c.Services)
	}
}

// TestYearLikeInEffect: who speaks to sources reads the rows that the workspace writes,
// and is told nothing of those that it only takes.
func TestYearLikeInEffect(t *testing.T) {
	t.Parallel()
	c := lent(t, true, ownYear)
	if len(c.Services) != 1 || rowsOf(c.Services[0]) != "2 发放 monthly [sys/payments] short; 4 新增 on-demand [] " {
		t.Errorf("%+v", c.Services)
	}
}

// TestCarriedOn: after its last day an agreement is taken to go on, a year at a time.
func TestCarriedOn(t *testing.T) {
	t.Parallel()
	s := yearNamed(t, lent(t, false), "2023")
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for today, want := range map[string]string{
		"2024-05-01": "2024 2024-05-01 2025-04-30", "2026-11-29": "2026 2026-05-01 2027-04-30", "2027-04-30": "2026 2026-05-01 2027-04-30", "2027-05-01": "2027 2027-05-01 2028-04-30",
	} {
		on, ok := s.CarriedOn(day(today))
		if got := on.Year + " " + on.From.Format(time.DateOnly) + " " + on.To.Format(time.DateOnly); !ok || got != want || on.Like != "2023" || len(on.Clauses) != 3 {
			t.Errorf("%s: %s, like %s", today, got, on.Like)
		}
	}
	for _, today := range []string{"2023-04-30", "2024-04-30"} {
		if _, ok := s.CarriedOn(day(today)); ok {
			t.Errorf("%s is not after the year", today)
		}
	}
	s.Year = "first"
	if _, ok := s.CarriedOn(day("2024-05-01")); ok {
		t.Error("a year without a number has a following one")
	}
	s.Year, s.To = "2023", day("2023-12-31")
	if on, ok := s.CarriedOn(day("2024-03-01")); ok {
		t.Errorf("a year that is no year long: %+v", on)
	}
}
