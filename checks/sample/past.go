package sample

import (
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// told is the history that a sample tells of the figure which its check follows.
type told struct {
	earlier []checks.Past // newest first
	yearAgo *big.Rat      // nil: not known
}

var _ checks.History = told{}

// Earlier implements checks.History.
func (t told) Earlier(_, _ string, n int) []checks.Past { return t.earlier[:min(n, len(t.earlier))] }

// YearAgo implements checks.History.
func (t told) YearAgo(string, string) (checks.Past, bool) {
	return checks.Past{Period: "the year before", Value: t.yearAgo, Verdict: checks.Pass}, t.yearAgo != nil
}

// pastOf reads what a sample tells of earlier periods, newest first.
func pastOf(s *syntax.Value) told {
	var t told
	if list := s.Get("earlier"); list != nil {
		for _, v := range list.Items {
			t.earlier = append(t.earlier, checks.Past{Period: "an earlier period", Value: numberOf(v), Verdict: checks.Pass})
		}
	}
	if v := s.Get("year_ago"); v != nil {
		t.yearAgo = numberOf(v)
	}
	return t
}

// numberOf reads a number exactly; its shape has been checked.
func numberOf(v *syntax.Value) *big.Rat {
	n, _ := new(big.Rat).SetString(v.Text)
	return n
}

// tellsPast tells a sample that speaks of earlier periods.
func tellsPast(s *syntax.Value) bool { return s.Get("earlier") != nil || s.Get("year_ago") != nil }

// comparing tells a check that needs history: it is only tried by samples that tell one,
// and no gap without.
func comparing(c *checks.Check) bool {
	switch c.Kind.Doc().Name {
	case "compare", "band":
		return true
	}
	return false
}
