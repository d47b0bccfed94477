package report_test

import (
	"bytes"
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/pipelines/coverage"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestCoverageLinks: every run that a row names is a link to its line below, which says
// with what command its report is made.
func TestCoverageLinks(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	table := coverage.Table{
		From: day, To: day.AddDate(1, 0, 0), Today: day,
		Lines: []coverage.Line{{Row: "4.4.5.1", Runs: []string{"elderly/deaths@2026-11", "elderly/cards@2026-W45"}}, {Row: "4.4.5.2", Runs: []string{"elderly/deaths@2026-11"}}},
		Runs:  []coverage.Run{{Name: "elderly/deaths@2026-11", Period: "2026-11", Patrol: "P-1"}, {Name: "elderly/cards@2026-W45", Period: "2026-W45", Patrol: "P-2"}},
	}
	var page bytes.Buffer
	if err := report.WriteCoverage(&page, "html", table, "zh", 0); err != nil {
		t.Fatal(err)
	}
	links := regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page.String(), -1)
	if len(links) != 3 {
		t.Errorf("%d links", len(links))
	}
	for _, link := range links {
		name, err := url.PathUnescape(link[1])
		if err != nil || !bytes.Contains(page.Bytes(), []byte(`id="`+name+`"`)) {
			t.Errorf("%s is nowhere: %v", link[1], err)
		}
	}
	if !bytes.Contains(page.Bytes(), []byte("dogwatch report --patrol P-2")) {
		t.Error("no command for the report of the second run")
	}
}

// covered is a table of which each line says something else.
func covered() coverage.Table {
	day := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	down := store.Outcome{Verdict: "skipped", Reason: "source front is down (timeout)", Down: "timeout"}
	return coverage.Table{
		Year: "2026", From: day, To: day.AddDate(1, 0, -1), Today: day.AddDate(0, 4, 0),
		Lines: []coverage.Line{
			{
				Row: "1", Section: "4.1", System: "elderly", Name: "养老系统（整体）", Title: "死亡信息 <对接>", Served: "watch", Scope: "full", Steps: []string{"排查", "反馈"},
				Watches: []string{"elderly/deaths", "elderly/cards"}, Cycle: "weekly", Defaulted: true, Counted: 48, Confirmed: true, Awaiting: 2, Due: 9, Done: 1, Missing: 8,
				Runs: []string{"elderly/deaths@2026-W45"}, Unread: []coverage.Unread{{Run: "elderly/cards@2026-W46", Patrol: "P-2", Reason: down.Reason, Why: down}},
			},
			{
				Row: "2", System: "elderly", Title: "查询", Served: "not-yet", Planned: "extract", Cycle: "on-demand", Minimum: 24, Due: 8, Missing: 8, Overview: true,
				Gaps: []string{"2026-11", "2026-12", "2027-02"}, Stretches: []coverage.Stretch{{First: "2026-11", Last: "2026-12", Periods: 2}, {First: "2027-02", Last: "2027-02", Periods: 1}},
				Unbound: []coverage.Lacking{{Watch: "elderly/x", Source: "far"}, {Watch: "elderly/y", Absent: "没有"}}, Evidence: 3,
			},
		},
		Runs: []coverage.Run{{Name: "elderly/deaths@2026-W45", System: "养老系统", Period: "2026-W45", Patrol: "P-1"}},
	}
}

// TestCoverageForms: the workbook and the page say the same, cell by cell, and all that
// the table holds is in them.
func TestCoverageForms(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][]string{
		"zh": {
			"联通、可用、完整、准确", "排查 → 反馈", "每周（缺省）", "每年计 48 次；确认后计数", "cards（没有运行）", "2 期已巡检，尚待人确认", "1 次没有读到数据，最近 cards@2026-W46：数据源 front 不可用（超时）",
			"缺 2026-11 至 2026-12、2027-02（3 期）", "每年不少于 24 次", "佐证 3 件", "未定义数据源 far", "dogwatch report --patrol P-1",
		},
		"en": {"connected, available, complete, accurate", "48 a year; counted once confirmed", "cards (no run)", "runs that read nothing: 1, last cards@2026-W46: source front is down (timeout)", "missing 2026-11 to 2026-12, 2027-02 (3 periods)"},
	} {
		var page, book bytes.Buffer
		if err := report.WriteCoverage(&page, "html", covered(), language, 0); err != nil {
			t.Fatal(err)
		}
		if err := report.WriteCoverage(&book, "xlsx", covered(), language, 0); err != nil {
			t.Fatal(err)
		}
		shown := letters(html.UnescapeString(regexp.MustCompile("<[^>]*>").ReplaceAllString(page.String(), " ")))
		cells := sheets(t, &book)
		for _, cell := range cells {
			for part := range strings.SplitSeq(strings.ReplaceAll(cell, "; ", "；"), "；") {
				if !strings.Contains(shown, letters(part)) {
					t.Errorf("%s: %q stands in the workbook, and not on the page", language, part)
				}
			}
		}
		all := strings.Join(cells, "\n")
		for _, text := range want {
			if !strings.Contains(all, text) {
				t.Errorf("%s: no %q in\n%s", language, text, all)
			}
		}
	}
}

// sheets are the texts of all cells.
func sheets(t *testing.T, book *bytes.Buffer) (cells []string) {
	t.Helper()
	f, err := excelize.OpenReader(book)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) < 2 {
			t.Fatalf("%s has %d rows: %v", sheet, len(rows), err)
		}
		if tables, err := f.GetTables(sheet); err != nil || len(tables) != 1 {
			t.Errorf("%s cannot be filtered: %v %v", sheet, tables, err)
		}
		for _, row := range rows {
			cells = append(cells, row...)
		}
	}
	return cells
}

// letters is a text without blanks.
func letters(text string) string { return strings.Join(strings.Fields(text), "") }

// TestCoverageSchema: what is written obeys the published schema.
func TestCoverageSchema(t *testing.T) {
	t.Parallel()
	text, err := report.CoverageSchema()
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("coverage.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("coverage.json")
	if err != nil {
		t.Fatal(err)
	}
	var written bytes.Buffer
	if err := report.WriteCoverage(&written, "json", covered(), "zh", 0); err != nil {
		t.Fatal(err)
	}
	for _, member := range []string{"scope", "steps", "watches", "counted", "minimum", "to_confirm", "unconfirmed", "unread"} {
		if !strings.Contains(written.String(), `"`+member+`": `) || !strings.Contains(string(text), `"`+member+`": {`) {
			t.Errorf("%s is not written, or not in the schema", member)
		}
	}
	instance, err := jsonschema.UnmarshalJSON(&written)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(instance); err != nil {
		t.Error(err)
	}
}
