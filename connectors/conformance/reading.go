package conformance

import (
	"strconv"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// numbered makes a table of n rows with the columns ID (integer) and NAME (text).
func numbered(t testing.TB, h Harness, name string, n int) connectors.Relation {
	t.Helper()
	table := Table{Name: name, Columns: []Stored{{Name: "ID", Storage: Integer}, {Name: "NAME", Storage: Text, Size: 40}}}
	for i := range n {
		id := strconv.Itoa(i + 1)
		table.Rows = append(table.Rows, []any{id, "name " + id})
	}
	return h.Create(t, table)
}

func testBatches(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_BATCHES", 10_000)
	source := open(t, h)
	request := connectors.Request{From: relation, Columns: []connectors.Column{column("ID", integer)}}
	got := scan(t, source, request)
	equal(t, "batches", got.batches, []int{4096, 4096, 1808})
	sum := 0
	for _, row := range got.rows {
		n, _ := strconv.Atoi(row[0])
		sum += n
	}
	equal(t, "sum", sum, 10_000*10_001/2)

	empty := h.Create(t, Table{Name: "CF_EMPTY", Columns: []Stored{{Name: "ID", Storage: Integer}}})
	got = scan(t, source, connectors.Request{From: empty, Columns: request.Columns})
	equal(t, "batches of nothing", got.batches, nil)
}

func testLimit(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_LIMIT", 50)
	source := open(t, h)
	got := scan(t, source, connectors.Request{
		From: relation, Columns: []connectors.Column{column("NAME", text)}, Limit: 7, BatchRows: 5,
	})
	equal(t, "batches", got.batches, []int{5, 2})
	got = scan(t, source, connectors.Request{
		From: relation, Columns: []connectors.Column{column("NAME", text)}, Limit: 70,
	})
	equal(t, "rows", len(got.rows), 50)
}

// testClose closes a stream early and twice; the source works on, and a record that
// was retained stays whole.
func testClose(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_CLOSE", 5000)
	source := open(t, h)
	request := connectors.Request{From: relation, Columns: []connectors.Column{column("ID", integer)}, BatchRows: 10}
	for range 5 {
		stream, err := source.Scan(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		if !stream.Next() {
			t.Fatalf("no batch: %v", stream.Err())
		}
		record := stream.Record()
		record.Retain()
		if err := stream.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := stream.Close(); err != nil {
			t.Errorf("second close: %v", err)
		}
		if stream.Next() {
			t.Error("a closed stream goes on")
		}
		equal(t, "rows kept", record.NumRows(), 10)
		record.Release()
	}
	equal(t, "rows", len(scan(t, source, request).rows), 5000)
	if err := source.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	_, err := source.Scan(t.Context(), request)
	wants(t, "a closed source", err, connectors.Local)
}

// testRefusedRequests are faults of the definition, not of the source.
func testRefusedRequests(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_REQUESTS", 1)
	source := open(t, h)
	for name, columns := range map[string][]connectors.Column{
		"no columns":         nil,
		"no physical column": {{Name: "a", Type: text}},
		"no type":            {{Name: "a", Physical: []string{"ID"}}},
		"a bad layout":       {{Name: "a", Physical: []string{"ID"}, Type: date, Form: connectors.Form{Layout: "yyyyQQ"}}},
	} {
		_, err := source.Scan(t.Context(), connectors.Request{From: relation, Columns: columns})
		wants(t, name, err, connectors.Local)
	}
}

func testMissing(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_MISSING", 1)
	source := open(t, h)
	nowhere := connectors.Request{From: relation, Columns: []connectors.Column{column("NO_SUCH", text)}}
	if h.Can.Sparse {
		equal(t, "a column that is nowhere", scan(t, source, nowhere).rows, [][]string{{null}})
	} else {
		_, err := source.Scan(t.Context(), nowhere)
		wants(t, "a column", err, connectors.Missing)
	}
	gone := relation
	gone.Name += "_gone"
	_, err := source.Scan(t.Context(), connectors.Request{From: gone, Columns: []connectors.Column{column("ID", integer)}})
	wants(t, "a relation", err, connectors.Missing)
	_, err = source.Schema(t.Context(), gone)
	wants(t, "its schema", err, connectors.Missing)
	equal(t, "rows", len(scan(t, source, connectors.Request{From: relation, Columns: []connectors.Column{column("ID", integer)}}).rows), 1)
}
