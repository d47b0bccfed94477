package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
	_ "modernc.org/sqlite" // the estate is written as SQLite files

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// demoMark is the file by which a folder is known to be a demo's.
const demoMark = ".dogwatch-demo"

type demo struct {
	*app
	seed    uint64
	people  int
	bar     *progress
	service estate.Service

	url, secureURL string
}

func newDemo(a *app) *cobra.Command {
	d := &demo{app: a}
	dir := "dogwatch-demo"
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Build a sample estate with seeded faults, patrol it and show what was found",
		Long: `Build the sample estate: the business systems of a city's civil affairs with
their front-end databases and the services that they call, all people invented.
It is patrolled twice: a month that is clean but for old wrongs, which are recorded as
stock, then a month into which faults were seeded. Then one list is sent again, in place
of a wrong one, and judged again.

Exit code 0 when exactly what was seeded was found.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !cmd.Flags().Changed("dir") {
				a.dir = dir
			}
			return d.run(cmd.Context())
		},
	}
	cmd.Flags().IntVar(&d.people, "people", estate.DefaultPeople, "number of people")
	cmd.Flags().Uint64Var(&d.seed, "seed", 1, "another estate with other faults")
	return cmd
}

func (d *demo) run(ctx context.Context) error {
	if d.people < estate.LeastPeople {
		return fmt.Errorf("--people %d are too few: at least %d", d.people, estate.LeastPeople)
	}
	if err := d.prepare(); err != nil {
		return err
	}
	stop, err := d.serveCalls()
	if err != nil {
		return err
	}
	defer stop()
	d.bar = newProgress(d.app)
	defer d.bar.done()
	if _, _, err := d.month(ctx, estate.Previous); err != nil {
		return err
	}
	current, result, err := d.month(ctx, estate.Current)
	if err != nil {
		return err
	}
	differences := current.Ledger().Compare(result.notable())
	current, err = d.sentAgain(ctx, current, result)
	if err != nil {
		return err
	}
	d.bar.done()
	return d.conclude(current, result, differences)
}

// prepare empties the demo's folder, and refuses one that is not a demo's.
func (d *demo) prepare() error {
	if info, err := os.Stat(d.dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder", d.dir)
	}
	entries, err := os.ReadDir(d.dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		if _, err := os.Stat(filepath.Join(d.dir, demoMark)); err != nil {
			return fmt.Errorf("%s is not empty and no demo was made in it: name another folder with --dir", d.dir)
		}
		if err := os.RemoveAll(d.dir); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(d.dir, "data"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(d.dir, demoMark), []byte("made by `dogwatch demo`, which may remove this folder\n"), 0o644)
}

// found is what a patrol of the estate came to.
type found struct {
	report *pipelines.Report
	view   report.View
	keys   map[string][][]string // by system/watch/check/group
}

// month builds one state of the estate and patrols it.
func (d *demo) month(ctx context.Context, step estate.Step) (*estate.Estate, *found, error) {
	d.bar.note("making the people …")
	e, err := estate.Generate(estate.Config{Seed: d.seed, People: d.people, Step: step})
	if err != nil {
		return nil, nil, err
	}
	d.service.Serve(e)
	if err := d.write(ctx, e); err != nil {
		return nil, nil, err
	}
	result, err := d.patrolEstate(ctx, e)
	return e, result, err
}

// write makes the databases anew, and the workspace's files.
func (d *demo) write(ctx context.Context, e *estate.Estate) error {
	databases := map[string]estate.Address{}
	for _, system := range estate.Systems() {
		if len(e.Tables(system)) == 0 {
			continue
		}
		d.bar.note("writing " + system + " …")
		path := filepath.Join("data", system+".db")
		if err := writeSQLite(ctx, filepath.Join(d.dir, path), e, system); err != nil {
			return err
		}
		databases[system] = estate.Address{Path: filepath.ToSlash(path)}
	}
	delivered, err := e.Files()
	if err != nil {
		return err
	}
	if err := estate.Deliver(filepath.Join(d.dir, "data", "files"), delivered); err != nil {
		return err
	}
	files, err := estate.Workspace(estate.Deployment{
		Dialect: estate.SQLite, Databases: databases, ServiceURL: d.url, SecureURL: d.secureURL, CAFile: demoCA, Folder: "data/files",
	})
	if err != nil {
		return err
	}
	return writeFiles(d.dir, files)
}

func writeSQLite(ctx context.Context, path string, e *estate.Estate, system string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(OFF)&_pragma=journal_mode(OFF)")
	if err != nil {
		return err
	}
	return errors.Join(estate.Write(ctx, db, estate.SQLite, e.Tables(system), e.Views(system)), db.Close())
}

func writeFiles(dir string, files map[string][]byte) error {
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// patrolEstate patrols everything as of the step's instant.
func (d *demo) patrolEstate(ctx context.Context, e *estate.Estate) (result *found, err error) {
	cat, err := d.load()
	if err != nil {
		return nil, err
	}
	plan, err := pipelines.NewPlan(cat, pipelines.Request{AsOf: e.Config().AsOfInstant()})
	if err != nil {
		return nil, err
	}
	s, err := d.openSession(ctx, cat)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	if err := recordLinks(ctx, s.store, e); err != nil {
		return nil, err
	}
	result = &found{keys: map[string][][]string{}}
	s.patroller.Progress = d.bar.step
	s.patroller.Reveal = result.note // the people are invented
	if result.report, err = s.patroller.Run(ctx, plan); err != nil {
		return nil, err
	}
	if e.Config().Step == estate.Previous {
		if err := takeStock(ctx, s.store, cat, e); err != nil {
			return nil, err
		}
	}
	result.view, err = d.viewOf(ctx, s.store, cat, result.report.Patrol)
	return result, err
}

// takeStock records the old wrongs that the first month found as stock.
func takeStock(ctx context.Context, state *store.Store, cat *checks.Catalog, e *estate.Estate) error {
	for _, x := range e.Ledger().Expectations() {
		if x.Verdict != string(checks.Fail) {
			continue
		}
		w, c, err := named(cat, []string{x.System + "/" + x.Watch, x.Check})
		if err != nil {
			return err
		}
		if _, err := pipelines.Baseline(ctx, state, w, c, "demo", "旧系统遗留", e.Config().AsOfInstant()); err != nil {
			return err
		}
	}
	return nil
}

func (f *found) note(run pipelines.PlannedRun, c *checks.Check, key []checks.Cell) error {
	name := run.Watch.Path() + "/" + c.ID + "/" + run.Group
	values := make([]string, len(key))
	for i, cell := range key {
		values[i] = cell.Text
	}
	f.keys[name] = append(f.keys[name], values)
	return nil
}

// notable lists the checks that did not simply pass, or have stock left. Checks without history yet are
// no finding of the first patrol.
func (f *found) notable() []estate.Found {
	var list []estate.Found
	for _, run := range f.report.Patrol.Runs {
		for _, o := range run.Outcomes {
			if o.Verdict == string(checks.Pass) && o.StockLeft == 0 {
				continue
			}
			keys := f.keys[run.System+"/"+run.Watch+"/"+o.Check+"/"+o.Group]
			list = append(list, estate.Found{System: run.System, Watch: run.Watch, Check: o.Check, Group: o.Group, Verdict: o.Verdict, Keys: keys, Stock: o.StockLeft})
		}
	}
	return list
}

// conclude prints the anomalies and says whether they are what was seeded.
func (d *demo) conclude(e *estate.Estate, result *found, differences []string) error {
	if err := report.Write(d.out, "table", result.view); err != nil {
		return err
	}
	page := filepath.Join(d.dir, "report.html")
	if err := d.app.write(page, func(w io.Writer) error { return report.Write(w, "html", result.view) }); err != nil {
		return err
	}
	differences = append(differences, e.Ledger().Compare(result.notable())...)
	fmt.Fprintf(d.out, "\nseeded: %s with %s that must alarm, %s of odd but correct rows that must not\n",
		plural(len(e.Ledger().Faults()), "kind of fault", "kinds of faults"), counted(len(e.Ledger().Entries), "violation"), counted(len(e.Ledger().OddNames()), "kind"))
	fmt.Fprintf(d.out, "stock:  %s from before the first month, recorded then, that must not alarm either\n", counted(len(e.Ledger().Stock), "violation"))
	d.tellRevisions(result.view.Revisions)
	fmt.Fprintf(d.out, "report: %s\nstate:  %s\nnext:   dogwatch status --dir %s\n", page, d.stateFile(), d.dir)
	if len(differences) == 0 {
		fmt.Fprintln(d.out, "found:  exactly what was seeded")
		return nil
	}
	fmt.Fprintf(d.out, "found:  %s from what was seeded\n", counted(len(differences), "difference"))
	for _, line := range differences {
		fmt.Fprintln(d.out, "  "+line)
	}
	return &exitError{code: exitAnomalies}
}
