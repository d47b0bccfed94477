package draft_test

import (
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	_ "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/draft"
)

// workspace is the estate's, without a place for its databases.
func workspace(t testing.TB) checks.Input {
	t.Helper()
	d := estate.Deployment{Dialect: estate.SQLite, Databases: map[string]estate.Address{}, ServiceURL: "http://127.0.0.1:1", SecureURL: "https://127.0.0.1:1", Folder: "f"}
	for _, system := range estate.Systems() {
		d.Databases[system] = estate.Address{Path: system + ".db"}
	}
	files, err := estate.Workspace(d)
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
	}
	return checks.Input{Workspace: folder, Builtin: catalog.FS, Kinds: kind.All()}
}

func load(t testing.TB, in checks.Input) *checks.Catalog {
	t.Helper()
	cat, list := checks.Load(in)
	if list.Errors() {
		t.Fatal(diag.Render(list.Sorted(), checks.Texts(in, list)))
	}
	return cat
}

// TestEstateMappings: registry, deaths and payments are mapped with at most two hand
// edits each, on the three engines.
func TestEstateMappings(t *testing.T) {
	t.Parallel()
	cat := load(t, workspace(t))
	e, err := estate.Generate(estate.Config{Seed: 1, People: 4000, Step: estate.Current})
	if err != nil {
		t.Fatal(err)
	}
	for dialect, start := range map[estate.Dialect]func(testing.TB) connectors.Config{
		estate.SQLite: nil, estate.MariaDB: livetest.MySQL, estate.Postgres: livetest.Postgres,
	} {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			for _, system := range cat.Systems {
				mapped := slices.DeleteFunc(slices.Clone(system.Watches), func(w *checks.Watch) bool {
					return !slices.Contains([]string{"household-registry", "death-records", "fund-payments"}, w.ID)
				})
				if len(mapped) == 0 {
					continue
				}
				source := place(t, e, dialect, system.ID, start)
				for _, w := range mapped {
					compare(t, cat, source, e, w)
				}
			}
		})
	}
}

// place writes a system's front-end database and opens it.
func place(t *testing.T, e *estate.Estate, dialect estate.Dialect, system string, start func(testing.TB) connectors.Config) connectors.Source {
	t.Helper()
	config := connectors.Config{Driver: "sqlite", Path: filepath.Join(t.TempDir(), "front.db")}
	db, err := sql.Open("sqlite", "file:"+config.Path+"?_pragma=synchronous(OFF)")
	if start != nil {
		config = start(t)
		db, err = livetest.OpenDB(config)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := estate.Write(t.Context(), db, dialect, e.Tables(system), e.Views(system)); err != nil {
		t.Fatal(err)
	}
	config.Name = estate.SourceOf(system)
	open := map[string]connectors.Opener{"sqlite": sqlite.Open, "mysql": mysql.Open, "postgres": postgres.Open}[config.Driver]
	source, err := open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := source.Close(); err != nil {
			t.Error(err)
		}
	})
	return source
}

// compare counts the columns that a person would have to correct.
func compare(t *testing.T, cat *checks.Catalog, source connectors.Source, e *estate.Estate, w *checks.Watch) {
	t.Helper()
	profile, err := draft.Take(t.Context(), source, w.From.Name, draft.Options{AsOf: e.Config().AsOfInstant()})
	if err != nil {
		t.Fatal(err)
	}
	pairs, left := draft.Match(profile, w.Contract, cat.Dictionaries)
	var edits []string
	for _, pair := range pairs {
		want := w.Mapping(pair.Column.Name)
		if got, want := shown(pair), mapped(want); got != want {
			edits = append(edits, fmt.Sprintf("%s: drafted %s, written by hand %s", pair.Column.Name, got, want))
		}
	}
	if (w.Where != nil) != (draft.Filter(left) != "") {
		edits = append(edits, "where")
	}
	if len(edits) > 0 {
		t.Logf("%s: %q", w.Path(), edits)
	}
	if len(edits) > 2 {
		t.Errorf("%s: %d edits by hand", w.Path(), len(edits))
	}
}

func shown(p draft.Pairing) string {
	var stored []string
	for _, c := range p.Stored {
		stored = append(stored, c.Name)
	}
	shift := int32(0)
	if p.Fen {
		shift = 2
	}
	return written(stored, p.Join, p.Layout, p.Trim, p.Fold, shift, p.Values)
}

func mapped(m *checks.Mapping) string {
	return written(m.Physical, m.Join, m.Layout, m.Trim, m.Fold, m.Shift, m.Values)
}

func written(stored []string, join, layout string, trim, fold bool, shift int32, values map[string]string) string {
	text := fmt.Sprint(stored, join, layout, trim, fold, shift)
	for _, code := range slices.Sorted(maps.Keys(values)) {
		text += " " + code + "=" + values[code]
	}
	return text
}
