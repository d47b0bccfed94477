package measure_test

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/sample"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/rulestest"
)

// A pair of drawn tables with the watches that read them.
type pair struct {
	own, far           drawn
	ownWatch, farWatch *checks.Watch
	back               connectors.Source // another login to the same file
	dir                string            // to spill to
}

// drawPair fills own_t (with indexes) and far_t.
func drawPair(t *rapid.T, f *file) *pair {
	p := &pair{own: drawTable(t, "own", 14), far: drawTable(t, "far", 10), ownWatch: watchOf("own_t"), farWatch: watchOf("far_t")}
	f.fill(t, "own_t", p.own, "DM", "SL, DM", "JE")
	f.fill(t, "far_t", p.far)
	p.farWatch.Source = "back"
	p.ownWatch.Where = ruleOf(t, rapid.SampledFrom(filters()).Draw(t, "watch filter"))
	p.farWatch.Where = ruleOf(t, rapid.SampledFrom(filters()).Draw(t, "far filter"))
	return p
}

// filters are rules that no row faults; some a server can judge, some only we can.
// None looks for null where a value may fail to decode.
func filters() []string {
	return []string{"", "", "", `code == "A"`, `code != "a" and id > 2`, "n >= 1", "not (n == 1)", "amount < 2.00 or n == 0",
		`code matches "^[Aa]$"`, `day > date("2026-01-31")`, `name == "甲"`, "code == nil", `id in [1, 2, 3, 5, 8]`, "abs(n) == 1"}
}

// judged are rules for rows: these may fault.
func judged() []string {
	return []string{"n >= 1", "amount / n > 1.0", `code in ["A", "a"]`, "len(name) == 1", `day <= date("2026-01-31")`, "n + 1 > 1",
		"code == nil or n > 0", `month == month("2026-11")`, "10 / n >= 5.0 or id > 3", `name matches "^\\p{Han}+$"`, "amount * 2 == 2.00"}
}

// expectation is what the reference measures, after the watch's own filter.
type expectation struct {
	pair  *pair
	own   sample.Table
	far   sample.Tables
	check *checks.Check
}

func (p *pair) expect(t failer, c *checks.Check) *expectation {
	own := sieve(p.own.table, p.ownWatch, t)
	return &expectation{pair: p, own: own, far: sample.Tables{"far_t": sieve(p.far.table, p.farWatch, t)}, check: c}
}

// sieve applies the watch's filter as the reference applies a check's: by counting.
func sieve(table sample.Table, w *checks.Watch, t failer) sample.Table {
	kept := sample.Table{Schema: table.Schema}
	for _, row := range table.Rows {
		one := sample.Table{Schema: table.Schema, Rows: []sample.Row{row}}
		r := sample.Measure(checks.Figures{}, w.Where, one, nil, testEnv())
		if r.Failure != nil {
			t.Fatal(r.Failure)
		}
		if r.Rows == 1 {
			kept.Rows = append(kept.Rows, row)
		}
	}
	return kept
}

func (e *expectation) measure(m checks.Measure, own, far sample.Table) checks.Result {
	return sample.Measure(m, e.check.Where, own, sample.Tables{"far_t": far, "own_t": own}, testEnv())
}

// whole is the result. An empty other side is no clean one: what may not be found
// there is not judged.
func (e *expectation) whole(m checks.Measure) checks.Result {
	if e.nothingToFind(m) {
		return checks.Result{Skipped: "test/far_t has no rows to compare with"}
	}
	return e.measure(m, e.own, e.far["far_t"])
}

func (e *expectation) nothingToFind(m checks.Measure) bool {
	match, ok := m.(checks.Match)
	return ok && !match.Want && len(e.far["far_t"].Rows) == 0
}

// alone gives the rows for which a measure of that row alone finds a violation.
func (e *expectation) alone(m checks.Measure) []string {
	var keys []string
	for _, row := range e.own.Rows {
		if e.measure(m, e.one(row), e.far["far_t"]).Violations > 0 {
			keys = append(keys, idOf(row))
		}
	}
	return sorted(keys)
}

func (e *expectation) one(rows ...sample.Row) sample.Table {
	return sample.Table{Schema: e.own.Schema, Rows: rows}
}

func idOf(row sample.Row) string { return "id=" + row.Values[0].String() }

func sorted(list []string) []string {
	slices.Sort(list)
	return list
}

func (e *expectation) cells(row sample.Row, names []string) string {
	var cells []checks.Cell
	for _, name := range names {
		at := slices.IndexFunc(e.own.Schema, func(f ir.Field) bool { return f.Name == name })
		cells = append(cells, checks.Cell{Name: name, Text: row.Values[at].String()})
	}
	return keyText(cells)
}

// filtered gives the rows that the check's filter lets through.
func (e *expectation) filtered() []sample.Row {
	var rows []sample.Row
	for _, row := range e.own.Rows {
		if e.measure(checks.Figures{}, e.one(row), sample.Table{}).Rows == 1 {
			rows = append(rows, row)
		}
	}
	return rows
}

// duplicated gives the keys that two rows share.
func (e *expectation) duplicated(m checks.Keys) []string {
	keys := map[string]bool{}
	rows := e.filtered()
	for i, a := range rows {
		for _, b := range rows[:i] {
			if e.measure(m, e.one(a, b), sample.Table{}).Violations == 2 {
				keys[e.cells(a, m.Columns)] = true
			}
		}
	}
	return keysOf(keys)
}

func keysOf(set map[string]bool) []string {
	var keys []string
	for k := range set {
		keys = append(keys, k)
	}
	return sorted(keys)
}

// unbalanced gives the headers that are off and the keys of details without a header.
func (e *expectation) unbalanced(m checks.Totals) []string {
	far := e.far["far_t"]
	detached := int(e.measure(m, e.one(), far).Violations)
	var keys []string
	for _, row := range e.filtered() {
		orphans := detached
		exists := checks.Match{Other: m.Other, On: m.On, OtherWhere: m.OtherWhere, Want: true}
		if r := e.measure(exists, e.one(row), far); r.Judged == 1 && r.Violations == 0 {
			orphans--
		}
		if int(e.measure(m, e.one(row), far).Violations) > orphans {
			keys = append(keys, idOf(row))
		}
	}
	return sorted(append(keys, e.orphans(m)...))
}

func (e *expectation) orphans(m checks.Totals) []string {
	keys := map[string]bool{}
	headers := e.one(e.filtered()...)
	var back, names = []checks.Pair(nil), []string(nil)
	for _, p := range m.On {
		back, names = append(back, checks.Pair{Left: p.Right, Right: p.Left}), append(names, p.Right)
	}
	lonely := checks.Match{Other: e.pair.ownWatch, On: back, Want: true}
	for _, row := range e.far["far_t"].Rows {
		one := sample.Table{Schema: headers.Schema, Rows: []sample.Row{row}}
		r := sample.Measure(lonely, m.OtherWhere, one, sample.Tables{"own_t": headers}, testEnv())
		if r.Violations > 0 {
			keys[e.cells(row, names)] = true
		}
	}
	return keysOf(keys)
}

// equal compares what matters of two results.
func equal(t failer, what string, got, want checks.Result) {
	t.Helper()
	if got.Failure != nil || got.Skipped != want.Skipped {
		t.Fatalf("%s: %+v %q", what, got.Failure, got.Skipped)
	}
	if got.Figures != nil {
		want.Denominator = got.Denominator // a total is no share of anything
	}
	if got.Counts != want.Counts || got.Denominator != want.Denominator || got.Groups != want.Groups {
		t.Fatalf("%s:\n got %+v denominator %d groups %d\nwant %+v denominator %d groups %d", what,
			got.Counts, got.Denominator, got.Groups, want.Counts, want.Denominator, want.Groups)
	}
	if a, b := byGroup(got), byGroup(want); !slices.Equal(a, b) {
		t.Fatalf("%s:\n got groups %v\nwant groups %v", what, a, b)
	}
	if fmt.Sprintf("%+v", got.Differences) != fmt.Sprintf("%+v", want.Differences) {
		t.Fatalf("%s: differences %+v, want %+v", what, got.Differences, want.Differences)
	}
	if fmt.Sprint(figures(got)) != fmt.Sprint(figures(want)) {
		t.Fatalf("%s: figures %v, want %v", what, figures(got), figures(want))
	}
}

// figures renders totals without their types: a sum is wider than its column.
func figures(r checks.Result) map[string]string {
	out := map[string]string{}
	for name, v := range r.Figures {
		out[name] = v.String()
		if n, ok := new(big.Rat).SetString(v.String()); ok && v.Type().Base != ir.Text {
			out[name] = n.RatString()
		}
	}
	return out
}

// hold runs one measure pushed and streamed and holds both against the reference.
func (p *pair) hold(t *rapid.T, source connectors.Source, where string, m checks.Measure, keys func(*expectation) []string) {
	t.Helper()
	c := &checks.Check{ID: "held", Where: ruleOf(t, where)}
	e := p.expect(t, c)
	want, wantKeys := e.whole(m), keys(e)
	for _, way := range []struct {
		name         string
		source, back connectors.Source
		mode         measure.Mode
		budget       int64
		slice        int64
	}{
		{"as planned", source, source, measure.Auto, 0, 0}, {"read", source, source, measure.Stream, 0, 0}, {"asked", source, source, measure.Pushdown, 0, 0},
		{"without a querier", scanOnly{source}, scanOnly{source}, measure.Auto, 0, 0}, {"of two", source, p.back, measure.Auto, 0, 0},
		{"spilled", scanOnly{source}, scanOnly{source}, measure.Auto, 64, 0}, {"in slices", source, p.back, measure.Stream, 0, 3},
	} {
		item := &measure.Item{Check: c, Where: c.Where, Measures: []checks.Measure{m}, Results: make([]checks.Result, 1)}
		trial := trialOn(way.source)
		trial.mode, trial.slicing.Rows = way.mode, way.slice
		trial.spill = &measure.Spill{Dir: p.dir, Budget: way.budget}
		trial.open = func(_ context.Context, name string) (connectors.Source, error) {
			if name == "back" {
				return way.back, nil
			}
			return way.source, nil
		}
		if err := trial.run(t.Context(), taskOf(p.ownWatch, item)); err != nil {
			t.Fatal(err)
		}
		what := fmt.Sprintf("%s %T %+v\nfilters %s / %s / check %q\nown %v\nfar %v", way.name, m, m, sourceOf(p.ownWatch), sourceOf(p.farWatch), where, p.own.raw, p.far.raw)
		equal(t, what, item.Results[0], want)
		if got := trial.heard("held"); !slices.Equal(got, wantKeys) {
			t.Fatalf("%s:\n got keys %v\nwant keys %v", what, got, wantKeys)
		}
	}
}

func sourceOf(w *checks.Watch) string {
	if w.Where == nil {
		return ""
	}
	return w.Where.Source()
}

// property runs one family of measures over drawn tables.
func property(t *testing.T, draw func(t *rapid.T, p *pair) (m checks.Measure, keys func(*expectation) []string)) {
	t.Parallel()
	f := newFile(t)
	f.fill(t, "own_t", drawn{})
	source := f.open(t)
	defer source.Close()
	back, dir := f.open(t), t.TempDir()
	defer back.Close()
	rapid.Check(t, func(t *rapid.T) {
		p := drawPair(t, f)
		p.back, p.dir = back, dir
		m, keys := draw(t, p)
		p.hold(t, source, rapid.SampledFrom(filters()).Draw(t, "check filter"), m, keys)
	})
}

func TestRowRulesAreTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, _ *pair) (checks.Measure, func(*expectation) []string) {
		m := checks.RowRule{Rule: ruleOf(t, rapid.SampledFrom(judged()).Draw(t, "rule"))}
		return m, func(e *expectation) []string { return e.alone(m) }
	})
}

func TestDecodingIsTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, _ *pair) (checks.Measure, func(*expectation) []string) {
		m := checks.Decode{Column: rapid.SampledFrom([]string{"n", "amount", "day", "month", "code"}).Draw(t, "column")}
		return m, func(e *expectation) []string { return e.alone(m) }
	})
}

func TestKeysAreTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, _ *pair) (checks.Measure, func(*expectation) []string) {
		m := checks.Keys{Columns: rapid.SampledFrom([][]string{{"code"}, {"n"}, {"amount"}, {"code", "n"}, {"name", "day"}, {"amount", "code", "month"}}).Draw(t, "key")}
		return m, func(e *expectation) []string { return e.duplicated(m) }
	})
}

func TestFiguresAreTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, _ *pair) (checks.Measure, func(*expectation) []string) {
		m := checks.Figures{Terms: []checks.Figure{{Name: "all", Func: checks.FigureRows}}}
		for i := range rapid.IntRange(1, 3).Draw(t, "terms") {
			term := checks.Figure{Name: fmt.Sprintf("f%d", i), Func: rapid.SampledFrom([]checks.Func{checks.FigureRows, checks.FigureMax, checks.FigureMin, checks.FigureSum}).Draw(t, "func")}
			names := []string{"code", "n", "amount", "day", "month", "id"}
			switch term.Func {
			case checks.FigureRows:
				names = []string{""}
			case checks.FigureSum:
				names = []string{"n", "amount"}
			}
			term.Column = rapid.SampledFrom(names).Draw(t, "column")
			term.Where = ruleOf(t, rapid.SampledFrom(filters()).Draw(t, "term filter"))
			m.Terms = append(m.Terms, term)
		}
		return m, func(*expectation) []string { return nil }
	})
}

// joins are key pairs of one type, single and composite.
func joins() [][]checks.Pair {
	return [][]checks.Pair{{{Left: "id", Right: "id"}}, {{Left: "code", Right: "code"}}, {{Left: "n", Right: "n"}}, {{Left: "code", Right: "name"}}, {{Left: "amount", Right: "amount"}},
		{{Left: "n", Right: "id"}}, {{Left: "code", Right: "code"}, {Left: "n", Right: "n"}}, {{Left: "day", Right: "day"}, {Left: "amount", Right: "amount"}}}
}

func TestMatchesAreTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, p *pair) (checks.Measure, func(*expectation) []string) {
		m := checks.Match{Other: p.farWatch, On: rapid.SampledFrom(joins()).Draw(t, "on"), Want: rapid.Bool().Draw(t, "want")}
		m.When = ruleOf(t, rapid.SampledFrom([]string{"", "", "n >= other.n", "day > other.day", `code != other.code`, "amount == other.amount and id != other.id"}).Draw(t, "when"))
		m.Agree = rapid.SampledFrom([][]checks.Pair{nil, nil, {{Left: "name", Right: "name"}}, {{Left: "n", Right: "n"}, {Left: "month", Right: "month"}}}).Draw(t, "agree")
		m.OtherWhere = ruleOf(t, rapid.SampledFrom(filters()).Draw(t, "other filter"))
		return m, func(e *expectation) []string { return e.alone(m) }
	})
}

func TestTotalsAreTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, p *pair) (checks.Measure, func(*expectation) []string) {
		m := checks.Totals{Other: p.farWatch, On: rapid.SampledFrom(joins()).Draw(t, "on")}
		if rapid.Bool().Draw(t, "counted") {
			m.Count = "n"
		}
		m.Sums = rapid.SampledFrom([][]checks.Pair{nil, {{Left: "amount", Right: "amount"}}, {{Left: "amount", Right: "n"}}, {{Left: "n", Right: "n"}, {Left: "amount", Right: "amount"}}}).Draw(t, "sums")
		if rapid.Bool().Draw(t, "tolerant") {
			m.Tolerance = big.NewRat(3, 2)
		}
		m.OtherWhere = ruleOf(t, rapid.SampledFrom(filters()).Draw(t, "other filter"))
		return m, func(e *expectation) []string { return e.unbalanced(m) }
	})
}

func TestGroupsAreTheReferences(t *testing.T) {
	property(t, func(t *rapid.T, _ *pair) (checks.Measure, func(*expectation) []string) {
		m := checks.Groups{Figures: drawFigures(t)}
		by := rapid.SampledFrom([][]string{{"code"}, {"n"}, {"month", "code"}, {"left(code, 1)"}, {"amount"}, {"month(day)", "name"}, {"n % 2"}}).Draw(t, "by")
		for i, source := range by {
			m.By = append(m.By, checks.GroupKey{Name: fmt.Sprintf("k%d", i), Expr: exprOf(t, source, ir.Null)})
		}
		schema := m.Schema()
		if source := rapid.SampledFrom([]string{"", "count < 2", "total > 1.00", "total / many >= 1.0", "many * 2 > count", "drawn > 1", "drawn == nil or drawn < 2.5", "drawn * 2 >= total"}).Draw(t, "holds"); source != "" {
			holds, problems := rules.Compile(source, rules.Scope{Schema: schema, Result: ir.Boolean})
			if problems != nil {
				t.Fatal(problems)
			}
			m.Holds = holds
		}
		if by[0] == "code" {
			m.Expect = rapid.SampledFrom([][]string{nil, {"A"}, {"A", "C", "甲"}}).Draw(t, "expect")
		}
		return m, func(e *expectation) []string { return e.odd(t, m) }
	})
}

// drawFigures are two sums and a drawn figure, sorted by name.
func drawFigures(t *rapid.T) []checks.NamedFigure {
	drawn := drawFigure(t)
	return []checks.NamedFigure{
		{Name: "drawn", Aggregate: drawn},
		{Name: "many", Aggregate: checks.Aggregate{Func: checks.FigureSum, Of: exprOf(t, "n", ir.Null)}},
		{Name: "total", Aggregate: checks.Aggregate{Func: checks.FigureSum, Of: exprOf(t, "amount", ir.Null)}},
	}
}

// odd gives the expected groups that are missing and those for which Holds does not.
func (e *expectation) odd(t failer, m checks.Groups) []string {
	bare := m
	bare.Expect = nil
	keys := map[string]bool{}
	rows := e.filtered()
	for _, row := range rows {
		together := bare
		together.Holds = nil
		var members []sample.Row
		for _, other := range rows {
			if r := e.measure(together, e.one(row, other), sample.Table{}); r.Unknown == 0 && r.Denominator == 1 {
				members = append(members, other)
			}
		}
		if len(members) > 0 && e.measure(bare, e.one(members...), sample.Table{}).Violations > 0 {
			keys[e.groupKey(t, m, row)] = true
		}
	}
	for _, text := range m.Expect {
		alone := m
		alone.Expect, alone.Holds = []string{text}, nil
		if e.measure(alone, e.one(rows...), sample.Table{}).Violations > 0 {
			keys["k0="+text] = true
		}
	}
	return keysOf(keys)
}

func (e *expectation) groupKey(t failer, m checks.Groups, row sample.Row) string {
	var cells []checks.Cell
	for _, by := range m.By {
		cells = append(cells, checks.Cell{Name: by.Name, Text: computed(t, by.Expr, e.own.Schema, row)})
	}
	return keyText(cells)
}

// computed gives the text of an expression's value for one row.
func computed(t failer, e *rules.Expr, schema ir.Schema, row sample.Row) string {
	value, err := rules.CompileValue(e, schema, testEnv())
	if err != nil {
		t.Fatal(err)
	}
	record := rulestest.Record(memory.DefaultAllocator, schema, [][]ir.Value{row.Values})
	defer record.Release()
	column, _, err := value.Eval(memory.DefaultAllocator, record)
	if err != nil {
		t.Fatal(err)
	}
	defer column.Release()
	return ir.ValueAt(column, value.Type(), 0).String()
}
