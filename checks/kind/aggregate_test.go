package kind_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// money is an amount in fen.
func money(fen int64) ir.Value { return ir.DecimalOf(decimal128.FromI64(fen), ir.DecimalType(38, 2)) }

func figureOf(rows, values int64, v ir.Value, key ...string) checks.GroupFigure {
	g := checks.GroupFigure{Counts: checks.Counts{Rows: rows, Judged: values, Unknown: rows - values}, Value: v}
	for _, text := range key {
		g.Key = append(g.Key, checks.Cell{Text: text})
	}
	return g
}

// together makes the result of some groups.
func together(withoutKey int64, groups ...checks.GroupFigure) checks.Result {
	r := checks.Result{Counts: checks.Counts{Rows: withoutKey, Unknown: withoutKey}, ByGroup: groups}
	for _, g := range groups {
		r.Rows, r.Judged, r.Unknown, r.Faulted = r.Rows+g.Rows, r.Judged+g.Judged, r.Unknown+g.Unknown, r.Faulted+g.Faulted
	}
	return r
}

func TestAggregateOfTheWhole(t *testing.T) {
	t.Parallel()
	faulted := figureOf(9, 8, money(300))
	faulted.Unknown, faulted.Faulted = 0, 1
	none := ir.NullOf(ir.DecimalType(38, 2))
	cases := []struct {
		check    string
		g        checks.GroupFigure
		verdict  checks.Verdict
		reason   string
		measured string
	}{
		{"{avg: amount}, fail: '> 5'", figureOf(9, 8, money(500)), checks.Pass, "avg(amount) is 5; 1 unknown", "5"},
		{"{avg: amount}, fail: '> 5'", figureOf(9, 8, money(501)), checks.Fail, "avg(amount) is 5.01; 1 unknown; fails at > 5", "5.01"},
		{"{avg: amount}, warn: 3..5", figureOf(9, 8, money(299)), checks.Warn, "avg(amount) is 2.99; 1 unknown; warns outside 3..5", "2.99"},
		{"{sum: amount}", figureOf(9, 8, money(-20)), checks.Pass, "sum(amount) is -0.2; 1 unknown", "-0.2"},
		{"{sum: amount}, fail: '> 5'", figureOf(9, 4, money(1)), checks.Warn, "5 of 9 rows are unknown, more than half", "0.01"},
		{"{sum: amount}, fail: '> 5'", figureOf(0, 0, none), checks.Skipped, "no rows", "nothing"},
		{"{sum: amount}, fail: '> 5'", figureOf(4, 0, none), checks.Skipped, "nothing to judge: all 4 rows are unknown", "nothing"},
		{"{stddev: amount}, fail: '> 5'", figureOf(1, 1, none), checks.Skipped, "nothing to judge: stddev(amount) needs more than 1 value", "nothing"},
		{"{sum: amount}, fail: '> 5'", faulted, checks.Errored, "1 row could not be evaluated; sum(amount) is 3", "3"},
		{"{count: rows}, fail: '< 1'", figureOf(0, 0, ir.IntegerOf(0)), checks.Fail, "count is 0 rows; fails at < 1", "0 rows"},
		{"{distinct: name}, fail: ..2", figureOf(9, 9, ir.IntegerOf(3)), checks.Fail, "distinct(name) is 3; fails outside ..2", "3"},
		{"{percentile: {of: amount, at: 95}}, fail: '> 800'", figureOf(9, 9, money(80001)), checks.Fail, "percentile(amount) at 95% is 800.01; fails at > 800", "800.01"},
		{"{share: age >= 60}, fail: '< 95%'", figureOf(40, 38, ir.IntegerOf(36)), checks.Fail, "share(age >= 60) is 94.7368%; 2 unknown; fails at < 95%", "94.7368%"},
		{"{share: age >= 60}, fail: '< 95%'", figureOf(40, 40, ir.IntegerOf(38)), checks.Pass, "share(age >= 60) is 95%", "95%"},
		{"{avg: age}, fail: '> 5'", figureOf(2, 2, money(9900)), checks.Skipped, "fewer than 3 values: the figure would show a person's own", "nothing"},
		{"{avg: age}, fail: '> 5'", figureOf(3, 3, money(300)), checks.Pass, "avg(age) is 3", "3"},
	}
	for _, c := range cases {
		o := judge(t, "- {id: x, aggregate: "+c.check+"}", nil, together(0, c.g))
		if o.Verdict != c.verdict || !strings.HasPrefix(o.Reason, c.reason) || o.Measured.String() != c.measured || o.Group != "" {
			t.Errorf("%s %+v: %s %q %s", c.check, c.g, o.Verdict, o.Reason, o.Measured)
		}
	}
}

// TestAggregateByGroup: every group has an outcome, bounds are levels of its figure,
// and the whole tells of rows that belong to none.
func TestAggregateByGroup(t *testing.T) {
	t.Parallel()
	gone := figureOf(0, 0, ir.Value{}, "110102")
	gone.Gone = true
	got := judged(t, "- {id: x, aggregate: {avg: amount, by: [place, month], expect: ['110101', '110102']}, fail: '> 5'}",
		together(2, figureOf(4, 4, money(500), "110101", "2026-11"), figureOf(4, 4, money(600), "a/b", ""), figureOf(1, 0, ir.Value{}, "c", "d"), gone))
	want := []string{
		" pass 3 groups 3 groups; 1 expected without rows; 3 unknown []",
		"110101/2026-11 pass 5 avg(amount) is 5 [> 5]",
		`"a/b"/"" fail 6 avg(amount) is 6; fails at > 5 [> 5]`,
		"c/d skipped nothing nothing to judge: all 1 row are unknown [> 5]",
		"110102 fail nothing no rows, but the group is expected [> 5]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	got = judged(t, "- {id: x, aggregate: {avg: amount, by: place}, fail: '> 5'}", together(0))
	if want := []string{" skipped 0 groups no rows []"}; !slices.Equal(got, want) {
		t.Errorf("%s", got)
	}
}

func judged(t *testing.T, list string, r checks.Result) []string {
	t.Helper()
	_, w, c := bound(t, list)
	var got []string
	for _, o := range c.Kind.Judge(checks.Judgement{Watch: w, Check: c, Results: one(r)}) {
		got = append(got, fmt.Sprintf("%s %s %s %s [%s]", o.Group, o.Verdict, o.Measured, o.Reason, o.FailBound))
	}
	return got
}

// TestAggregateGuardsThePerson: a watch may protect a column more strictly than the
// contract did when the check was bound.
func TestAggregateGuardsThePerson(t *testing.T) {
	t.Parallel()
	_, w, c := bound(t, "- {id: x, aggregate: {max: amount, by: place}}")
	stricter := *w
	stricter.Mappings = slices.Clone(w.Mappings)
	for i := range stricter.Mappings {
		stricter.Mappings[i].Class = 0
	}
	list := c.Kind.Judge(checks.Judgement{Watch: &stricter, Check: c, Results: one(together(0, figureOf(9, 9, money(1), "1")))})
	if len(list) != 1 || list[0].Verdict != checks.Errored || list[0].Measured.Value != nil {
		t.Errorf("%+v", list)
	}
}
