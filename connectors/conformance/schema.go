package conformance

import (
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

func testSchema(t *testing.T, h Harness) {
	relation := h.Create(t, Table{
		Name: "CF_SCHEMA",
		Columns: []Stored{
			{Name: "REGION", Storage: Text, Size: 6, NotNull: true}, {Name: "ID", Storage: Integer, NotNull: true},
			{Name: "姓名", Storage: Text, Size: 60}, {Name: "BORN", Storage: Date, NotNull: true}, {Name: "AT", Storage: Timestamp},
		},
		Key: []string{"REGION", "ID"}, Unique: []string{"BORN", "ID"},
		Rows: [][]any{{"110105", "1", "张三", "1980-01-01", nil}},
	})
	source := open(t, h)
	schema, err := source.Schema(t.Context(), relation)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	nullable := ""
	for _, c := range schema.Columns {
		names = append(names, c.Name)
		nullable += map[bool]string{true: "?", false: "!"}[c.Nullable]
		if c.Type == "" || c.Arrow == nil {
			t.Errorf("column %s has type %q and decodes to %v", c.Name, c.Type, c.Arrow)
		}
	}
	equal(t, "columns", names, []string{"REGION", "ID", "姓名", "BORN", "AT"})
	equal(t, "nullable", nullable, "!!?!?")
	equal(t, "key", schema.PrimaryKey, []string{"REGION", "ID"})
	equal(t, "unique", schema.Unique, [][]string{{"BORN", "ID"}})
	equal(t, "indexes", len(schema.Indexes), 2)
	equal(t, "types", []string{
		schema.Columns[0].Arrow.Name(), whole(schema.Columns[1].Arrow), schema.Columns[3].Arrow.Name(), schema.Columns[4].Arrow.Name(),
	}, []string{"utf8", "int64", map[bool]string{true: "timestamp", false: "date32"}[h.Can.ClockedDates], "timestamp"})
}

// whole names a type; a decimal number without places is an integer, where there is no
// other type that holds 64 bits.
func whole(t arrow.DataType) string {
	if d, ok := t.(*arrow.Decimal128Type); ok && d.Scale == 0 {
		return "int64"
	}
	return t.Name()
}

func testProbe(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_PROBE", 1)
	source := open(t, h)
	prober := source.(connectors.Prober)
	probe, err := prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeConnect})
	if err != nil || probe.Latency <= 0 || probe.Version == "" {
		t.Errorf("connect: %+v, %v", probe, err)
	}
	probe, err = prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: relation})
	if err != nil || len(probe.Missing) > 0 {
		t.Errorf("privilege: %+v, %v", probe, err)
	}
	relation.Name += "_gone"
	_, err = prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: relation})
	wants(t, "privilege on nothing", err, connectors.Missing)
	_, err = prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall})
	wants(t, "a call", err, connectors.Local)
}
