package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// plain is a dialect with numbered placeholders.
type plain struct{}

func (plain) Quote(part string) string       { return sqldb.QuoteWith(part, '"') }
func (plain) Placeholder(n int) string       { return "$" + strconv.Itoa(n) }
func (plain) Select(column string) string    { return column }
func (plain) Key(column string) string       { return "KEY(" + column + ")" }
func (plain) Limit(s string, n int64) string { return s + " LIMIT " + strconv.FormatInt(n, 10) }

// writerOf is a source that only writes statements: its driver opens sessions that do
// nothing.
func writerOf(t *testing.T) *sqldb.Source {
	t.Helper()
	source, err := sqldb.Open(t.Context(), connectors.Config{Name: "s"}, &scripted{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { source.Close() })
	return source
}

func column(name string, t arrow.DataType) connectors.Column {
	return connectors.Column{Name: strings.ToLower(name), Physical: []string{name}, Type: t}
}

func TestRender(t *testing.T) {
	t.Parallel()
	source := writerOf(t)
	for _, c := range []struct {
		request connectors.Request
		want    string
	}{
		{connectors.Request{
			From:    connectors.Relation{Name: `QZK.QZ"SWXX`},
			Columns: []connectors.Column{column("SFZH", arrow.BinaryTypes.String), column("XM", arrow.BinaryTypes.String)},
		}, `SELECT "SFZH", "XM" FROM "QZK"."QZ""SWXX"`},
		{connectors.Request{
			From: connectors.Relation{Name: "T"}, Limit: 5,
			Columns: []connectors.Column{
				{Name: "a", Physical: []string{"X", "Y"}, Type: arrow.BinaryTypes.String},
				{Name: "b", Physical: []string{"Y"}, Type: arrow.BinaryTypes.String},
			},
			Where: connectors.Fragment{Text: `"X" = $1 OR "Y" LIKE $2 ESCAPE '\' OR "Z" = $1 OR "Z" = '$1'`, Args: []any{1, 2}},
		}, `SELECT "X", "Y" FROM "T" WHERE ("X" = $1 OR "Y" LIKE $2 ESCAPE '\' OR "Z" = $1 OR "Z" = '$1') LIMIT 5`},
		{connectors.Request{
			From: connectors.Relation{Name: "T"}, Limit: 6, Order: []string{"b", "a", "c"},
			Columns: []connectors.Column{column("A", arrow.BinaryTypes.String), column("B", arrow.BinaryTypes.String), column("C", arrow.BinaryTypes.String)},
			Where:   connectors.Fragment{Text: `"X" = $1`, Args: []any{1}},
			Onwards: []connectors.Fragment{{Text: "$1", Args: []any{2}}, {Text: "F($1)", Args: []any{3}}, {Text: "0"}},
		}, `SELECT "A", "B", "C" FROM "T" WHERE ("X" = $1) AND "B" >= ($2) AND ("B" > ($3) OR "A" >= (F($4)) AND ("A" > (F($5)) OR "C" >= (0))) ORDER BY "B", "A", "C" LIMIT 6`},
		{connectors.Request{
			From: connectors.Relation{Query: "SELECT 1 AS n -- one"}, Columns: []connectors.Column{column("n", arrow.PrimitiveTypes.Int64)},
		}, "SELECT \"n\" FROM (SELECT 1 AS n -- one\n) \"dogwatch_query\""},
	} {
		got, err := source.Render(c.request)
		if err != nil || got.Text != c.want {
			t.Errorf("%v\n got %s\nwant %s", err, got.Text, c.want)
		}
	}
	for name, request := range map[string]connectors.Request{
		"no relation":   {Columns: []connectors.Column{column("A", arrow.BinaryTypes.String)}},
		"two relations": {From: connectors.Relation{Name: "T", Query: "SELECT 1"}, Columns: []connectors.Column{column("A", arrow.BinaryTypes.String)}},
		"a place of fewer columns": {
			From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{column("A", arrow.BinaryTypes.String)},
			Onwards: []connectors.Fragment{{Text: "1"}},
		},
		"a value too few": {
			From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{column("A", arrow.BinaryTypes.String)},
			Where: connectors.Fragment{Text: "a = $2", Args: []any{1}},
		},
	} {
		if _, err := source.Render(request); connectors.ClassOf(err) != connectors.Local {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSlices: only along columns which a server compares as it orders them.
func TestSlices(t *testing.T) {
	t.Parallel()
	source := writerOf(t)
	table := connectors.Relation{Name: "T"}
	for _, c := range []struct {
		column connectors.PhysicalColumn
		want   bool
	}{
		{connectors.PhysicalColumn{Type: "bigint", Arrow: arrow.PrimitiveTypes.Int64}, true},
		{connectors.PhysicalColumn{Type: "NUMBER(38,4)", Arrow: &arrow.Decimal128Type{Precision: 38, Scale: 4}}, true},
		{connectors.PhysicalColumn{Type: "date", Arrow: arrow.FixedWidthTypes.Date32}, true},
		{connectors.PhysicalColumn{Type: "TIMESTAMP(6)", Arrow: connectors.TimestampType}, true},
		{connectors.PhysicalColumn{Type: "timestamp", Arrow: connectors.TimestampType, Instant: true}, false},
		{connectors.PhysicalColumn{Type: "VARCHAR2(18)", Arrow: arrow.BinaryTypes.String}, true},
		{connectors.PhysicalColumn{Type: "character(18)", Arrow: arrow.BinaryTypes.String}, true},
		{connectors.PhysicalColumn{Type: "enum('b','a')", Arrow: arrow.BinaryTypes.String}, false},
		{connectors.PhysicalColumn{Type: "uuid", Arrow: arrow.BinaryTypes.String}, false},
		{connectors.PhysicalColumn{Type: "CLOB", Arrow: arrow.BinaryTypes.String}, false},
		{connectors.PhysicalColumn{Type: "double", Arrow: arrow.PrimitiveTypes.Float64}, false},
		{connectors.PhysicalColumn{Type: "BFILE"}, false},
	} {
		if got := source.Slices(table, []connectors.PhysicalColumn{c.column}); got != c.want {
			t.Errorf("%s: %v", c.column.Type, got)
		}
	}
	sound := connectors.PhysicalColumn{Type: "bigint", Arrow: arrow.PrimitiveTypes.Int64}
	if source.Slices(connectors.Relation{Query: "SELECT 1"}, []connectors.PhysicalColumn{sound}) || source.Slices(table, nil) {
		t.Error("a query, or no key")
	}
}

// The values of terms stand before those of the request, as their text does.
func TestRenderAggregate(t *testing.T) {
	t.Parallel()
	got, err := writerOf(t).RenderAggregate(connectors.Aggregate{
		From:    connectors.Relation{Name: "T"},
		Where:   connectors.Fragment{Text: `"D" > $1`, Args: []any{"where"}},
		GroupBy: []connectors.Column{column("DIST", arrow.BinaryTypes.String), column("D", arrow.FixedWidthTypes.Date32)},
		Terms: []connectors.Term{
			{Name: "rows", Func: connectors.Count},
			{Name: "some", Func: connectors.Count, Where: connectors.Fragment{Text: `"A" = $1`, Args: []any{"first"}}},
			{Name: "ids", Func: connectors.CountDistinct, Column: column("ID", arrow.BinaryTypes.String)},
			{Name: "sum", Func: connectors.Sum, Column: column("JE", arrow.PrimitiveTypes.Int64), Where: connectors.Fragment{Text: `"A" = $1`, Args: []any{"second"}}},
			{Name: "min", Func: connectors.Min, Column: column("XM", arrow.BinaryTypes.String)},
		},
		AtLeast: 2,
	})
	want := `SELECT KEY("DIST"), "D", COUNT(*), COUNT(CASE WHEN ("A" = $1) THEN 1 END), COUNT(DISTINCT KEY("ID")), ` +
		`SUM(CASE WHEN ("A" = $2) THEN "JE" END), MIN(KEY("XM")) FROM "T" WHERE ("D" > $3) ` +
		`GROUP BY KEY("DIST"), "D" HAVING COUNT(*) >= 2 ORDER BY KEY("DIST"), "D"`
	if err != nil || got.Text != want || fmt.Sprint(got.Args) != "[first second where]" {
		t.Errorf("%v %v\n got %s\nwant %s", err, got.Args, got.Text, want)
	}
}

// A driver's own text never reaches an error.
func TestErrorsHideTheDriver(t *testing.T) {
	t.Parallel()
	source, err := sqldb.Open(t.Context(), connectors.Config{Name: "s"}, &scripted{query: func(context.Context) error {
		return errors.New("duplicate entry '110105198001010011' for key")
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	_, err = source.Scan(t.Context(), connectors.Request{
		From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{column("A", arrow.BinaryTypes.String)},
	})
	if connectors.ClassOf(err) != connectors.Protocol || strings.Contains(err.Error(), "1101") {
		t.Errorf("got %v", err)
	}
}
