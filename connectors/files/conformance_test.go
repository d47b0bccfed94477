package files_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/conformance"
	"github.com/dogwatch/dogwatch/connectors/files"
)

func TestConformance(t *testing.T) {
	path := t.TempDir()
	conformance.Run(t, conformance.Harness{
		Open:   files.Open,
		Config: connectors.Config{Name: "drops", Driver: "files", Path: path},
		Create: func(t testing.TB, table conformance.Table) connectors.Relation {
			t.Helper()
			name := table.Name + ".csv"
			if err := os.WriteFile(filepath.Join(path, name), []byte(csv(table)), 0o600); err != nil {
				t.Fatal(err)
			}
			return connectors.Relation{Name: name}
		},
		Can: conformance.Abilities{NullText: true},
	})
}

// csv writes a table: every value is quoted, null is nothing.
func csv(table conformance.Table) string {
	var out strings.Builder
	line := func(fields []string) { out.WriteString(strings.Join(fields, ",") + "\n") }
	var header []string
	for _, column := range table.Columns {
		header = append(header, column.Name)
	}
	line(header)
	for _, row := range table.Rows {
		fields := make([]string, len(row))
		for i, value := range row {
			if text, ok := value.(string); ok {
				fields[i] = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			}
		}
		line(fields)
	}
	return out.String()
}
