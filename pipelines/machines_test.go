package pipelines_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// machineQuery is the query that docs/machines.md gives for a dialect.
func machineQuery(t *testing.T, dialect string) string {
	t.Helper()
	page, err := os.ReadFile("../docs/machines.md")
	if err != nil {
		t.Fatal(err)
	}
	_, query, found := strings.Cut(string(page), "```sql "+dialect+"\n")
	query, _, ended := strings.Cut(query, "\n```")
	if !found || !ended {
		t.Fatalf("the page has no query for %s", dialect)
	}
	return query
}

func databaseWatch(query string) string {
	return "system: demo\ntitle: 样例\nwatches:\n  - contract: database-figures\n    source: front\n    from:\n      query: |-\n        " + strings.ReplaceAll(query, "\n", "\n        ") + "\n"
}

// TestDatabaseFiguresOfSQLite: the page's query is one that the contract's checks pass.
func TestDatabaseFiguresOfSQLite(t *testing.T) {
	t.Parallel()
	w := newTown(t, "CREATE TABLE T (A TEXT)", "INSERT INTO T VALUES ('x')")
	w.write("dogwatch.yaml", "use: [builtin]\n"+string(w.files["dogwatch.yaml"].Data))
	w.write("watches/demo.yaml", databaseWatch(machineQuery(t, "sqlite")))
	o := w.patrol(t)
	for id, want := range map[string]string{"total-bytes": "pass", "space-free": "skipped", "growth": "skipped", "row_count": "pass", "type(used_bytes)": "pass", "schema": "pass"} {
		if o[id].Verdict != want {
			t.Errorf("%s: %s %s", id, o[id].Verdict, o[id].Reason)
		}
	}
}

// TestDatabaseGrowth: a database that grows suddenly is told once there is a past to set it
// against.
func TestDatabaseGrowth(t *testing.T) {
	t.Parallel()
	w := newTown(t, "CREATE TABLE database_figures (area TEXT, used_bytes INTEGER, limit_bytes INTEGER, sessions INTEGER, max_sessions INTEGER)",
		"INSERT INTO database_figures VALUES ('TS_DATA', 1000000, NULL, 1, 10)")
	w.write("dogwatch.yaml", "use: [builtin]\n"+string(w.files["dogwatch.yaml"].Data))
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: database-figures\n    source: front\n")
	w.selector = pipelines.Selector{Aspect: checks.Content}
	for week, want := range []string{"skipped", "skipped", "skipped", "skipped", "skipped", "skipped", "pass", "fail"} {
		if want == "fail" {
			w.exec(t, "UPDATE database_figures SET used_bytes = used_bytes * 2")
		}
		w.exec(t, "UPDATE database_figures SET used_bytes = used_bytes + 10000")
		w.asOf = w.asOf.Add(7 * 24 * time.Hour)
		if o := w.patrol(t)["growth"]; o.Verdict != want {
			t.Errorf("week %d: %s %s, want %s", week, o.Verdict, o.Reason, want)
		}
	}
}

// TestDatabaseFiguresOfServers: the same of real servers, by an account that has no rights
// but those of everybody.
func TestDatabaseFiguresOfServers(t *testing.T) {
	onServers(t, func(t *testing.T, s *served) {
		s.fill("CREATE TABLE machines (a INTEGER)", "INSERT INTO machines VALUES (1)")
		s.builtin = true
		s.write("watches/demo.yaml", databaseWatch(machineQuery(t, s.config.Driver)))
		o, err := s.run(t.Context(), s.patroller())
		if err != nil {
			t.Fatal(err)
		}
		for id, want := range map[string]string{"total-bytes": "pass", "space-free": "skipped", "sessions-free": "pass", "row_count": "pass", "schema": "pass"} {
			if got := outcomeOf(o, id); got.Verdict != want {
				t.Errorf("%s: %s %s", id, got.Verdict, got.Reason)
			}
		}
	})
}

// outcomeOf finds the outcome of a check, whatever watch it is kept under.
func outcomeOf(outcomes map[string]store.Outcome, id string) store.Outcome {
	for name, o := range outcomes {
		if name == id || strings.HasSuffix(name, "/"+id) {
			return o
		}
	}
	return store.Outcome{}
}

const exporter = `# HELP node_load15 15m load average.
node_load15 1.5
node_memory_MemTotal_bytes 1.6e+10
node_memory_MemAvailable_bytes 8e+09
node_cpu_seconds_total{cpu="0",mode="idle"} 1000.5
node_cpu_seconds_total{cpu="0",mode="user"} 10
node_cpu_seconds_total{cpu="1",mode="idle"} 990.123456789
node_filesystem_avail_bytes{device="/dev/sda1",fstype="xfs",mountpoint="/"} 5e+10
node_filesystem_size_bytes{device="/dev/sda1",fstype="xfs",mountpoint="/"} 1e+11
node_filesystem_avail_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 0
node_filesystem_size_bytes{device="tmpfs",fstype="tmpfs",mountpoint="/run"} 1e+09
node_systemd_unit_state{name="tomcat.service",state="failed",type="forking"} 0
node_systemd_unit_state{name="tomcat.service",state="active",type="forking"} 1
`

const servers = `[{"server": "server-1", "state": "RUNNING", "threads": 50, "idle_threads": 31, "heap_used": 5, "heap_max": 10, "jdbc_initial": 50, "jdbc_max": 50, "log_errors": 0}]`

// TestMachines: the shipped watches of a group system, bound by declaring their source;
// each wrong figure is found by its own check and by no other.
func TestMachines(t *testing.T) {
	t.Parallel()
	metrics, middleware := exporter, servers
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		answer := map[string]string{"/adoption-group/metrics": metrics, "/adoption-group/middleware": middleware}[r.URL.Path]
		if answer == "" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(answer))
	}))
	t.Cleanup(server.Close)
	w := newTown(t)
	w.write("dogwatch.yaml", "version: 1\nuse: [builtin]\nsources:\n  hosts: {driver: http, url: '"+server.URL+"'}\n")
	w.selector = pipelines.Selector{Patterns: []string{"adoption-group"}, Aspect: checks.Content}
	for _, c := range []struct{ in, right, wrong, check string }{
		{"", "", "", ""},
		{"host", "MemAvailable_bytes 8e+09", "MemAvailable_bytes 1e+09", "memory-free"},
		{"host", `mountpoint="/"} 5e+10`, `mountpoint="/"} 1e+10`, "disk-free"},
		{"host", "node_load15 1.5", "node_load15 3.5", "load-in-bounds"},
		{"host", `state="failed",type="forking"} 0`, `state="failed",type="forking"} 1`, "services-running"},
		{"middleware", `"jdbc_initial": 50`, `"jdbc_initial": 10`, "jdbc-pool-fixed"},
		{"middleware", `"idle_threads": 31`, `"idle_threads": 0`, "threads-idle"},
		{"middleware", `"heap_used": 5`, `"heap_used": 10`, "heap-free"},
		{"middleware", `"state": "RUNNING"`, `"state": "ADMIN"`, "server-running"},
		{"middleware", `"log_errors": 0`, `"log_errors": 3`, "log-clean"},
	} {
		metrics, middleware = exporter, servers
		switch c.in {
		case "host":
			metrics = strings.Replace(exporter, c.right, c.wrong, 1)
		case "middleware":
			middleware = strings.Replace(servers, c.right, c.wrong, 1)
		}
		w.asOf = w.asOf.Add(7 * 24 * time.Hour)
		for id, o := range w.patrol(t) {
			want := "pass"
			if id == c.check {
				want = "fail"
			}
			if o.Verdict != want {
				t.Errorf("%s: %s is %s: %s", c.wrong, id, o.Verdict, o.Reason)
			}
		}
	}
	if len(w.runs) != 2 {
		t.Errorf("%d runs", len(w.runs))
	}
}
