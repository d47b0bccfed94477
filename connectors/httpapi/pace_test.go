package httpapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// TestPace: an answer is read no faster than its source allows.
func TestPace(t *testing.T) {
	t.Parallel()
	body := "[" + strings.TrimSuffix(strings.Repeat(`{"a":"1","b":"`+strings.Repeat("x", 80)+`"},`, 500), ",") + "]"
	for name, limits := range map[string]connectors.Limits{"rows": {RowsPerSecond: 1000}, "bytes": {BytesPerSecond: 100_000}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := serve(t, connectors.Config{Limits: limits}, answers(200, body))
			began := time.Now()
			rows := strings.Count(read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")}), "1")
			if took := time.Since(began); rows != 500 || took < 350*time.Millisecond {
				t.Errorf("%d rows in %v", rows, took)
			}
		})
	}
}
