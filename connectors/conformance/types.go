package conformance

import (
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// testTypes reads every storage type as itself, with nulls and extremes.
func testTypes(t *testing.T, h Harness) {
	relation := h.Create(t, Table{
		Name: "CF_TYPES",
		Columns: []Stored{
			{Name: "ID", Storage: Integer, NotNull: true}, {Name: "N", Storage: Integer}, {Name: "AMOUNT", Storage: Decimal, Size: 12, Scale: 2},
			{Name: "F", Storage: Float}, {Name: "OK", Storage: Boolean}, {Name: "D", Storage: Date}, {Name: "AT", Storage: Timestamp},
		},
		Key: []string{"ID"},
		Rows: [][]any{
			{"1", "0", "0", "0", "1", "1970-01-01", "1970-01-01 00:00:00"},
			{"2", "9223372036854775807", "9999999999.99", "0.1", "0", "9999-12-31", "9999-12-31 23:59:59.999999"},
			{"3", "-9223372036854775808", "-0.01", "-1.5e+300", "1", "1000-01-01", "1000-01-01 00:00:00"},
			{"4", nil, nil, nil, nil, nil, nil},
			// A day without midnight in Asia/Shanghai, and a leap day.
			{"5", "-1", "1234.5", "3", "0", "1986-05-04", "1986-05-04 00:30:00"},
			{"6", "42", "600", "-0.25", "1", "2000-02-29", "2026-11-24 08:00:00.123456"},
		},
	})
	source := open(t, h)
	request := connectors.Request{From: relation, Columns: []connectors.Column{
		column("N", integer), column("AMOUNT", decimal(12, 2)), column("F", float), column("OK", boolean),
		column("D", date), column("AT", timestamp), column("ID", integer),
	}}
	got := scan(t, source, request)
	equal(t, "rows", got.rows, [][]string{
		{"0", "0.00", "0", "true", "1970-01-01", "1970-01-01 00:00:00", "1"},
		{"9223372036854775807", "9999999999.99", "0.1", "false", "9999-12-31", "9999-12-31 23:59:59.999999", "2"},
		{"-9223372036854775808", "-0.01", "-1.5e+300", "true", "1000-01-01", "1000-01-01 00:00:00", "3"},
		{null, null, null, null, null, null, "4"},
		{"-1", "1234.50", "3", "false", "1986-05-04", "1986-05-04 00:30:00", "5"},
		{"42", "600.00", "-0.25", "true", "2000-02-29", "2026-11-24 08:00:00.123456", "6"},
	})
	equal(t, "faults", got.faults, nil)

	// The same values under other contract types.
	request.Columns = []connectors.Column{
		{Name: "n as text", Physical: []string{"N"}, Type: text}, {Name: "n as decimal", Physical: []string{"N"}, Type: decimal(38, 1)},
		{Name: "day as month", Physical: []string{"D"}, Type: month}, {Name: "moment as day", Physical: []string{"AT"}, Type: date},
		{Name: "day as moment", Physical: []string{"D"}, Type: timestamp}, {Name: "day as text", Physical: []string{"D"}, Type: text},
		{Name: "amount as integer", Physical: []string{"AMOUNT"}, Type: integer},
	}
	got = scan(t, source, request)
	equal(t, "first row", got.rows[0], []string{"0", "0.0", "1970-01", "1970-01-01", "1970-01-01 00:00:00", h.day("1970-01-01"), "0"})
	equal(t, "last row", got.rows[5], []string{"42", "42.0", "2000-02", "2026-11-24", "2000-02-29 00:00:00", h.day("2000-02-29"), "600"})
	equal(t, "faults", got.faults, []fault{
		{1, 6, decode.ReasonDecimals}, {2, 6, decode.ReasonDecimals}, {4, 6, decode.ReasonDecimals},
	})
}

// testDecimals keeps every digit.
func testDecimals(t *testing.T, h Harness) {
	const most = "9999999999999999999999999999.9999999999"
	relation := h.Create(t, Table{
		Name:    "CF_DECIMALS",
		Columns: []Stored{{Name: "V", Storage: Decimal, Size: 38, Scale: 10}},
		Rows:    [][]any{{most}, {"-" + most}, {"0.0000000001"}, {"0.1"}, {nil}},
	})
	source := open(t, h)
	request := connectors.Request{From: relation, Columns: []connectors.Column{column("V", decimal(38, 10))}}
	equal(t, "rows", scan(t, source, request).rows, [][]string{
		{most}, {"-" + most}, {"0.0000000001"}, {"0.1000000000"}, {null},
	})
	request.Columns = []connectors.Column{column("V", decimal(10, 2))}
	got := scan(t, source, request)
	equal(t, "narrow rows", got.rows, [][]string{{null}, {null}, {null}, {"0.10"}, {null}})
	equal(t, "narrow faults", got.faults, []fault{
		{0, 0, decode.ReasonRange}, {1, 0, decode.ReasonRange}, {2, 0, decode.ReasonDecimals},
	})
}
