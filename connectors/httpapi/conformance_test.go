package httpapi_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
)

// TestConformance reads tables from a service that gives each as a list of objects.
func TestConformance(t *testing.T) {
	var tables sync.Map // path → JSON text
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, known := tables.Load(r.URL.Path)
		if !known {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = w.Write(body.([]byte))
	}))
	defer server.Close()
	conformance.Run(t, conformance.Harness{
		Open:   httpapi.Open,
		Config: connectors.Config{Name: "licences", Driver: "http", URL: server.URL + "/api"},
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			t.Helper()
			body, err := json.Marshal(objects(table))
			if err != nil {
				t.Fatal(err)
			}
			tables.Store("/api/"+table.Name, body)
			return connectors.Relation{Name: table.Name}
		},
		Can: conformance.Abilities{NullText: true, Sparse: true},
	})
}

func objects(table conformance.Table) []map[string]any {
	out := []map[string]any{}
	for _, row := range table.Rows {
		object := map[string]any{}
		for i, column := range table.Columns {
			object[column.Name] = row[i]
		}
		out = append(out, object)
	}
	return out
}
