package estate

import (
	"encoding/csv"
	"io/fs"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks/catalog"
)

// shipped reads a code table of the catalog without its heading.
func shipped(t *testing.T, name string) [][]string {
	t.Helper()
	data, err := fs.ReadFile(catalog.FS, "codes/"+name+".csv")
	if err != nil {
		t.Fatal(err)
	}
	reader := csv.NewReader(strings.NewReader(string(data)))
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows[1:]
}

func column(rows [][]string, n int) map[string]bool {
	set := map[string]bool{}
	for _, r := range rows {
		set[r[n]] = true
	}
	return set
}

func TestPlacesAreReal(t *testing.T) {
	t.Parallel()
	places := column(shipped(t, "id-card-places"), 0)
	for _, code := range append(birthplaces(), "110102", "110103", "410102") {
		if !places[code] {
			t.Errorf("%s never was a county", code)
		}
	}
	if places["119911"] || places["110199"] {
		t.Error("an invented place is real")
	}
	districts, streets := shipped(t, "beijing-districts"), column(shipped(t, "beijing-streets"), 0)
	if len(districts) != len(beijing()) {
		t.Fatalf("%d districts, %d shipped", len(beijing()), len(districts))
	}
	for i, d := range beijing() {
		if d.code != districts[i][0] || d.name != districts[i][1] || len(d.streets) != 5 {
			t.Errorf("%s %s with %d streets", d.code, d.name, len(d.streets))
		}
		for _, s := range d.streets {
			if !streets[s.code] || !strings.HasPrefix(s.code, d.code) {
				t.Errorf("%s %s is no street of %s", s.code, s.name, d.name)
			}
		}
	}
}

func TestStandardsAreTheShippedOnes(t *testing.T) {
	t.Parallel()
	want := map[string]bool{}
	for _, table := range []string{"two-subsidies-standards", "elderly-allowance-standards", "assistance-standards"} {
		for _, r := range shipped(t, table) {
			want[r[0]+" "+r[2]+" "+r[3]] = true
		}
	}
	for _, s := range standards() {
		at := s.level + " " + s.amount.yuan() + " " + s.from.first().text()
		if !want[at] {
			t.Errorf("%s is not shipped", at)
		}
		delete(want, at)
	}
	for at := range want {
		t.Errorf("%s is not in the estate", at)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	// The examples of GB 11643 and GB 32100, and a well-known test card.
	if id := identity("110105", dayOf(1949, 12, 31), 2); id != "11010519491231002X" {
		t.Errorf("identity: %s", id)
	}
	if luhn("411111111111111") != 1 {
		t.Error("luhn")
	}
	if n := oldIdentity("11010519491231002X"); n != "110105491231002" {
		t.Errorf("old identity: %s", n)
	}
	if code := credit("110108", 7); len(code) != 18 || code[:8] != "52110108" {
		t.Errorf("credit code: %s", code)
	}
	if fen(-10).yuan() != "-0.10" || fen(145000).yuan() != "1450.00" {
		t.Error("yuan")
	}
}
