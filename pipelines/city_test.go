package pipelines_test

import (
	"context"
	"crypto/tls"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	_ "modernc.org/sqlite"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/connectors/sftp"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A city is an estate that is patrolled in a test.
type city struct {
	dir       string
	config    estate.Config
	service   estate.Service
	served    estate.Deployment            // where its calls are answered, and its files fetched from
	databases map[string]connectors.Config // by system; those without are on SQLite
	lake      connectors.Opener            // reads SQLite files in another way; nil: as files
	keys      map[string][][]string
	rerun     string // the one watch to patrol again; "": all of them, for the first time
	mode      measure.Mode
	more      map[string]string // written at the end of these files of the workspace
	outcomes  map[string]string // of the last patrol, in full, by run, check and group
	late      time.Duration     // how long after the estate's instant it is patrolled
}

func (c *city) reader() connectors.Opener {
	if c.lake != nil {
		return c.lake
	}
	return sqlite.Open
}

// serve answers the city's calls, plain and over TLS.
func (c *city) serve(t *testing.T) {
	t.Helper()
	plain, secure := httptest.NewServer(&c.service), httptest.NewUnstartedServer(&c.service)
	certificate, shown, err := c.config.Certificate()
	if err != nil {
		t.Fatal(err)
	}
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // who looks at the certificate goes away without a call
	secure.StartTLS()
	t.Cleanup(func() { plain.Close(); secure.Close() })
	c.served.ServiceURL, c.served.SecureURL, c.served.CAFile = plain.URL, secure.URL, filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(c.served.CAFile, shown, 0o600); err != nil {
		t.Fatal(err)
	}
}

func (c *city) generate(t *testing.T, step estate.Step) *estate.Estate {
	t.Helper()
	config := c.config
	config.Step = step
	e, err := estate.Generate(config)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// month writes one state of the estate, patrols it and gives what did not pass.
func (c *city) month(t *testing.T, step estate.Step) []estate.Found {
	t.Helper()
	e := c.generate(t, step)
	c.service.Serve(e)
	return c.patrol(t, e, c.write(t, e, func(system string) ([]estate.Table, []estate.View) { return e.Tables(system), e.Views(system) }))
}

// write writes what there is to write of each system that has tables; more than one
// table makes its database anew.
func (c *city) write(t *testing.T, e *estate.Estate, of func(system string) ([]estate.Table, []estate.View)) estate.Deployment {
	t.Helper()
	deployment := c.served
	deployment.Databases = map[string]estate.Address{}
	for _, system := range estate.Systems() {
		if len(e.Tables(system)) == 0 {
			continue
		}
		tables, views := of(system)
		db, address := c.open(t, system, len(tables) > 1)
		if err := estate.Write(t.Context(), db, address.Dialect, tables, views); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		deployment.Databases[system] = address
	}
	if deployment.Folder == "" {
		deployment.Folder = filepath.Join(c.dir, "files")
	}
	c.deliver(t, e, deployment.Folder)
	return deployment
}

// open gives a system's database for writing, and where it lies.
func (c *city) open(t *testing.T, system string, anew bool) (*sql.DB, estate.Address) {
	t.Helper()
	if config, ok := c.databases[system]; ok {
		db, err := livetest.OpenDB(config)
		if err != nil {
			t.Fatal(err)
		}
		return db, estate.Address{Dialect: estate.Dialect(config.Driver), Host: config.Host, Port: config.Port, Database: config.Database, User: config.User, PasswordEnv: "PASSWORD_" + system}
	}
	path := filepath.Join(c.dir, system+".db")
	if anew {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(OFF)")
	if err != nil {
		t.Fatal(err)
	}
	return db, estate.Address{Dialect: estate.SQLite, Path: path}
}

// secret answers for the environment variables that open names.
func (c *city) secret(ref checks.Secret) (string, error) {
	return c.databases[strings.TrimPrefix(ref.Env, "PASSWORD_")].Password, nil
}

// deliver leaves the month's files in the folder.
func (c *city) deliver(t *testing.T, e *estate.Estate, folder string) {
	t.Helper()
	delivered, err := e.Files()
	if err == nil {
		err = estate.Deliver(folder, delivered)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, d estate.Deployment, more map[string]string) *checks.Catalog {
	t.Helper()
	files, err := estate.Workspace(d)
	if err != nil {
		t.Fatal(err)
	}
	workspace := fstest.MapFS{}
	for name, data := range files {
		workspace[name] = &fstest.MapFile{Data: append(data, more[name]...)}
	}
	in := checks.Input{Workspace: workspace, Builtin: catalog.FS, Kinds: kind.All()}
	cat, list := checks.Load(in)
	if list.Errors() {
		t.Fatal(diag.Render(list.Sorted(), checks.Texts(in, list)))
	}
	return cat
}

func (c *city) patrol(t *testing.T, e *estate.Estate, d estate.Deployment) []estate.Found {
	t.Helper()
	cat := load(t, d, c.more)
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(c.dir, "state.db")})
	if err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return e.Config().AsOfInstant().Add(c.late) }
	sources := &pipelines.Sources{
		Deployment: &cat.Deployment, Store: state, Key: make([]byte, 32), Now: now,
		Openers: map[string]connectors.Opener{"sqlite": c.reader(), "mysql": mysql.Open, "postgres": postgres.Open, "http": httpapi.Open, "files": files.Open, "sftp": sftp.Open},
		Secret:  c.secret,
	}
	c.keys = map[string][][]string{}
	ids := 0
	p := &pipelines.Patroller{
		Catalog: cat, Store: state, Sources: sources, Spill: &measure.Spill{Dir: t.TempDir()}, Key: make([]byte, 32),
		Owner: "test", Lease: time.Minute, Now: now, Mode: c.mode,
		NewID: func() string { ids++; return fmt.Sprint(now().Unix(), c.rerun, "-", ids) },
		Reveal: func(run pipelines.PlannedRun, check *checks.Check, key []checks.Cell) error {
			return c.note(run, check, key)
		},
	}
	request := pipelines.Request{AsOf: now()}
	if c.rerun != "" {
		request.Selector = pipelines.Selector{Patterns: []string{c.rerun}, Aspect: checks.Content}
		p.Again, p.Reason, p.Actor = true, "sent again", "test"
	}
	plan, err := pipelines.NewPlan(cat, request)
	if err != nil {
		t.Fatal(err)
	}
	c.record(t, state, e)
	report, err := p.Run(context.WithoutCancel(t.Context()), plan)
	if err != nil {
		t.Fatal(err)
	}
	if e.Config().Step == estate.Previous {
		baseline(t, cat, state, e)
	}
	if err := sources.Close(); err != nil {
		t.Error(err)
	}
	if err := state.Close(); err != nil {
		t.Error(err)
	}
	return c.found(report)
}

// record keeps what was probed, and what told of itself, since the month before.
func (c *city) record(t *testing.T, state *store.Store, e *estate.Estate) {
	t.Helper()
	if c.rerun != "" {
		return
	}
	for _, p := range e.Probes() {
		if err := state.RecordProbe(t.Context(), store.ProbeRecord(p)); err != nil {
			t.Fatal(err)
		}
	}
	for _, b := range e.Beats() {
		if err := state.RecordBeat(t.Context(), b.System, b.Watch, b.At); err != nil {
			t.Fatal(err)
		}
	}
}

// baseline records what the first month found as stock.
func baseline(t *testing.T, cat *checks.Catalog, state *store.Store, e *estate.Estate) {
	t.Helper()
	for _, x := range e.Ledger().Expectations() {
		if x.Verdict != "fail" {
			continue
		}
		w, c := watched(cat, x)
		b, err := pipelines.Baseline(t.Context(), state, w, c, "test", "旧系统遗留", e.Config().AsOfInstant())
		if err != nil || b.Size != int64(len(x.Keys)) {
			t.Errorf("baseline of %s/%s: %d, %v", w.Path(), x.Check, b.Size, err)
		}
	}
}

// watched finds the check that an expectation speaks of.
func watched(cat *checks.Catalog, x estate.Expectation) (w *checks.Watch, c *checks.Check) {
	for _, system := range cat.Systems {
		for _, w := range system.Watches {
			for _, c := range w.Checks {
				if system.ID == x.System && w.ID == x.Watch && c.ID == x.Check {
					return w, c
				}
			}
		}
	}
	return nil, nil
}

func (c *city) note(run pipelines.PlannedRun, check *checks.Check, key []checks.Cell) error {
	values := make([]string, len(key))
	for i, cell := range key {
		values[i] = cell.Text
	}
	name := run.Watch.Path() + "/" + check.ID + "/" + run.Group
	c.keys[name] = append(c.keys[name], values)
	return nil
}

func (c *city) found(report *pipelines.Report) []estate.Found {
	var found []estate.Found
	c.outcomes = map[string]string{}
	for _, run := range report.Patrol.Runs {
		for _, o := range run.Outcomes {
			c.outcomes[run.RunKey.String()+" "+o.Check+"/"+o.Group] = told(o)
			keys := c.keys[run.System+"/"+run.Watch+"/"+o.Check+"/"+o.Group]
			slices.SortFunc(keys, slices.Compare)
			if o.Verdict != "pass" || o.StockLeft > 0 {
				found = append(found, estate.Found{System: run.System, Watch: run.Watch, Check: o.Check, Group: o.Group, Verdict: o.Verdict, Keys: keys, Stock: o.StockLeft})
			}
		}
	}
	return found
}
