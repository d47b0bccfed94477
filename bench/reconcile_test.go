package bench_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// BenchmarkRatioReconcile: nine columns of MariaDB against PostgreSQL, one row in 10,000
// gone here, gone there, or changed. Ours reads in the order of the key ("abreast") or
// sorts here ("sorted"); the reference is a merge join of two ordered reads.
func BenchmarkRatioReconcile(b *testing.B) {
	n := registryRows(b)
	left, right := livetest.MySQL(b), livetest.Postgres(b)
	reconciled(b, left, "DATETIME", fmt.Sprintf("seq_1_to_%d", n), "CONCAT('R', LPAD(seq, 10, '0'))")
	reconciled(b, right, "TIMESTAMP", fmt.Sprintf("generate_series(1, %d) AS s(seq)", n), "'R' || LPAD(seq::text, 10, '0')")
	seed(b, left, "DELETE FROM people WHERE amount = 17.25", "ANALYZE TABLE people")
	seed(b, right, "DELETE FROM people WHERE amount = 4711.25", "UPDATE people SET state = '迁出' WHERE amount = 815.25", "VACUUM ANALYZE people")
	left.Name, right.Name = "left", "right"
	ours, err := mysql.Open(b.Context(), left)
	if err != nil {
		b.Fatal(err)
	}
	defer ours.Close()
	theirs, err := postgres.Open(b.Context(), right)
	if err != nil {
		b.Fatal(err)
	}
	defer theirs.Close()
	var expected, found []string
	join := func() { expected = mergeJoin(b, left, right) }
	for name, through := range map[string]func(connectors.Source) connectors.Source{
		"abreast": func(s connectors.Source) connectors.Source { return s },
		"sorted":  func(s connectors.Source) connectors.Source { return scanOnly{s} },
	} {
		sources := map[string]connectors.Source{"left": through(ours), "right": through(theirs)}
		b.Run(name, func(b *testing.B) {
			versus(b, func() { found = reconcile(b, sources, n) }, join)
			if !slices.Equal(found, expected) || len(found) < n/10000*3 {
				b.Fatalf("%d keys, the reference %d", len(found), len(expected))
			}
		})
	}
}

const reconciledColumns = "record_no, id_card, name, sex, birth_date, district_code, state, amount, registered_at"

// reconciled fills one side.
func reconciled(b *testing.B, config connectors.Config, moment, series, key string) {
	seed(b, config, `CREATE TABLE people (record_no VARCHAR(24) PRIMARY KEY, id_card VARCHAR(18), name VARCHAR(60), sex VARCHAR(4), birth_date DATE,
		district_code VARCHAR(12), state VARCHAR(10), amount DECIMAL(12,2), registered_at `+moment+")",
		"INSERT INTO people SELECT "+key+`, CONCAT('110105', 19300101 + seq % 700000, '123X'), CONCAT('张三', seq % 10), '男', '1999-09-09',
		CONCAT('1101', 10 + seq % 16), '正常', seq % 10000 + 0.25, '2026-11-20 08:00:00' FROM `+series)
}

func seed(b *testing.B, config connectors.Config, statements ...string) {
	b.Helper()
	db, err := livetest.OpenDB(config)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			b.Fatal(s, err)
		}
	}
}

// reconcile gives the keys that part, sorted.
func reconcile(b *testing.B, sources map[string]connectors.Source, n int) []string {
	w, other := peopleIn("left"), peopleIn("right")
	m := checks.Reconcile{Other: other, On: []checks.Pair{{Left: "record_no", Right: "record_no"}}}
	for _, c := range w.Mappings[1:] {
		m.Columns = append(m.Columns, checks.Compared{Pair: checks.Pair{Left: c.Name, Right: c.Name}})
	}
	var keys []string
	runner := &measure.Runner{
		Open:  func(_ context.Context, name string) (connectors.Source, error) { return sources[name], nil },
		Spill: &measure.Spill{Dir: b.TempDir()},
		Sink: func(_ *measure.Task, _ *measure.Item, key []checks.Cell) error {
			keys = append(keys, key[0].Text)
			return nil
		},
	}
	item := &measure.Item{Check: &checks.Check{ID: "same"}, Measures: []checks.Measure{m}, Results: make([]checks.Result, 1)}
	if err := runner.Measure(b.Context(), []*measure.Task{{Watch: w, Env: rules.Env{AsOf: asOf()}, Items: []*measure.Item{item}}}); err != nil {
		b.Fatal(err)
	}
	if r := item.Results[0]; r.Failure != nil || r.Denominator != int64(n) {
		b.Fatalf("%+v %+v", r.Failure, r.Counts)
	}
	return keys
}

func peopleIn(source string) *checks.Watch {
	contract := &checks.Contract{ID: "people", Key: []string{"record_no"}}
	w := &checks.Watch{System: &checks.System{ID: "bench"}, ID: source, Contract: contract, Source: source, From: checks.From{Name: "people"}}
	text := ir.Of(ir.Text)
	for name, t := range map[string]ir.Type{
		"record_no": text, "id_card": text, "name": text, "sex": text, "birth_date": ir.Of(ir.Date), "district_code": text,
		"state": text, "amount": ir.DecimalType(12, 2), "registered_at": ir.Of(ir.Timestamp),
	} {
		contract.Columns = append(contract.Columns, checks.Column{Name: name, Type: t})
		w.Mappings = append(w.Mappings, checks.Mapping{Name: name, Type: t, Physical: []string{name}})
	}
	byName := func(a, b checks.Mapping) int {
		return bytes.Compare([]byte(a.Name), []byte(b.Name))
	}
	slices.SortFunc(w.Mappings, byName)
	at := slices.IndexFunc(w.Mappings, func(m checks.Mapping) bool { return m.Name == "record_no" })
	w.Mappings[0], w.Mappings[at] = w.Mappings[at], w.Mappings[0]
	return w
}

// mergeJoin is what an engineer would write by hand: both reads ordered by the key, the
// values compared as the servers write them.
func mergeJoin(b *testing.B, left, right connectors.Config) []string {
	db, err := livetest.OpenDB(left)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	const query = "SELECT " + reconciledColumns + " FROM people ORDER BY record_no"
	mine, err := db.Query(query)
	if err != nil {
		b.Fatal(err)
	}
	defer mine.Close()
	conn, err := pgx.Connect(b.Context(), fmt.Sprintf("host=%s port=%d user=%s password=%s dbname=%s sslmode=disable", right.Host, right.Port, right.User, right.Password, right.Database))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	theirs, err := conn.Query(b.Context(), query, pgx.QueryExecModeSimpleProtocol)
	if err != nil {
		b.Fatal(err)
	}
	defer theirs.Close()
	keys := join(b, mine, theirs)
	if mine.Err() != nil || theirs.Err() != nil {
		b.Fatal(mine.Err(), theirs.Err())
	}
	return keys
}

func join(b *testing.B, mine *sql.Rows, theirs pgx.Rows) (keys []string) {
	cells, places := make([]sql.RawBytes, 9), make([]any, 9)
	for i := range cells {
		places[i] = &cells[i]
	}
	next := func() bool {
		if !mine.Next() {
			return false
		}
		if err := mine.Scan(places...); err != nil {
			b.Fatal(err)
		}
		return true
	}
	left, right := next(), theirs.Next()
	for left || right {
		order := 0
		switch {
		case !left:
			order = 1
		case !right:
			order = -1
		default:
			order = bytes.Compare(cells[0], theirs.RawValues()[0])
		}
		switch {
		case order < 0:
			keys = append(keys, string(cells[0]))
			left = next()
		case order > 0:
			keys = append(keys, string(theirs.RawValues()[0]))
			right = theirs.Next()
		default:
			for i, v := range theirs.RawValues() {
				if !bytes.Equal(cells[i], v) {
					keys = append(keys, string(cells[0]))
					break
				}
			}
			left, right = next(), theirs.Next()
		}
	}
	return keys
}
