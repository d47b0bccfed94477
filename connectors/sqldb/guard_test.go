package sqldb_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	for _, query := range []string{
		"SELECT 1",
		"  select a, b from t where c = 'delete; from' -- update\n and d = 1",
		"WITH x AS (SELECT 1 AS n) SELECT n FROM x",
		"SELECT REPLACE(a, 'x', 'y') FROM t",
		`SELECT "update", ` + "`delete`" + ` FROM "insert"`,
		"SELECT a::text, b FROM t /* a; b */",
		"SELECT '中;文' AS 姓名 FROM 表",
		"SELECT a #>> '{b}' FROM t",
		"SELECT 'it''s' FROM t",
		"SELECT 'C:\\dir' FROM t",
		"SELECT 1e5, 0.5, 10 FROM t",
	} {
		if err := sqldb.Guard(query); err != nil {
			t.Errorf("%s: %v", query, err)
		}
	}
	for query, want := range map[string]string{
		"":                                      "empty",
		"-- nothing":                            "empty",
		"DELETE FROM t":                         "begins with",
		"(SELECT 1)":                            "begins with",
		"EXPLAIN ANALYZE SELECT 1":              "begins with",
		"SELECT 1;":                             "semicolon",
		"SELECT 1; DROP TABLE t":                "semicolon",
		"SELECT a INTO b FROM t":                "INTO",
		"select * from t for update":            "UPDATE",
		"SELECT * FROM t FOR NO KEY UPDATE":     "FOR NO",
		"SELECT * FROM t LOCK IN SHARE MODE":    "LOCK",
		"SELECT * FROM t FOR SHARE":             "FOR SHARE",
		"WITH x AS (UPDATE t SET a = 1) SELECT": "UPDATE",
		"SELECT 1 UNION REPLACE INTO t VALUES":  "REPLACE",
		"SELECT pg_terminate_backend(1)":        "PG_TERMINATE_BACKEND",
		"SELECT set_config ('a', 'b', false)":   "SET_CONFIG",
		"SELECT load_file('/etc/passwd')":       "LOAD_FILE",
		"SELECT 1)":                             "did not open",
		"SELECT (1":                             "open",
		"SELECT 1) q, (SELECT 2":                "did not open",
		"SELECT 'a":                             "not closed",
		"SELECT 1 /* a":                         "not closed",
		"SELECT 1 /* a /* b */ */":              "not closed",
		"SELECT 1 /*! DELETE */":                "comment",
		"SELECT 1 /*M! DELETE */":               "comment",
		`SELECT 'a\' OR 1 --'`:                  "backslash",
		"SELECT $$a$$":                          "dollar",
		"SELECT $tag$ a $tag$":                  "dollar",
		"SELECT 1 # a":                          "#",
		"SELECT a FROM t WHERE b = ?":           "bind",
		"SELECT a FROM t WHERE b = $1":          "bind",
		"SELECT a FROM t WHERE b = :1":          "bind",
		"SELECT a FROM t WHERE b = :name":       "bind",
		"SELECT 1 \x00":                         "NUL",
	} {
		err := sqldb.Guard(query)
		if err == nil {
			t.Errorf("%s: let through", query)
			continue
		}
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q in it", query, err, want)
		}
	}
}

// What passes the guard has its semicolons in literals, quoted names and comments only.
func FuzzGuard(f *testing.F) {
	f.Add("SELECT 'a;b' AS n -- ;\n")
	f.Add("WITH x AS (SELECT \"a;\") SELECT 1 /* ; */")
	f.Fuzz(func(t *testing.T, query string) {
		if sqldb.Guard(query) != nil {
			return
		}
		if upper := strings.ToUpper(query); !strings.Contains(upper, "SELECT") && !strings.Contains(upper, "WITH") {
			t.Errorf("let through: %q", query)
		}
		if strings.Contains(query, ";") && !strings.ContainsAny(query, "'\"`-/") {
			t.Errorf("let through with a semicolon: %q", query)
		}
	})
}

func TestSplitName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"T": "T", "QZK.QZ_SWXX": "QZK|QZ_SWXX", "A.B.C": "A|B|C", `"A.B".C`: "A.B|C", `"a""b"`: `a"b`, "表.列": "表|列", "a b": "a b",
	} {
		parts, err := sqldb.SplitName(name)
		if got := strings.Join(parts, "|"); err != nil || got != want {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
	for _, name := range []string{"", ".", "A.", ".A", "A..B", "A.B.C.D", `"A`, `"A"B`, `""`, "A\x00"} {
		if parts, err := sqldb.SplitName(name); err == nil {
			t.Errorf("%q: %q", name, parts)
		}
	}
}
