package sqlgen_test

import (
	"database/sql"
	"fmt"
	"strings"
	"testing"

	_ "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// fragment writes a rule that is accepted.
func fragment(t *testing.T, d sqlgen.Dialect, source string) sqlgen.Fragment {
	t.Helper()
	e, problems := rules.Compile(source, rules.Scope{Schema: schema(), Result: ir.Boolean})
	if len(problems) > 0 {
		t.Fatalf("%s: %+v", source, problems)
	}
	bound, err := e.Bind(environment())
	if err != nil {
		t.Fatal(err)
	}
	f, ok, why := sqlgen.Generate(bound, d, func(name string) (string, bool) { return `"` + name + `"`, true })
	if !ok {
		t.Fatalf("%s on %s: %s", source, d, why)
	}
	return f
}

func TestWhatIsAskedOfAFragment(t *testing.T) {
	t.Parallel()
	const source = `grade > 1 and name != "o'x\\"`
	for _, c := range []struct {
		dialect sqlgen.Dialect
		got     func(sqlgen.Fragment) string
		want    string
	}{
		{sqlgen.Postgres, func(f sqlgen.Fragment) string { return fmt.Sprint(sqlgen.IsTrue(f).Text, len(f.Args)) },
			`(("grade" > CAST($1 AS bigint)) AND (rtrim(CAST("name" AS text), ' ') COLLATE "C" <> CAST($2 AS text) COLLATE "C"))2`},
		{sqlgen.Oracle, func(f sqlgen.Fragment) string { return sqlgen.IsFalse(f).Text }, `NOT ((("grade" > :1) AND (RTRIM("name", ' ') <> :2)))`},
		{sqlgen.Oracle, func(f sqlgen.Fragment) string { return fmt.Sprint(sqlgen.IsUnknown(f).Text, sqlgen.IsUnknown(f).Args) },
			`CASE WHEN (("grade" > :1) AND (RTRIM("name", ' ') <> :2)) THEN 1 WHEN NOT ((("grade" > :3) AND (RTRIM("name", ' ') <> :4))) THEN 0 END IS NULL[1 o'x\ 1 o'x\]`},
		{sqlgen.SQLite, func(f sqlgen.Fragment) string { return sqlgen.IsUnknown(f).Text },
			`(((CASE WHEN typeof("grade") = 'integer' THEN "grade" END > ?) AND (rtrim(CAST("name" AS TEXT), ' ') <> ?))) IS NULL`},
		{sqlgen.Oracle, func(f sqlgen.Fragment) string { return f.Shown() }, `(("grade" > 1) AND (RTRIM("name", ' ') <> 'o''x\'))`},
		{sqlgen.MySQL, func(f sqlgen.Fragment) string { return f.Shown() },
			`(("grade" > CAST(1 AS SIGNED)) AND (CAST(RTRIM(CONVERT("name" USING utf8mb4)) AS BINARY) <> CAST(CONVERT(X'6F27785C' USING utf8mb4) AS BINARY)))`},
	} {
		if got := c.got(fragment(t, c.dialect, source)); got != c.want {
			t.Errorf("%s gives\n%s, want\n%s", c.dialect, got, c.want)
		}
	}
}

// TestRefusals holds the reasons, which dogwatch plan shows.
func TestRefusals(t *testing.T) {
	t.Parallel()
	many := strings.TrimSuffix(strings.Repeat("1, ", 1001), ", ")
	for source, want := range map[string]map[sqlgen.Dialect]string{
		"grade in [" + many + "]":               {sqlgen.MySQL: "a list of more than 1000 items is judged by Dogwatch"},
		`name == "a\u0000"`:                     {sqlgen.SQLite: "a text with NUL is judged by Dogwatch"},
		`name == ""`:                            {sqlgen.Oracle: "Oracle takes the empty text for null", sqlgen.MySQL: ""},
		`name > "b"`:                            {sqlgen.Oracle: "order of text values is judged by Dogwatch", sqlgen.SQLite: ""},
		`(grade > 1) == (grade > 2)`:            {sqlgen.Oracle: "comparison of boolean values is judged by Dogwatch", sqlgen.MySQL: ""},
		`len(name) + 1 > 2`:                     {sqlgen.Oracle: "", sqlgen.SQLite: "len is judged by Dogwatch", sqlgen.MySQL: "", sqlgen.Postgres: ""},
		`len(name) * len(name) * 65536 > 2`:     {sqlgen.MySQL: "arithmetic on integer may overflow and is judged by Dogwatch"},
		`-len(name) - 5 < grade`:                {sqlgen.Postgres: ""},
		`-grade < 0`:                            {sqlgen.MySQL: "arithmetic on integer may overflow and is judged by Dogwatch"},
		`amount + 1.5 > 2`:                      {sqlgen.SQLite: "SQLite has no exact decimals", sqlgen.MySQL: ""},
		`name == nil or grade == nil`:           {sqlgen.Oracle: ""},
		`name startsWith ""`:                    {sqlgen.MySQL: "a search in or for an expression is judged by Dogwatch"},
		`amount > 0.` + strings.Repeat("1", 31): {sqlgen.MySQL: "a literal of 31 decimal places is judged by Dogwatch", sqlgen.Postgres: ""},
	} {
		for d, why := range want {
			if got := written(t, d, source); (why != "" || strings.HasPrefix(got, "--")) && got != "-- "+why {
				t.Errorf("%.60s on %s: %s, want %q", source, d, got, why)
			}
		}
	}
	if _, ok, why := sqlgen.Generate(ir.NewColumn(ir.Field{Name: "n", Type: ir.Of(ir.Integer)}), sqlgen.MySQL, nil); ok || why != "the expression is not true or false" {
		t.Errorf("a number as a rule: %v %s", ok, why)
	}
	if _, ok := sqlgen.ParseDialect("db2"); ok {
		t.Error("db2 is known")
	}
}

// TestSQLiteHoldsWhatIsStored judges values that do not fit their columns, which SQLite
// allows, texts with NUL, and the three conditions over a fragment.
func TestSQLiteHoldsWhatIsStored(t *testing.T) {
	t.Parallel()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(`CREATE TABLE t (n INTEGER PRIMARY KEY, grade INTEGER, name TEXT COLLATE NOCASE, id_card TEXT);
		INSERT INTO t (grade, name, id_card) VALUES (2, 'Ab  ', 'x'), ('two', 'ab', 'a' || char(0) || '𠮷'), (2.5, NULL, ''), (NULL, 7, '　 ')`); err != nil {
		t.Fatal(err)
	}
	for source, want := range map[string]string{
		"grade > 1":                        "true null null null",
		"grade == nil":                     "false true true true",
		`name == "Ab"`:                     "true false null false",
		`name == "7"`:                      "false false null true",
		`name startsWith "A"`:              "true false null false",
		`name endsWith "Ab"`:               "true false null false",
		`id_card endsWith "𠮷"`:             "false true false false",
		`id_card endsWith "Ab𠮷"`:           "false false false false",
		`id_card contains "𠮷"`:             "false true false false",
		`name in ["Ab", "7"] or grade > 9`: "true null null true",
	} {
		f := fragment(t, sqlgen.SQLite, source)
		if got := judged(t, db, f); got != want {
			t.Errorf("%s gives %s, want %s", source, got, want)
		}
	}
}

// judged asks which of the three conditions holds, row by row.
func judged(t *testing.T, db *sql.DB, f sqlgen.Fragment) string {
	t.Helper()
	verdicts := make([]string, 4)
	for name, condition := range map[string]sqlgen.Fragment{"true": sqlgen.IsTrue(f), "false": sqlgen.IsFalse(f), "null": sqlgen.IsUnknown(f)} {
		for _, text := range []string{condition.Text, condition.Shown()} {
			args := condition.Args
			if text != condition.Text {
				args = nil
			}
			rows, err := db.Query("SELECT n FROM t WHERE "+text, args...)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			for rows.Next() {
				var n int
				if err := rows.Scan(&n); err != nil {
					t.Fatal(err)
				}
				if verdicts[n-1] != "" && verdicts[n-1] != name {
					t.Errorf("%s: row %d is %s and %s", text, n, verdicts[n-1], name)
				}
				verdicts[n-1] = name
			}
			if err := rows.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	return strings.Join(verdicts, " ")
}
