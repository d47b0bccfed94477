package estate_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math/big"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules"
)

// TestPatrolFindsTheLedger measures and judges every check of the estate and compares
// verdicts and violating keys with the ledger: nothing may be missing, nothing more.
func TestPatrolFindsTheLedger(t *testing.T) {
	t.Parallel()
	for _, dialect := range []estate.Dialect{estate.SQLite, estate.MariaDB, estate.Postgres} {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			if dialect != estate.SQLite && testing.Short() {
				t.Skip("starts servers")
			}
			s := newSite(t, dialect)
			for _, seed := range seeds() {
				past := s.patrol(t, estate.Config{Seed: seed, People: estate.LeastPeople, Step: estate.Previous}, nil)
				s.patrol(t, estate.Config{Seed: seed, People: estate.LeastPeople, Step: estate.Current}, past)
			}
		})
	}
}

// seeds gives one seed, or three in `make test-full`.
func seeds() []uint64 {
	if os.Getenv("DOGWATCH_TEST_FULL") != "" {
		return []uint64{1, 2, 3}
	}
	return []uint64{1}
}

// A site is where an estate is put and patrolled.
type site struct {
	dialect   estate.Dialect
	writers   map[string]*sql.DB
	configs   map[string]connectors.Config // by source
	addresses map[string]estate.Address
	service   *estate.LicenceService
}

func newSite(t *testing.T, dialect estate.Dialect) *site {
	t.Helper()
	s := &site{dialect: dialect, writers: map[string]*sql.DB{}, configs: map[string]connectors.Config{},
		addresses: map[string]estate.Address{}, service: &estate.LicenceService{}}
	for _, system := range estate.Systems() {
		config := s.database(t, system)
		config.Name = estate.SourceOf(system)
		s.configs[config.Name] = config
		s.addresses[system] = estate.Address{Path: config.Path, Host: config.Host, Port: config.Port, Database: config.Database, User: config.User}
	}
	server := httptest.NewServer(s.service)
	t.Cleanup(server.Close)
	s.configs[estate.LicenceSource] = connectors.Config{Name: estate.LicenceSource, Driver: "http", URL: server.URL}
	return s
}

// database makes the system's database and opens it for writing.
func (s *site) database(t *testing.T, system string) connectors.Config {
	t.Helper()
	var config connectors.Config
	var db *sql.DB
	var err error
	switch s.dialect {
	case estate.SQLite:
		config = connectors.Config{Driver: "sqlite", Path: filepath.Join(t.TempDir(), system+".db")}
		db, err = sql.Open("sqlite", config.Path)
	case estate.MariaDB:
		config = livetest.MySQL(t)
		db, err = livetest.OpenDB(config)
	default:
		config = livetest.Postgres(t)
		db, err = livetest.OpenDB(config)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	s.writers[system] = db
	return config
}

func (s *site) load(t *testing.T) *checks.Catalog {
	t.Helper()
	files, err := estate.Workspace(estate.Deployment{Dialect: s.dialect, Databases: s.addresses, LicenceURL: s.configs[estate.LicenceSource].URL})
	if err != nil {
		t.Fatal(err)
	}
	workspace := fstest.MapFS{}
	for name, data := range files {
		workspace[name] = &fstest.MapFile{Data: data}
	}
	in := checks.Input{Workspace: workspace, Builtin: catalog.FS, Kinds: kind.All()}
	c, faults := checks.Load(in)
	if len(faults) > 0 {
		t.Fatal(diag.Render(faults, checks.Texts(in, faults)))
	}
	return c
}

// A ledgerView is what was found, by "system/watch/check".
type ledgerView struct {
	mu       sync.Mutex
	keys     map[string][]string
	verdicts map[string]checks.Outcome
}

func at(w *checks.Watch, c *checks.Check) string { return w.Path() + "/" + c.ID }

func (v *ledgerView) sink(task *measure.Task, item *measure.Item, key []checks.Cell) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	var texts []string
	for _, c := range key {
		texts = append(texts, c.Text)
	}
	name := at(task.Watch, item.Check)
	v.keys[name] = append(v.keys[name], strings.Join(texts, "|"))
	return nil
}

// patrol writes the estate, judges everything and compares. It gives what was measured.
func (s *site) patrol(t *testing.T, config estate.Config, past map[string]*big.Rat) map[string]*big.Rat {
	t.Helper()
	e, err := estate.Generate(config)
	if err != nil {
		t.Fatal(err)
	}
	for _, system := range estate.Systems() {
		if err := estate.Write(t.Context(), s.writers[system], s.dialect, e.Tables(system), e.Views(system)); err != nil {
			t.Fatal(err)
		}
	}
	s.service.Serve(e)
	c := s.load(t)
	view := &ledgerView{keys: map[string][]string{}, verdicts: map[string]checks.Outcome{}}
	measured := s.judge(t, c, e.Config().AsOfInstant(), view, past)
	compare(t, fmt.Sprintf("seed %d step %d", config.Seed, config.Step), view, e.Ledger(), past == nil)
	return measured
}

func (s *site) judge(t *testing.T, c *checks.Catalog, asOf time.Time, view *ledgerView, past map[string]*big.Rat) map[string]*big.Rat {
	t.Helper()
	var tasks []*measure.Task
	for _, system := range c.Systems {
		for _, w := range system.Watches {
			tasks = append(tasks, measure.NewTask(w, w.Checks, environment(c, w, asOf)))
		}
	}
	openers := map[string]connectors.Opener{"sqlite": sqlite.Open, "mysql": mysql.Open, "postgres": postgres.Open, "http": httpapi.Open}
	open := map[string]connectors.Source{}
	defer func() {
		for _, source := range open {
			source.Close()
		}
	}()
	runner := &measure.Runner{Sink: view.sink, Spill: &measure.Spill{Dir: t.TempDir()},
		Open: func(ctx context.Context, name string) (connectors.Source, error) {
			if open[name] != nil {
				return open[name], nil
			}
			source, err := openers[s.configs[name].Driver](ctx, s.configs[name])
			if err == nil {
				open[name] = source
			}
			return source, err
		}}
	if err := runner.Measure(t.Context(), tasks); err != nil {
		t.Fatal(err)
	}
	measured := map[string]*big.Rat{}
	for _, task := range tasks {
		for _, item := range task.Items {
			name := at(task.Watch, item.Check)
			for _, o := range item.Check.Kind.Judge(checks.Judgement{Watch: task.Watch, Check: item.Check, Results: item.Results,
				AsOf: asOf, Zone: c.Deployment.Zone, Calendar: c.Calendar, History: remembered{name, past}}) {
				view.verdicts[name] = o
				measured[name] = o.Measured.Value
				if item.Check.Kind.Doc().Name == "compare" {
					measured[name] = new(big.Rat).SetInt64(o.Counts.Rows)
				}
			}
		}
	}
	return measured
}

// environment gives the week or month that the instant lies in.
func environment(c *checks.Catalog, w *checks.Watch, asOf time.Time) rules.Env {
	local := asOf.In(c.Deployment.Zone)
	start := time.Date(local.Year(), local.Month(), 1, 0, 0, 0, 0, time.UTC)
	end := start.AddDate(0, 1, 0)
	if w.Cycle.Content == "weekly" {
		start = time.Date(local.Year(), local.Month(), local.Day()-int(local.Weekday()+6)%7, 0, 0, 0, 0, time.UTC)
		end = start.AddDate(0, 0, 7)
	}
	return rules.Env{AsOf: asOf, Zone: c.Deployment.Zone, PeriodStart: int32(start.Unix() / 86400), PeriodEnd: int32(end.Unix() / 86400),
		Dictionaries: c.Dictionaries}
}

// remembered is a history of one earlier period.
type remembered struct {
	name string
	past map[string]*big.Rat
}

func (r remembered) Earlier(check, group string, n int) []checks.Past {
	if r.past == nil {
		return nil
	}
	return []checks.Past{{Period: "before", Value: r.past[strings.TrimSuffix(r.name, "/compare")+"/"+check], Verdict: checks.Pass}}
}

// compare holds what was found against the ledger.
func compare(t *testing.T, name string, view *ledgerView, ledger estate.Ledger, first bool) {
	t.Helper()
	want := map[string]estate.Expectation{}
	for _, x := range ledger.Expectations() {
		want[x.System+"/"+x.Watch+"/"+x.Check] = x
	}
	var names []string
	for check := range view.verdicts {
		names = append(names, check)
	}
	slices.Sort(names)
	for _, check := range names {
		o := view.verdicts[check]
		x, expected := want[check]
		verdict := cmp.Or(x.Verdict, "pass")
		if !expected && first && strings.HasSuffix(check, "/compare") {
			verdict = "skipped"
		}
		if string(o.Verdict) != verdict {
			t.Errorf("%s: %s: %s, ledger %s %v: %s", name, check, o.Verdict, verdict, x.Faults, o.Reason)
		}
		keys := []string{}
		for _, k := range x.Keys {
			keys = append(keys, strings.Join(k, "|"))
		}
		found := slices.Clone(view.keys[check])
		slices.Sort(keys)
		slices.Sort(found)
		if !slices.Equal(keys, found) {
			t.Errorf("%s: %s: found %v, ledger %v %v", name, check, found, keys, x.Faults)
		}
		delete(want, check)
	}
	for check := range want {
		t.Errorf("%s: %s is in the ledger and was not judged", name, check)
	}
}
