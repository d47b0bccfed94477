package conformance

import (
	"context"
	"database/sql"
	"strings"
	"testing"
)

// A Filler makes tables on a SQL database: what the Harness of a SQL connector
// creates with.
type Filler struct {
	DB    *sql.DB
	Quote func(name string) string
	Type  func(Stored) string // the engine's name of a storage type
	// Backslash says that a backslash in a literal is an escape.
	Backslash bool
}

// Create makes and fills a table, dropped when the test ends.
func (f Filler) Create(t testing.TB, table Table) {
	t.Helper()
	f.exec(t, f.definition(table))
	t.Cleanup(func() {
		if _, err := f.DB.ExecContext(context.Background(), "DROP TABLE "+f.Quote(table.Name)); err != nil {
			t.Errorf("drop %s: %v", table.Name, err)
		}
	})
	if len(table.Unique) > 0 {
		f.exec(t, "CREATE UNIQUE INDEX "+f.Quote(table.Name+"_U")+" ON "+f.Quote(table.Name)+" ("+f.names(table.Unique)+")")
	}
	const chunk = 1000
	for rows := table.Rows; len(rows) > 0; rows = rows[min(chunk, len(rows)):] {
		f.exec(t, f.insertion(table, rows[:min(chunk, len(rows))]))
	}
}

func (f Filler) exec(t testing.TB, statement string) {
	t.Helper()
	if _, err := f.DB.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%.200s: %v", statement, err)
	}
}

func (f Filler) names(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = f.Quote(name)
	}
	return strings.Join(quoted, ", ")
}

func (f Filler) definition(table Table) string {
	var columns []string
	for _, c := range table.Columns {
		line := f.Quote(c.Name) + " " + f.Type(c)
		if c.NotNull {
			line += " NOT NULL"
		}
		columns = append(columns, line)
	}
	if len(table.Key) > 0 {
		columns = append(columns, "PRIMARY KEY ("+f.names(table.Key)+")")
	}
	return "CREATE TABLE " + f.Quote(table.Name) + " (" + strings.Join(columns, ", ") + ")"
}

func (f Filler) insertion(table Table, rows [][]any) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + f.Quote(table.Name) + " VALUES ")
	for i, row := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for j, value := range row {
			if j > 0 {
				b.WriteString(", ")
			}
			b.WriteString(f.literal(value))
		}
		b.WriteByte(')')
	}
	return b.String()
}

func (f Filler) literal(value any) string {
	text, ok := value.(string)
	if !ok {
		return "NULL"
	}
	if f.Backslash {
		text = strings.ReplaceAll(text, `\`, `\\`)
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
