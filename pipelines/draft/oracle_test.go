package draft_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestOracleStatements holds what drafting sends to an Oracle: the list of tables, and the
// look at one. SQLite behind a scripted server answers.
func TestOracleStatements(t *testing.T) {
	t.Parallel()
	database := behind.Open(t, "READER")
	database.Create(t, behind.Table{
		Owner: "QZK", Name: "QZ_SWXX", Key: []string{"SFZH"},
		Columns: []behind.Column{
			{Name: "SFZH", Type: "CHAR(18)", NotNull: true, Comment: "身份证号"}, {Name: "XM", Type: "VARCHAR2(60)"},
			{Name: "SWRQ", Type: "DATE"}, {Name: "JE", Type: "NUMBER(12,2)"},
		},
		Rows: [][]any{{"11010119400315004X", "甲", "2026-01-01 00:00:00", "1.50"}, {"110101193906060021", nil, nil, nil}},
	})
	server, statements := database.Server(), make(chan string, 100)
	server.Statements = statements
	source, err := oracle.Open(t.Context(), connectors.Config{Name: "front", Host: "127.0.0.1", Port: tnstest.Listen(t, server.Serve), Database: "ORCL", User: "reader", Password: "x"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close() })
	var out strings.Builder
	asked := func(heading string) {
		out.WriteString("-- " + heading + "\n")
		for len(statements) > 0 {
			out.WriteString(<-statements + "\n")
		}
	}
	asked("login")
	tables, err := source.(connectors.Lister).Tables(t.Context())
	if err != nil || len(tables) != 1 || tables[0].Name != "QZK.QZ_SWXX" {
		t.Errorf("%+v, %v", tables, err)
	}
	asked("tables")
	profile, err := draft.Take(t.Context(), source, "qzk.qz_swxx", draft.Options{Rows: 1000})
	if err != nil || profile.Rows != 2 || profile.Seen != 2 || len(profile.Columns) != 4 {
		t.Errorf("%+v, %v", profile, err)
	}
	asked("a table")
	path := filepath.Join("testdata", "oracle.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || string(want) != out.String() {
		t.Errorf("%s is not up to date (go test ./pipelines/draft -run TestOracleStatements -update): %v", path, err)
	}
}
