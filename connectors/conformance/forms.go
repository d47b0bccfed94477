package conformance

import (
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// testForms reads dates, months, amounts and codes that are stored as text.
func testForms(t *testing.T, h Harness) {
	relation := h.Create(t, Table{
		Name: "CF_FORMS",
		Columns: []Stored{
			{Name: "SWRQ", Storage: Text, Size: 20}, {Name: "FFNY", Storage: Text, Size: 20}, {Name: "JE", Storage: Text, Size: 20},
			{Name: "ZT", Storage: Text, Size: 20}, {Name: "XM", Storage: Text, Size: 40}, {Name: "SJ", Storage: Text, Size: 40},
			{Name: "SHENG", Storage: Text, Size: 20}, {Name: "QU", Storage: Text, Size: 20},
		},
		Rows: [][]any{
			{"20261124", "202611", "60000", "1", "　张 三　", "2026-11-24 08:30:00", "11", "0105"},
			{"20260230", "202613", "12.5", "7", "ＡＢ１２", "24/11/2026", "11", "0106"},
			{" ", "", "", "2 ", " x ", "", "12", ""},
		},
	})
	source := open(t, h)
	got := scan(t, source, connectors.Request{From: relation, Columns: []connectors.Column{
		{Name: "death_date", Physical: []string{"SWRQ"}, Type: date, Form: connectors.Form{Layout: "yyyyMMdd"}},
		{Name: "pay_month", Physical: []string{"FFNY"}, Type: month, Form: connectors.Form{Layout: "yyyyMM"}},
		{Name: "amount", Physical: []string{"JE"}, Type: decimal(12, 2), Form: connectors.Form{Shift: 2}},
		{Name: "status", Physical: []string{"ZT"}, Type: text, Form: connectors.Form{Values: map[string]string{"1": "valid", "2": "void"}}},
		{Name: "trimmed", Physical: []string{"XM"}, Type: text, Form: connectors.Form{Trim: true}},
		{Name: "folded", Physical: []string{"XM"}, Type: text, Form: connectors.Form{Fold: true}},
		{Name: "at", Physical: []string{"SJ"}, Type: timestamp, Form: connectors.Form{Layout: "yyyy-MM-dd HH:mm:ss"}},
		{Name: "division", Physical: []string{"SHENG", "QU"}, Type: text},
		{Name: "spaced", Physical: []string{"SHENG", "QU", "SHENG"}, Type: text, Form: connectors.Form{Join: " "}},
	}})
	equal(t, "rows", got.rows, [][]string{
		{"2026-11-24", "2026-11", "600.00", "valid", "张 三", " 张 三", "2026-11-24 08:30:00", "110105", "11 0105 11"},
		{null, null, null, null, "ＡＢ１２", "AB12", null, "110106", "11 0106 11"},
		{null, null, null, "void", "x", " x", null, h.beside("12"), h.beside("12  12")},
	})
	equal(t, "faults", got.faults, []fault{
		{1, 0, decode.ReasonUnreal}, {1, 1, decode.ReasonUnreal}, {1, 2, decode.ReasonDecimals},
		{1, 3, decode.ReasonUnlisted}, {1, 6, decode.ReasonTimestamp},
	})
}

// testNumberDates reads dates and months that are stored as numbers, and fen.
func testNumberDates(t *testing.T, h Harness) {
	relation := h.Create(t, Table{
		Name:    "CF_NUMBERS",
		Columns: []Stored{{Name: "RQ", Storage: Integer}, {Name: "NY", Storage: Integer}, {Name: "FEN", Storage: Integer}, {Name: "SF", Storage: Integer}},
		Rows:    [][]any{{"20261124", "202611", "12345", "1"}, {"20261131", "0", "-5", "0"}, {nil, nil, nil, nil}},
	})
	source := open(t, h)
	got := scan(t, source, connectors.Request{From: relation, Columns: []connectors.Column{
		{Name: "day", Physical: []string{"RQ"}, Type: date, Form: connectors.Form{Layout: "yyyyMMdd"}},
		{Name: "month", Physical: []string{"NY"}, Type: month, Form: connectors.Form{Layout: "yyyyMM"}},
		{Name: "amount", Physical: []string{"FEN"}, Type: decimal(10, 2), Form: connectors.Form{Shift: 2}},
		{Name: "flag", Physical: []string{"SF"}, Type: boolean},
		{Name: "word", Physical: []string{"SF"}, Type: text, Form: connectors.Form{Values: map[string]string{"1": "是", "0": "否"}}},
	}})
	equal(t, "rows", got.rows, [][]string{
		{"2026-11-24", "2026-11", "123.45", "true", "是"}, {null, null, "-0.05", "false", "否"}, {null, null, null, null, null},
	})
	equal(t, "fault count", len(got.faults), 2)
}

// testFaults gives the place of every value that does not decode, over several
// batches, and reads on.
func testFaults(t *testing.T, h Harness) {
	table := Table{Name: "CF_FAULTS", Columns: []Stored{{Name: "A", Storage: Text, Size: 20}, {Name: "B", Storage: Text, Size: 20}}}
	var want []fault
	for i := range 25 {
		row := []any{"1", "2026-11-24"}
		if i%10 == 3 {
			row[0] = "one"
			want = append(want, fault{i, 0, decode.ReasonNumber})
		}
		if i%10 == 7 {
			row[1] = "yesterday"
			want = append(want, fault{i, 1, decode.ReasonDate})
		}
		table.Rows = append(table.Rows, row)
	}
	relation := h.Create(t, table)
	got := scan(t, open(t, h), connectors.Request{
		From: relation, Columns: []connectors.Column{column("A", integer), column("B", date)}, BatchRows: 10,
	})
	equal(t, "faults", got.faults, want)
	equal(t, "batches", got.batches, []int{10, 10, 5})
}
