package report_test

import (
	"bytes"
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/coverage"
	"github.com/dogwatch/dogwatch/pipelines/report"
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
	if !bytes.Contains(page.Bytes(), []byte("dogwatch report P-2 --format html")) {
		t.Error("no command for the report of the second run")
	}
}
