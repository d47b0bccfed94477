package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// testList finds a table in the list and reads it by the name that it has there.
func testList(t *testing.T, h Harness) {
	relation := h.Create(t, Table{Name: "CF_LIST", Columns: []Stored{{Name: "ID", Storage: Text, Size: 3}}, Rows: [][]any{{"7"}}})
	source := open(t, h)
	tables, err := source.(connectors.Lister).Tables(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.IsSortedFunc(tables, func(a, b connectors.TableInfo) int { return strings.Compare(a.Name, b.Name) }) {
		t.Errorf("not by name: %v", tables)
	}
	for _, info := range tables {
		if !strings.HasSuffix(relation.Name, info.Name) || !strings.Contains(info.Name, "CF_LIST") {
			continue
		}
		if info.Kind != connectors.KindTable && info.Kind != connectors.KindFile {
			t.Errorf("%+v", info)
		}
		equal(t, "rows", first(scan(t, source, connectors.Request{
			From: connectors.Relation{Name: info.Name}, Columns: []connectors.Column{column("ID", text)},
		})), "7")
		return
	}
	t.Errorf("%s is not in the list: %v", relation.Name, tables)
}
