package httpapi_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
)

// secret stands for everything that may not show in an error.
const secret = "s3cr3t"

// serve answers every call with handler and opens the service as the source "licences".
func serve(t *testing.T, config connectors.Config, handler http.HandlerFunc) connectors.Source {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	config.URL = server.URL + "/api"
	return open(t, config)
}

func open(t *testing.T, config connectors.Config) connectors.Source {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	config.Name, config.Allocator = "licences", mem
	source, err := httpapi.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close(); mem.AssertSize(t, 0) })
	return source
}

// answers gives a handler of one fixed answer.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func column(name, path string, typ arrow.DataType) connectors.Column {
	return connectors.Column{Name: name, Physical: []string{path}, Type: typ}
}

func text(paths ...string) []connectors.Column {
	var columns []connectors.Column
	for _, path := range paths {
		columns = append(columns, column(path, path, arrow.BinaryTypes.String))
	}
	return columns
}

func call(rows string) connectors.Relation {
	return connectors.Relation{Call: &connectors.Call{Path: "list", Rows: rows}}
}

// read shows all rows: "a|b / c|(null)", faults as "!reason", then the error.
func read(ctx context.Context, source connectors.Source, request connectors.Request) string {
	stream, err := source.Scan(ctx, request)
	if err != nil {
		return "error: " + err.Error()
	}
	defer stream.Close()
	var rows []string
	for stream.Next() {
		rows = append(rows, rowsOf(stream.Record(), stream.Faults())...)
	}
	if stream.Err() != nil {
		rows = append(rows, "error: "+stream.Err().Error())
	}
	return strings.Join(rows, " / ")
}

func rowsOf(record arrow.Record, faults []connectors.Fault) []string {
	reasons := map[[2]int]string{}
	for _, fault := range faults {
		reasons[[2]int{fault.Row, fault.Column}] = "!" + fault.Reason
	}
	rows := make([]string, record.NumRows())
	for i := range rows {
		cells := make([]string, record.NumCols())
		for j, values := range record.Columns() {
			cells[j] = values.ValueStr(i)
			if reason, ok := reasons[[2]int{i, j}]; ok {
				cells[j] = reason
			} else if texts, ok := values.(*array.String); ok && !texts.IsNull(i) {
				cells[j] = texts.Value(i)
			}
		}
		rows[i] = strings.Join(cells, "|")
	}
	return rows
}
