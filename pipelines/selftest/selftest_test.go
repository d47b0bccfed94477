package selftest_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/flightsql"
	"github.com/dogwatch/dogwatch/connectors/flightsql/flighttest"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/oracle"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/selftest"
)

// TestServersAgree: on servers that we can start nothing differs from our meaning; if
// something does, the dialect is wrong.
func TestServersAgree(t *testing.T) {
	for name, server := range servers() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := take(t, server)
			for _, f := range result.Findings {
				if f.Verdict == selftest.Differs {
					t.Errorf("%s %s: %s: for %q we say %s, the server %s %s", f.Topic, f.Name, f.Asked, f.Where, f.We, f.Server, f.Why)
				}
				if f.Topic == selftest.TopicSession && f.Verdict != selftest.Agrees && !expected(name, f.Name) {
					t.Errorf("%s: want %q, got %q: %s", f.Name, f.We, f.Server, f.Why)
				}
			}
			if len(result.Differs) > 0 || result.Count(selftest.Agrees) < 40 {
				t.Errorf("%v differ, %d agree", result.Differs, result.Count(selftest.Agrees))
			}
		})
	}
}

// expected tells advice that is right for a server of the tests: their accounts may do
// everything, the Flight SQL server has no fence of its own, and Oracle does not tell.
func expected(server, name string) bool {
	return name == "rights beyond reading" || (server == "flightsql" || server == "oracle") && name == "read only"
}

// A server is one that tests can have.
type server struct {
	open   connectors.Opener
	config func(testing.TB) connectors.Config
}

func servers() map[string]server {
	return map[string]server{
		"sqlite": {sqlite.Open, func(t testing.TB) connectors.Config {
			return connectors.Config{Name: "front", Driver: "sqlite", Path: emptyFile(t)}
		}},
		"flightsql": {flightsql.Open, func(t testing.TB) connectors.Config {
			db, err := sql.Open("sqlite", emptyFile(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			_, config := flighttest.Start(t, db, flighttest.Options{})
			return config
		}},
		// A scripted server: SQLite behind it is made to answer as Oracle's manuals say.
		"oracle": {oracle.Open, func(t testing.TB) connectors.Config {
			database := behind.Open(t, "READER")
			return connectors.Config{
				Name: "front", Driver: "oracle", Host: "127.0.0.1", Port: tnstest.Listen(t, database.Server().Serve), Database: "ORCL", User: "reader", Password: "x",
			}
		}},
		"mysql":    {mysql.Open, livetest.MySQL},
		"postgres": {postgres.Open, livetest.Postgres},
	}
}

func take(t *testing.T, s server) *selftest.Result {
	t.Helper()
	source, err := s.open(t.Context(), s.config(t))
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	trial := &selftest.Trial{Source: source, Version: "test", Now: time.Now}
	result, err := trial.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// emptyFile makes a database of SQLite without a table.
func emptyFile(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "front.db")
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "PRAGMA user_version = 1"); err != nil {
		t.Fatal(err)
	}
	return path
}

// An odd server is SQLite that reads some signs otherwise, or calls itself another.
type odd struct {
	connectors.Source
	connectors.Querier
	dialect  string
	old, new string
}

func (o odd) Flavour(ctx context.Context) (connectors.Flavour, error) {
	f, err := o.Querier.Flavour(ctx)
	if o.dialect != "" {
		f.Dialect = o.dialect
	}
	return f, err
}

func (o odd) Scan(ctx context.Context, r connectors.Request) (connectors.Stream, error) {
	r.Where.Text = strings.ReplaceAll(r.Where.Text, o.old, o.new)
	return o.Source.Scan(ctx, r)
}

func (o odd) Aggregate(ctx context.Context, r connectors.Aggregate) (connectors.Stream, error) {
	if o.old == "distinct" && r.Terms[0].Func == connectors.CountDistinct {
		r.Terms[0].Func = connectors.CountValues
	}
	return o.Querier.Aggregate(ctx, r)
}

// TestDifferences: a server that answers otherwise, refuses, or has no such language is
// found out, and what differs is named.
func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		dialect, old, new string
		want              string
	}{
		"null is a value":  {old: " <> ", new: " IS NOT ", want: "!="},
		"refused":          {old: "INSTR(", new: "NO_SUCH_FUNCTION(", want: "contains"},
		"counts values":    {old: "distinct", want: "figure count_distinct"},
		"not its language": {dialect: "oracle", want: selftest.Everything},
		"nothing is amiss": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source, err := sqlite.Open(t.Context(), connectors.Config{Name: "front", Path: emptyFile(t)})
			if err != nil {
				t.Fatal(err)
			}
			defer source.Close()
			trial := &selftest.Trial{Source: odd{source, source.(connectors.Querier), c.dialect, c.old, c.new}, Now: time.Now}
			result, err := trial.Take(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(result.Differs, " "); got != c.want {
				t.Errorf("%q differ, want %q", got, c.want)
			}
		})
	}
}

// TestReport: both languages say what differs and what follows from it, and every word
// is in both.
func TestReport(t *testing.T) {
	t.Parallel()
	source, err := sqlite.Open(t.Context(), connectors.Config{Name: "front", Path: emptyFile(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	trial := &selftest.Trial{Source: odd{source, source.(connectors.Querier), "", " <> ", " IS NOT "}, Now: time.Now}
	result, err := trial.Take(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for language, wants := range map[string][]string{
		"zh": {"  不一致  S != \"abc\"\n    (null) Dogwatch: unknown; 服务器: true\n", "不再下推：!=\n", "重新自检"},
		"en": {"  differs  S != \"abc\"\n    (null) Dogwatch: unknown; server: true\n", "for this source: !=\n", "run the selftest again"},
	} {
		var text, page strings.Builder
		if err := errors.Join(result.WriteText(&text, language), result.WriteHTML(&page, language)); err != nil {
			t.Fatal(err)
		}
		for _, want := range wants {
			if !strings.Contains(text.String(), want) {
				t.Errorf("%s: no %q in\n%s", language, want, text.String())
			}
		}
		if !strings.Contains(page.String(), `<tr class="differs"><td><code>S != &#34;abc&#34;</code>`) {
			t.Errorf("%s: the page does not show what differs", language)
		}
	}
}

// TestScriptedServerIsLabelled: what is shown from a scripted server says so.
func TestScriptedServerIsLabelled(t *testing.T) {
	t.Parallel()
	result := take(t, servers()["oracle"])
	var text, page, bundle strings.Builder
	if err := errors.Join(result.WriteText(&text, "en"), result.WriteHTML(&page, "zh"), result.WriteBundle(&bundle)); err != nil {
		t.Fatal(err)
	}
	for name, shown := range map[string]string{"text": text.String(), "page": page.String(), "bundle": bundle.String()} {
		if !strings.Contains(shown, tnstest.Label) {
			t.Errorf("the %s does not say that it comes from a %s:\n%.400s", name, tnstest.Label, shown)
		}
	}
}
