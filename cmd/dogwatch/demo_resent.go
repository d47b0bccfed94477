package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/bench/estate"
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// sentAgain lets a partner replace one delivery, and judges it again with a reason. In
// result the present runs take the place of the first ones, which stay in the state.
func (d *demo) sentAgain(ctx context.Context, e *estate.Estate, result *found) (*estate.Estate, error) {
	again, table := e.SentAgain()
	d.bar.note("patrolling what was sent again …")
	db, err := sql.Open("sqlite", "file:"+filepath.Join(d.dir, "data", estate.Elderly+".db"))
	if err != nil {
		return nil, err
	}
	if err := errors.Join(estate.Write(ctx, db, estate.SQLite, []estate.Table{table}, nil), db.Close()); err != nil {
		return nil, err
	}
	return again, d.judgeAgain(ctx, e, result)
}

func (d *demo) judgeAgain(ctx context.Context, e *estate.Estate, result *found) (err error) {
	cat, err := d.load()
	if err != nil {
		return err
	}
	plan, err := pipelines.NewPlan(cat, pipelines.Request{
		AsOf: e.Config().AsOfInstant(), Selector: pipelines.Selector{Patterns: []string{estate.Resent}, Aspect: checks.Content},
	})
	if err != nil {
		return err
	}
	s, err := d.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	for name := range result.keys {
		if strings.HasPrefix(name, estate.Resent+"/") {
			delete(result.keys, name)
		}
	}
	s.patroller.Again, s.patroller.Reason, s.patroller.Actor = true, "名单重新报送", "demo"
	s.patroller.Reveal = result.note
	report, err := s.patroller.Run(ctx, plan)
	if err != nil {
		return err
	}
	result.replace(report.Patrol.Runs)
	if result.view, err = d.viewOf(ctx, s.store, cat, result.report.Patrol); err != nil {
		return err
	}
	result.view.Revisions, err = revisions(ctx, s.store, result.report.Patrol)
	return err
}

// replace puts repeated runs in the place of what they repeat.
func (f *found) replace(runs []store.Run) {
	for _, run := range runs {
		at := slices.IndexFunc(f.report.Patrol.Runs, func(r store.Run) bool { return r.RunKey == run.RunKey })
		f.report.Patrol.Runs[at] = run
	}
}

// tellRevisions says what came of the list that was sent again: what is wrong now, and how
// much was and is no more.
func (d *demo) tellRevisions(revisions []report.Revision) {
	righted := 0
	for _, r := range revisions {
		switch {
		case r.Now.Verdict != "pass":
			fmt.Fprintf(d.out, "resent: %s/%s/%s: first result %s, %s; accepted after the rerun %s, %s\n", r.Run.System, r.Run.Watch, r.Now.Check,
				r.First.Verdict, counted(int(r.First.Violations), "violation"), r.Now.Verdict, counted(int(r.Now.Violations), "violation"))
		case r.First.Verdict != "pass":
			righted++
		}
	}
	if righted > 0 {
		fmt.Fprintf(d.out, "resent: %s failed at first and passed after the rerun\n", counted(righted, "other check"))
	}
}
