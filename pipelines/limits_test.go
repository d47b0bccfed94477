package pipelines_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// run patrols everything and gives the outcomes by watch and check.
func (s *served) run(ctx context.Context, p *pipelines.Patroller) (map[string]store.Outcome, error) {
	s.t.Helper()
	plan, err := pipelines.NewPlan(p.Catalog, pipelines.Request{AsOf: s.now})
	if err != nil {
		s.t.Fatal(err)
	}
	report, err := p.Run(ctx, plan)
	if err != nil {
		return nil, err
	}
	found := map[string]store.Outcome{}
	for _, run := range report.Patrol.Runs {
		for _, o := range run.Outcomes {
			found[run.Watch+"/"+o.Check] = o
		}
	}
	return found, nil
}

// TestConnectionsAtServer: the server itself allows the account no more sessions than
// the source does, and refuses none: a patrol never holds a session too many, closing
// one and opening another included. One login opens the source and proves its link,
// whatever number of tables is read; one more for each further connection.
func TestConnectionsAtServer(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		var names, statements []string
		for i := range 12 {
			names = append(names, fmt.Sprintf("t%d", i))
			statements = append(statements, fmt.Sprintf("CREATE TABLE t%d (no INT)", i), fmt.Sprintf("INSERT INTO t%d VALUES (1),(2),(3)", i))
		}
		s.fill(statements...)
		s.tables(names...)
		for _, limit := range []int64{1, 2, 1} {
			s.allow(limit)
			s.limits = fmt.Sprintf("connections: %d", limit)
			s.now = s.now.AddDate(0, 0, 7)
			p, before := s.patroller(), s.logins()
			found, err := s.run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			s.passes(found)
			s.proves(p, "front")
			if err := p.Sources.Close(); err != nil {
				t.Error(err)
			}
			if n := s.logins() - before; n < 3 || n > limit+2 {
				t.Errorf("%d logins; to patrol %d are enough, to prove the link twice more 2", n, limit)
			}
		}
	})
}

// proves logs in once more although an idle session holds the account's last place, and
// once more after the source was closed and opened anew.
func (s *served) proves(p *pipelines.Patroller, name string) {
	s.t.Helper()
	connect := connectors.ProbeRequest{Aspect: connectors.ProbeConnect}
	source, err := p.Sources.Open(s.t.Context(), name)
	if err == nil {
		_, err = source.(connectors.Prober).Probe(s.t.Context(), connect)
	}
	if err == nil {
		err = p.Sources.Close()
	}
	if err == nil {
		_, err = p.Sources.Open(s.t.Context(), name)
	}
	if err != nil {
		s.t.Error(err)
	}
}

// passes fails the test unless every check has passed.
func (s *served) passes(found map[string]store.Outcome) {
	s.t.Helper()
	for name, o := range found {
		if o.Verdict != "pass" {
			s.t.Errorf("%s: %s %s", name, o.Verdict, o.Reason)
		}
	}
	if len(found) == 0 {
		s.t.Error("nothing was checked")
	}
}

// TestCancelAtServer: a patrol that is stopped leaves no statement behind.
func TestCancelAtServer(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		var numbers []string
		for i := range 2000 {
			numbers = append(numbers, fmt.Sprintf("(%d)", i))
		}
		s.fill("CREATE TABLE n (no INT)", "INSERT INTO n VALUES "+strings.Join(numbers, ","))
		s.tables("n")
		endless := "{query: 'SELECT a.no FROM n a, n b, n c, n d WHERE a.no + b.no * c.no - d.no = -1'}"
		s.write("watches/demo.yaml", strings.Replace(string(s.files["watches/demo.yaml"].Data), "from: n", "from: "+endless, 1))
		p := s.patroller()
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		done := make(chan error, 1)
		go func() {
			_, err := s.run(ctx, p)
			done <- err
		}()
		s.until("the statement runs", func() bool { return s.running() > 0 })
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
		s.until("no statement runs on", func() bool { return s.running() == 0 })
	})
}

// TestPaceAtServer: rows and bytes come no faster than the source allows, by the
// server's own count where it keeps one.
func TestPaceAtServer(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		var rows []string
		for i := range 400 {
			rows = append(rows, fmt.Sprintf("(%d, '%s')", i+1, strings.Repeat("x", 1000)))
		}
		s.fill("CREATE TABLE wide (no INT, note VARCHAR(1000))", "INSERT INTO wide VALUES "+strings.Join(rows, ","))
		s.tables("wide")
		contract := string(s.files["contracts/items.yaml"].Data)
		contract = strings.Replace(contract, "checks:\n", "  note: {title: 备注, type: text, class: internal}\nchecks:\n  - {id: short, rule: len(note) < 2000, title: 不长}\n", 1)
		s.write("contracts/items.yaml", contract)
		for limits, least := range map[string]time.Duration{"rows_per_second: 400": 900 * time.Millisecond, "bytes_per_second: 400000": 900 * time.Millisecond} {
			s.limits = limits
			s.now = s.now.AddDate(0, 0, 7)
			p, sent, began := s.patroller(), s.sent(), time.Now()
			if _, err := s.run(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			took := time.Since(began)
			if err := p.Sources.Close(); err != nil {
				t.Error(err)
			}
			if took < least {
				t.Errorf("%s: 400 rows of 1 kB took %v", limits, took)
			}
			if rate := float64(s.sent()-sent) / took.Seconds(); s.config.Driver == "mysql" && rate > 450_000 {
				t.Errorf("%s: the server sent %.0f bytes a second", limits, rate)
			}
		}
	})
}

// sent is how many bytes the server has sent to the account; PostgreSQL does not count.
func (s *served) sent() int64 {
	s.t.Helper()
	return s.number("SELECT 0", "SELECT COALESCE(MAX(BYTES_SENT), 0) FROM information_schema.USER_STATISTICS WHERE USER = '"+s.config.User+"'")
}

// TestTwoSidesOneConnection: measures with two sides, in both directions between two
// sources that allow one connection each, do not wait for each other: no measure holds
// one connection while it asks for another.
func TestTwoSidesOneConnection(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		s.fill("CREATE TABLE a (no INT)", "CREATE TABLE b (no INT)", "INSERT INTO a VALUES (1),(2)", "INSERT INTO b VALUES (1),(2)")
		s.limits = "connections: 1"
		s.tables("a")
		contract := string(s.files["contracts/items.yaml"].Data)
		for name, other := range map[string]string{"as": "bs", "bs": "as"} {
			s.write("contracts/"+name+".yaml", strings.Replace(contract, "contract: items", "contract: "+name, 1)+"  - {id: known, exists_in: "+other+", on: [no], title: 另一边有}\n  - {id: once, exists_in: "+other+", on: [no], when: other.no > 0, title: 另一边有正数}\n")
		}
		s.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - {contract: as, source: front, from: a}\n  - {contract: bs, source: back, from: b}\n")
		p := s.patroller()
		s.allow(2) // of the two sources together
		found, err := s.run(t.Context(), p)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"as/known", "as/once", "bs/known", "bs/once"} {
			if o := found[name]; o.Verdict != "pass" || o.Judged != 2 {
				t.Errorf("%s: %+v", name, o)
			}
		}
	})
}

// TestOpenAtOnce: sources are dialled side by side, each at most once, and each keeps
// its error.
func TestOpenAtOnce(t *testing.T) {
	t.Parallel()
	var met, dialled sync.WaitGroup
	met.Add(2)
	sources := &pipelines.Sources{
		Deployment: &checks.Deployment{Zone: time.UTC, Sources: []checks.Source{{Name: "a", Driver: "x"}, {Name: "b", Driver: "x"}}}, Key: make([]byte, 32), Now: time.Now,
		Openers: map[string]connectors.Opener{"x": func(ctx context.Context, c connectors.Config) (connectors.Source, error) {
			met.Done() // panics at a third call
			met.Wait() // never ends if one waits for the other
			return nil, &connectors.Error{Op: "open", Source: c.Name, Class: connectors.Unreachable, Reason: "nobody is there"}
		}},
	}
	var mu sync.Mutex
	var said []string
	for _, name := range []string{"a", "b", "a", "b"} {
		dialled.Go(func() {
			_, err := sources.Open(t.Context(), name)
			mu.Lock()
			defer mu.Unlock()
			said = append(said, err.Error())
		})
	}
	dialled.Wait()
	slices.Sort(said)
	if want := []string{"open a: unreachable: nobody is there", "open a: unreachable: nobody is there", "open b: unreachable: nobody is there", "open b: unreachable: nobody is there"}; !slices.Equal(said, want) {
		t.Errorf("%q", said)
	}
	if err := sources.Close(); err != nil {
		t.Error(err)
	}
}

// TestSlicesAtServer: a source may ask for slices; outcomes of its tables with a key say
// that they were read so, those of others that they were not.
func TestSlicesAtServer(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		var rows []string
		for i := range 2500 {
			rows = append(rows, fmt.Sprintf("(%d)", i+1))
		}
		list := strings.Join(rows, ",")
		s.fill("CREATE TABLE keyed (no INT NOT NULL PRIMARY KEY)", "INSERT INTO keyed VALUES "+list, "CREATE TABLE free (no INT)", "INSERT INTO free VALUES "+list)
		s.tables("keyed", "free")
		contract := string(s.files["contracts/items.yaml"].Data)
		s.write("contracts/items.yaml", contract+"  - {id: low, rule: no <= 2400, title: 不大}\n")
		var rests []time.Duration
		s.sleep = func(_ context.Context, d time.Duration) error { rests = append(rests, d); return nil }
		for limits, view := range map[string]string{"rows_per_slice: 1000, pause: 2s": "ranges", "connections: 2": ""} {
			s.limits = limits
			s.now = s.now.AddDate(0, 0, 7)
			p := s.patroller()
			p.Mode = measure.Stream
			found, err := s.run(t.Context(), p)
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{"keyed/low": view, "free/low": strings.Replace(view, "ranges", "snapshot", 1)} {
				if o := found[name]; o.Judged != 2500 || o.Violations != 100 || o.Parts["view"] != want {
					t.Errorf("%s with %s: %+v", name, limits, o)
				}
			}
			if err := p.Sources.Close(); err != nil {
				t.Error(err)
			}
		}
		if want := []time.Duration{2 * time.Second, 2 * time.Second}; !slices.Equal(rests, want) {
			t.Errorf("rests of %v, want %v", rests, want)
		}
	})
}
