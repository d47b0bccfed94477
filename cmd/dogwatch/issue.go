package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// contentOf identifies the results that a report tells, whenever it is written.
func contentOf(p store.Patrol) string {
	h := sha256.New()
	for _, r := range p.Runs {
		for _, o := range r.Outcomes {
			fmt.Fprintf(h, "%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%s\x00%d\x00%d\x00", r.System, r.Watch, r.Aspect, r.Period, o.Check, o.Group, o.Verdict, o.Measured, o.Violations, o.Faulted)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// lastIssued gives the report of a period that was issued last in a format; nil if
// there is none.
func lastIssued(ctx context.Context, state *store.Store, period, format string) (*store.IssuedReport, error) {
	if period == "" {
		return nil, nil
	}
	list, err := state.Issued(ctx, period)
	list = slices.DeleteFunc(list, func(r store.IssuedReport) bool { return r.Format != format })
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[len(list)-1], nil
}

// frozen refuses to write over a file that has been issued.
func frozen(ctx context.Context, state *store.Store, path string, zone *time.Location) error {
	if path == "" {
		return nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("--output %s: the file that is there cannot be read", path)
	}
	list, err := state.Issued(ctx, "")
	if err != nil {
		return err
	}
	for _, r := range list {
		if r.SHA256 == sum(data) {
			return fmt.Errorf("%s is the report of %s that was issued on %s: it stays as it is; write to another file", path, r.Period, r.At.In(zone).Format(time.DateOnly))
		}
	}
	return nil
}

func sum(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:])
}

// issue records the report that has just been written.
func (a *app) issue(ctx context.Context, state *store.Store, path, period, format, content string, corrects *store.IssuedReport) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r := store.IssuedReport{Period: period, File: filepath.Base(path), Format: format, SHA256: sum(data), Content: content, At: a.now(), Actor: actor()}
	if corrects != nil {
		r.Corrects = corrects.ID
	}
	if r, err = state.Issue(ctx, r); err != nil {
		return err
	}
	fmt.Fprintf(a.err, "issued: the report of %s, %s, SHA-256 %s\n", r.Period, r.File, r.SHA256)
	if corrects != nil {
		fmt.Fprintf(a.err, "it corrects %s, SHA-256 %s\n", corrects.File, corrects.SHA256)
	}
	return nil
}

// revisions finds what repeated runs have changed.
func revisions(ctx context.Context, state *store.Store, p store.Patrol) ([]report.Revision, error) {
	var list []report.Revision
	for _, run := range p.Runs {
		if run.Attempt < 2 {
			continue
		}
		attempts, err := state.Runs(ctx, store.Filter{Key: run.RunKey, Attempts: true})
		if err != nil {
			return nil, err
		}
		first := slices.IndexFunc(attempts, func(r store.Run) bool { return r.State == store.Finished && !r.Waiting })
		if first >= 0 && attempts[first].Attempt < run.Attempt {
			list = append(list, report.Revisions(attempts[first], run)...)
		}
	}
	return list, nil
}
