package conformance

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// payments is a table with texts that collations take for equal and bytes do not.
func payments(t testing.TB, h Harness, name string) connectors.Relation {
	t.Helper()
	return h.Create(t, Table{
		Name: name,
		Columns: []Stored{
			{Name: "ID", Storage: Integer}, {Name: "CODE", Storage: Text, Size: 20}, {Name: "N", Storage: Integer},
			{Name: "D", Storage: Date}, {Name: "AMOUNT", Storage: Decimal, Size: 12, Scale: 2}, {Name: "AT", Storage: Timestamp},
		},
		Rows: [][]any{
			{"1", "a", "10", "2026-11-24", "0.10", "2026-11-24 08:00:00"},
			{"2", "A", "20", "2026-11-23", "0.20", "2026-11-24 09:00:00"},
			{"3", "a ", nil, "2026-11-22", "0.30", nil},
			{"4", "á", "-5", nil, nil, "2026-11-23 00:00:00.5"},
			{"5", nil, "10", "2026-11-24", "1.00", "2026-11-24 09:00:00"},
			{"6", "ａ", "10", "1945-08-15", "-0.60", "1945-08-15 12:00:00"},
		},
	})
}

func figures(t testing.TB, source connectors.Source, request connectors.Aggregate) answer {
	t.Helper()
	stream, err := source.(connectors.Querier).Aggregate(t.Context(), request)
	return drain(t, stream, err)
}

func testFigures(t *testing.T, h Harness) {
	relation := payments(t, h, "CF_FIGURES")
	source := open(t, h)
	n, code, day, at := column("N", integer), column("CODE", text), column("D", date), column("AT", timestamp)
	id, one := quote(source, "ID"), bind(t, source, 1)
	request := connectors.Aggregate{From: relation, Terms: []connectors.Term{
		{Name: "rows", Func: connectors.Count},
		{Name: "some", Func: connectors.Count, Where: connectors.Fragment{Text: id + " > " + one, Args: []any{int64(4)}}},
		{Name: "numbers", Func: connectors.CountValues, Column: n},
		{Name: "codes", Func: connectors.CountDistinct, Column: code},
		{Name: "few codes", Func: connectors.CountDistinct, Column: code, Where: connectors.Fragment{Text: id + " <= " + one, Args: []any{int64(3)}}},
		{Name: "distinct numbers", Func: connectors.CountDistinct, Column: n},
		{Name: "least", Func: connectors.Min, Column: n},
		{Name: "sum", Func: connectors.Sum, Column: n},
		{Name: "last code", Func: connectors.Max, Column: code},
		{Name: "first code", Func: connectors.Min, Column: code},
		{Name: "latest", Func: connectors.Max, Column: at},
		{Name: "earliest", Func: connectors.Min, Column: at},
	}}
	want := []string{"6", "2", "5", "4", "2", "3", "-5", "45", "ａ", "A", "2026-11-24 09:00:00", "1945-08-15 12:00:00"}
	equal(t, "figures", figures(t, source, request).rows, [][]string{want})

	request.Where = connectors.Fragment{Text: id + " < " + one, Args: []any{int64(0)}}
	equal(t, "figures of nothing", figures(t, source, request).rows, [][]string{
		{"0", "0", "0", "0", "0", "0", null, null, null, null, null, null},
	})
	days := connectors.Aggregate{From: relation, Terms: []connectors.Term{
		{Name: "newest", Func: connectors.Max, Column: day},
		{Name: "oldest", Func: connectors.Min, Column: day, Where: connectors.Fragment{Text: id + " < 6"}},
	}}
	if h.Can.ClockedDates {
		_, err := source.(connectors.Querier).Aggregate(t.Context(), days)
		wants(t, "the days of times", err, connectors.Refused)
	} else {
		equal(t, "days", figures(t, source, days).rows, [][]string{{"2026-11-24", "2026-11-22"}})
	}
	if h.Can.ExactDecimals {
		got := figures(t, source, connectors.Aggregate{From: relation, Terms: []connectors.Term{
			{Name: "sum", Func: connectors.Sum, Column: column("AMOUNT", decimal(12, 2))},
		}})
		equal(t, "sum", got.rows, [][]string{{"1.00"}})
	}
}

// testPresent counts the texts that arrive as such: blanks alone are null for some.
func testPresent(t *testing.T, h Harness) {
	relation := h.Create(t, Table{
		Name: "CF_PRESENT", Columns: []Stored{{Name: "CODE", Storage: Text, Size: 20}}, Rows: [][]any{{"a"}, {"  "}, {nil}},
	})
	want := "2"
	if h.Can.EmptyIsNull {
		want = "1"
	}
	equal(t, "texts", figures(t, open(t, h), connectors.Aggregate{From: relation, Terms: []connectors.Term{
		{Name: "texts", Func: connectors.CountValues, Column: column("CODE", text)},
	}}).rows, [][]string{{want}})
}

// testGroups groups texts by bytes after the cut of blanks.
func testGroups(t *testing.T, h Harness) {
	relation := payments(t, h, "CF_GROUPS")
	source := open(t, h)
	request := connectors.Aggregate{
		From: relation, GroupBy: []connectors.Column{column("CODE", text)},
		Terms: []connectors.Term{
			{Name: "rows", Func: connectors.Count}, {Name: "sum", Func: connectors.Sum, Column: column("N", integer)},
		},
	}
	got := map[string]string{}
	for _, row := range figures(t, source, request).rows {
		got[row[0]] = row[1] + " " + row[2]
	}
	equal(t, "groups", got, map[string]string{
		"a": "2 10", "A": "1 20", "á": "1 -5", null: "1 10", "ａ": "1 10",
	})
	request.AtLeast = 2
	equal(t, "duplicates", figures(t, source, request).rows, [][]string{{"a", "2", "10"}})

	n := column("N", integer)
	request.AtLeast = 0
	request.Terms = []connectors.Term{
		{Name: "values", Func: connectors.CountValues, Column: n}, {Name: "distinct", Func: connectors.CountDistinct, Column: n},
		{Name: "least", Func: connectors.Min, Column: n}, {Name: "greatest", Func: connectors.Max, Column: n},
	}
	got = map[string]string{}
	for _, row := range figures(t, source, request).rows {
		got[row[0]] = strings.Join(row[1:], " ")
	}
	equal(t, "figures of groups", got, map[string]string{
		"a": "1 1 10 10", "A": "1 1 20 20", "á": "1 1 -5 -5", null: "1 1 10 10", "ａ": "1 1 10 10",
	})
	request.Terms = []connectors.Term{{Name: "rows", Func: connectors.Count}, request.Terms[0]}

	request.AtLeast = 2
	request.GroupBy = []connectors.Column{column("D", date), column("N", integer)}
	request.Terms = request.Terms[:1]
	pair := []string{"2026-11-24", "10", "2"}
	if h.Can.ClockedDates {
		request.GroupBy[0].Type, pair[0] = timestamp, h.day(pair[0])
	}
	equal(t, "duplicate pairs", figures(t, source, request).rows, [][]string{pair})
}

// testNotPushable refuses figures that a server would give differently from a scan.
func testNotPushable(t *testing.T, h Harness) {
	relation := payments(t, h, "CF_NOTPUSHABLE")
	source := open(t, h)
	for name, column := range map[string]connectors.Column{
		"a number in a text": column("CODE", integer),
		"a date in a text":   column("CODE", date),
		"a trimmed text":     {Name: "c", Physical: []string{"CODE"}, Type: text, Form: connectors.Form{Trim: true}},
		"a folded text":      {Name: "c", Physical: []string{"CODE"}, Type: text, Form: connectors.Form{Fold: true}},
		"a mapped text":      {Name: "c", Physical: []string{"CODE"}, Type: text, Form: connectors.Form{Values: map[string]string{"a": "b"}}},
		"joined texts":       {Name: "c", Physical: []string{"CODE", "CODE"}, Type: text},
		"a laid-out date":    {Name: "c", Physical: []string{"N"}, Type: date, Form: connectors.Form{Layout: "yyyyMMdd"}},
		"the day of a time":  column("AT", date),
	} {
		_, err := source.(connectors.Querier).Aggregate(t.Context(), connectors.Aggregate{
			From: relation, Terms: []connectors.Term{{Name: "max", Func: connectors.Max, Column: column}},
		})
		wants(t, name, err, connectors.Refused)
	}
	_, err := source.(connectors.Querier).Aggregate(t.Context(), connectors.Aggregate{
		From: relation, Terms: []connectors.Term{{Name: "max", Func: connectors.Max, Column: column("NO_SUCH", text)}},
	})
	wants(t, "a missing column", err, connectors.Missing)
}
