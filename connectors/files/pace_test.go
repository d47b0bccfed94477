package files_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// TestPace: a file is read no faster than its source allows.
func TestPace(t *testing.T) {
	t.Parallel()
	text := "A,B\n" + strings.Repeat("1,"+strings.Repeat("x", 98)+"\n", 500)
	for name, limits := range map[string]connectors.Limits{"rows": {RowsPerSecond: 1000}, "bytes": {BytesPerSecond: 100_000}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, _ := folder(t, connectors.Config{Limits: limits}, map[string]string{"a.csv": text})
			began := time.Now()
			rows := strings.Count(read(t.Context(), source, connectors.Request{From: connectors.Relation{Name: "a.csv"}, Columns: texts("A")}), "1")
			if took := time.Since(began); rows != 500 || took < 400*time.Millisecond {
				t.Errorf("%d rows in %v", rows, took)
			}
		})
	}
}
