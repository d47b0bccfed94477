package measure_test

import (
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A doubtful table holds, in columns of the contract's own types, values that a server
// compares and that do not decode.
type doubtful struct {
	name   string
	start  func(testing.TB) connectors.Config
	open   connectors.Opener
	create string
	before string // a statement that lets the values in
	rows   []string
}

func doubtfuls() []doubtful {
	return []doubtful{
		{
			"MariaDB", livetest.MySQL, mysql.Open,
			"CREATE TABLE pay (id BIGINT PRIMARY KEY, code VARCHAR(20), note TEXT, amount DECIMAL(12,2), day DATE, at DATETIME)",
			"SET SESSION sql_mode = 'ALLOW_INVALID_DATES'",
			[]string{
				"(1, 'A', 'x', 1.00, '2026-01-01', '2026-01-01 08:00:00')", "(2, 'A ', 'x', -1.00, '2026-11-30', '2026-01-01 08:00:00')",
				"(3, 'B', NULL, NULL, NULL, NULL)", "(4, 'c', 'x', 5, '0000-00-00', '0000-00-00 00:00:00')",
				"(5, NULL, 'x', 5, '2026-02-00', '2026-02-31 08:00:00')", "(6, 'd', 'x', 5, '2026-02-31', '2026-03-01 08:00:00')",
				"(7, 'e', 'x', 5, '0000-05-05', '2026-03-01 08:00:00')", "(8, '', 'x', 0, '1900-01-01', '9999-12-31 23:59:59')",
			},
		},
		{
			"PostgreSQL", livetest.Postgres, postgres.Open,
			"CREATE TABLE pay (id BIGINT PRIMARY KEY, code VARCHAR(20), note TEXT, amount NUMERIC(12,2), day DATE, at TIMESTAMP)",
			"SELECT 1",
			[]string{
				"(1, 'A', 'x', 1.00, '2026-01-01', '2026-01-01 08:00:00')", "(2, 'A ', 'x', -1.00, '2026-11-30', '2026-01-01 08:00:00')",
				"(3, 'B', NULL, NULL, NULL, NULL)", "(4, 'c', 'x', 'NaN', 'infinity', '-infinity')", "(5, NULL, 'x', 5, '0044-03-15 BC', '12026-01-01 08:00:00')",
				"(6, 'd', 'x', 5, '10000-01-01', '2026-03-01 08:00:00')", "(7, 'e', 'x', 5, '0001-01-01', '2026-03-01 08:00:00')", "(8, '', 'x', 0, '1900-01-01', '9999-12-31 23:59:59')",
			},
		},
	}
}

// fill writes the doubtful rows and n sound ones.
func (d doubtful) fill(t *testing.T, db *sql.DB, n int) {
	t.Helper()
	db.SetMaxOpenConns(1)
	statements := []string{d.before, d.create}
	for _, row := range d.rows {
		statements = append(statements, "INSERT INTO pay VALUES "+row)
	}
	for i := range n {
		statements = append(statements, fmt.Sprintf("INSERT INTO pay VALUES (%d, 'K%d', 'x', 7, '2026-05-05', '2026-05-05 00:00:00')", 100+i, i))
	}
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatal(s, err)
		}
	}
}

func payWatch() *checks.Watch {
	w := watchOf("pay")
	w.Mappings = []checks.Mapping{
		{Name: "id", Type: ir.Of(ir.Integer), Physical: []string{"id"}},
		{Name: "code", Type: ir.Of(ir.Text), Physical: []string{"code"}, Class: mask.Personal},
		{Name: "note", Type: ir.Of(ir.Text), Physical: []string{"note"}},
		{Name: "amount", Type: ir.DecimalType(12, 2), Physical: []string{"amount"}},
		{Name: "day", Type: ir.Of(ir.Date), Physical: []string{"day"}},
		{Name: "at", Type: ir.Of(ir.Timestamp), Physical: []string{"at"}},
	}
	return w
}

func payRule(t failer, source string) *rules.Expr {
	t.Helper()
	return payExpr(t, source, ir.Boolean)
}

func payExpr(t failer, source string, result ir.Base) *rules.Expr {
	t.Helper()
	var schema ir.Schema
	for _, m := range payWatch().Mappings {
		schema = append(schema, ir.Field{Name: m.Name, Type: m.Type})
	}
	e, problems := rules.Compile(source, rules.Scope{Schema: schema, Result: result})
	if problems != nil {
		t.Fatalf("%s: %v", source, problems)
	}
	return e
}

func payItems(t *testing.T) []*measure.Item {
	var items []*measure.Item
	for _, rule := range []string{
		`amount > 0`, `code != "A"`, `day >= "2026-01-01"`, `day <= "2026-12-31" or amount < 0`, `at < "2026-12-31 00:00:00"`, `date(at) >= day`,
		`not (code in ["A", "B"])`, `len(code) >= 1 and amount >= 0`, `code startsWith "K" or id < 100`, `day != nil`, `code matches "^[A-Z]"`, `amount + 1 > 1`,
	} {
		for i, where := range []string{"", `id <= 6`, `code != "B"`, `day >= "2026-01-01"`} {
			items = append(items, itemOf(fmt.Sprintf("%s/%d", rule, i), nil, checks.RowRule{Rule: payRule(t, rule)}))
			if where != "" {
				items[len(items)-1].Where = payRule(t, where)
			}
		}
	}
	for _, column := range []string{"id", "code", "note", "amount", "day", "at"} {
		items = append(items, itemOf("type "+column, nil, checks.Decode{Column: column}))
	}
	rows := checks.Figure{Name: "rows", Func: checks.FigureRows}
	return append(append(append(items, payAggregates(t)...), payGroups(t)...),
		itemOf("once", nil, checks.Keys{Columns: []string{"code"}}),
		itemOf("id once", nil, checks.Keys{Columns: []string{"id"}}),
		itemOf("rows", nil, checks.Figures{Terms: []checks.Figure{rows}}),
		itemOf("latest", nil, checks.Figures{Terms: []checks.Figure{rows, {Name: "max", Func: checks.FigureMax, Column: "at"}, {Name: "sum", Func: checks.FigureSum, Column: "amount"}}}))
}

// payGroups judge rules over groups by several keys: figures that a server gives, one that
// it does not, and groups that are expected.
func payGroups(t *testing.T) []*measure.Item {
	figure := func(name string, f checks.Func, source string) checks.NamedFigure {
		return checks.NamedFigure{Name: name, Aggregate: checks.Aggregate{Func: f, Of: payExpr(t, source, map[bool]ir.Base{true: ir.Boolean, false: ir.Null}[f == checks.FigureShare])}}
	}
	var items []*measure.Item
	for i, by := range [][]string{{"code"}, {"note"}, {"day"}, {"id"}, {"code", "day"}, {"left(code, 1)"}} {
		var m checks.Groups
		for n, source := range by {
			m.By = append(m.By, checks.GroupKey{Name: fmt.Sprintf("k%d", n), Expr: payExpr(t, source, ir.Null)})
		}
		items = append(items, itemOf(fmt.Sprint("groups ", by), nil, m))
		m.Expect = []string{"A", "nobody"}
		for _, figures := range [][]checks.NamedFigure{
			{figure("x", checks.FigureSum, "amount"), figure("y", checks.FigureShare, "amount > 0")},
			{figure("x", checks.FigureAverage, "amount"), figure("y", checks.FigureDistinct, "code")},
			{figure("x", checks.FigureMax, "amount"), figure("y", checks.FigureValues, "note")},
			{figure("x", checks.FigureMedian, "amount"), figure("y", checks.FigureMin, "id")},
		} {
			m.Figures = figures
			for _, rule := range []string{"count > 2 and x > 10", "y < 60", "x != nil or y > 1"} {
				holds, problems := rules.Compile(rule, rules.Scope{Schema: m.Schema(), Result: ir.Boolean})
				if problems != nil {
					t.Fatalf("%s: %v", rule, problems)
				}
				m.Holds = holds
				item := itemOf(fmt.Sprint("groups ", by, figures[0].Func, " ", rule), nil, m)
				if i == 0 {
					item.Where = payRule(t, `id < 150 and code != "B"`)
				}
				items = append(items, item)
			}
		}
	}
	return items
}

// payAggregates are all figures of all columns that have them, by several keys.
func payAggregates(t *testing.T) []*measure.Item {
	sources := map[checks.Func][]string{checks.FigureRows: {""}, checks.FigureShare: {"amount > 0", `code != "A"`, `day >= "2026-01-01"`, "amount / id > 0"}}
	for _, f := range aggregateFuncs() {
		switch f {
		case checks.FigureRows, checks.FigureShare:
		case checks.FigureValues, checks.FigureDistinct:
			sources[f] = []string{"id", "code", "note", "amount", "day", "at", "left(code, 1)"}
		default:
			sources[f] = []string{"id", "amount", "amount * 2"}
		}
	}
	var items []*measure.Item
	for _, f := range aggregateFuncs() {
		for i, source := range sources[f] {
			for _, by := range []string{"", "code", "note", "day", "id", "left(code, 1)"} {
				m := checks.Aggregate{Func: f}
				if source != "" {
					m.Of = payExpr(t, source, map[bool]ir.Base{true: ir.Boolean, false: ir.Null}[f == checks.FigureShare])
				}
				if f == checks.FigurePercentile {
					m.At = 90
				}
				if by != "" {
					m.By = []checks.GroupKey{{Name: "k", Expr: payExpr(t, by, ir.Null)}}
				}
				item := itemOf(fmt.Sprintf("%s(%s) by %s", f, source, by), nil, m)
				if i == 0 {
					item.Where = payRule(t, `id < 150 and code != "B"`)
				}
				items = append(items, item)
			}
		}
	}
	return items
}

// TestModesAgree: on servers whose tables hold values that do not decode, outcomes,
// samples and keys do not depend on where measures are taken; asked, a server sends
// only the rows that matter.
func TestModesAgree(t *testing.T) {
	t.Parallel()
	for _, d := range doubtfuls() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			config := d.start(t)
			config.Name = "front"
			db, err := livetest.OpenDB(config)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			d.fill(t, db, 100)
			source, err := d.open(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			defer source.Close()
			modesAgree(t, source, payWatch())
		})
	}
}

// modesAgree measures all of a watch in every mode and holds the results against those of
// streaming.
func modesAgree(t *testing.T, source connectors.Source, w *checks.Watch) {
	t.Helper()
	want, heard := payItems(t), map[string][]string{}
	for _, mode := range []measure.Mode{measure.Stream, measure.Auto, measure.Pushdown} {
		items := payItems(t)
		trial := trialOn(source)
		trial.mode = mode
		if err := trial.run(t.Context(), taskOf(w, items...)); err != nil {
			t.Fatal(err)
		}
		if mode == measure.Stream {
			want, heard = items, trial.keys
			continue
		}
		for i, item := range items {
			id := string(mode) + " " + item.Check.ID
			equal(t, id, item.Results[0], want[i].Results[0])
			if fmt.Sprint(item.Results[0].Samples) != fmt.Sprint(want[i].Results[0].Samples) {
				t.Errorf("%s: samples %v\nwant %v", id, item.Results[0].Samples, want[i].Results[0].Samples)
			}
			if got := trial.heard(item.Check.ID); !slices.Equal(got, slices.Sorted(slices.Values(heard[item.Check.ID]))) {
				t.Errorf("%s: keys %v, want %v", id, got, heard[item.Check.ID])
			}
		}
	}
}

// TestModesAgreeOnOracle: the same over a scripted Oracle with SQLite behind. A date there
// has a time of day; blanks are null.
func TestModesAgreeOnOracle(t *testing.T) {
	t.Parallel()
	table := payTable("PAY", 40)
	table.Rows = append(table.Rows,
		[]any{"101", "A", "x", "1", "2026-01-01 23:59:59", "2026-12-31 00:00:00"}, []any{"102", "A ", nil, "-1.00", "2025-12-31 23:59:59", "2026-12-31 00:00:00.000001"},
		[]any{"103", "   ", "x", nil, nil, nil}, []any{"104", "B", "y", "9999999999.99", "2026-12-31 00:00:01", "2026-12-30 23:59:59.999999"},
		[]any{"105", "甲", "y", "0", "1899-01-01 12:00:00", "0001-01-01 00:00:00"}, []any{"106", nil, "y", "0", "2026-01-01 00:00:00", "2026-01-01 23:59:59"})
	w := oraclePay()
	w.Mappings = w.Mappings[:6]
	modesAgree(t, recordOracle(t, table).source, w)
}

// TestSuspectsTravelAlone: of a large table only the rows in doubt are sent.
func TestSuspectsTravelAlone(t *testing.T) {
	t.Parallel()
	for _, d := range doubtfuls() {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			config := d.start(t)
			config.Name = "front"
			db, err := livetest.OpenDB(config)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			d.fill(t, db, 100)
			source, err := d.open(t.Context(), config)
			if err != nil {
				t.Fatal(err)
			}
			defer source.Close()
			trial := trialOn(source)
			trial.mode = measure.Pushdown
			var read int64
			trial.progress = func(p measure.Progress) { read = max(read, p.Rows) }
			items := []*measure.Item{itemOf("positive", nil, checks.RowRule{Rule: payRule(t, "amount > 0")}), itemOf("type", nil, checks.Decode{Column: "code"})}
			if err := trial.run(t.Context(), taskOf(payWatch(), items...)); err != nil {
				t.Fatal(err)
			}
			if got := items[0].Results[0]; read == 0 || read > 8 || got.Rows != 108 || got.Judged+got.Unknown != 108 {
				t.Errorf("%d rows were read; %+v", read, got)
			}
			if got := items[1].Results[0]; got.Rows != 108 || got.Violations != 0 {
				t.Errorf("%+v", got)
			}
		})
	}
}
