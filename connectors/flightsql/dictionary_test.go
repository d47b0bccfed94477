package flightsql_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/flightsql/flighttest"
)

// TestDictionary reads columns that a server sends encoded by dictionaries of texts and
// of numbers: as they are, by a form, joined with another column, and what does not read.
func TestDictionary(t *testing.T) {
	t.Parallel()
	record := encoded(t, `[{"district": "东城  ", "level": 3, "day": "20261124"}, {"district": null, "level": 12, "day": "20260230"},
		{"district": "西城", "level": null, "day": "20261124"}, {"district": "东城  ", "level": 3, "day": null}]`)
	source := open(t, flighttest.Serve(t, &scripted{record: record}, nil))
	coded := column("level", text)
	coded.Name, coded.Form = "grade", connectors.Form{Values: map[string]string{"3": "三级"}}
	day := column("day", arrow.FixedWidthTypes.Date32)
	day.Form = connectors.Form{Layout: "yyyyMMdd"}
	stream, err := source.Scan(t.Context(), connectors.Request{
		From:    connectors.Relation{Name: "payments"},
		Columns: []connectors.Column{column("district", text), column("level", integer), coded, day},
	})
	if err != nil {
		t.Fatal(err)
	}
	var faults []string
	lines := rows(t, noting{stream, &faults}, nil)
	if want := []string{
		"东城 3 三级 2026-11-24", "(null) 12 (null) (null)", "西城 (null) (null) 2026-11-24", "东城 3 三级 (null)",
	}; !slices.Equal(lines, want) {
		t.Errorf("rows %q, want %q", lines, want)
	}
	if want := []string{"not a listed value", "no such date or time"}; !slices.Equal(faults, want) {
		t.Errorf("faults %q, want %q", faults, want)
	}
}

// encoded makes a record whose columns district, level and day are dictionaries.
func encoded(t *testing.T, rows string) arrow.Record {
	t.Helper()
	of := func(index, value arrow.DataType) arrow.DataType {
		return &arrow.DictionaryType{IndexType: index, ValueType: value}
	}
	schema := arrow.NewSchema([]arrow.Field{
		{Name: "district", Type: of(arrow.PrimitiveTypes.Int32, text), Nullable: true},
		{Name: "level", Type: of(arrow.PrimitiveTypes.Uint8, arrow.PrimitiveTypes.Int16), Nullable: true},
		{Name: "day", Type: of(arrow.PrimitiveTypes.Int8, text), Nullable: true},
	}, nil)
	record, _, err := array.RecordFromJSON(memory.DefaultAllocator, schema, strings.NewReader(rows))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(record.Release)
	for i, name := range schema.Fields() {
		if record.Column(i).(*array.Dictionary).Dictionary().Len() >= 4 {
			t.Fatalf("%s is not encoded", name.Name)
		}
	}
	return record
}

// noting keeps the reasons of the faults of a stream.
type noting struct {
	connectors.Stream
	reasons *[]string
}

func (s noting) Next() bool {
	more := s.Stream.Next()
	if more {
		for _, fault := range s.Faults() {
			*s.reasons = append(*s.reasons, fault.Reason)
		}
	}
	return more
}
