package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// selection is the flags by which commands pick watches and checks.
type selection struct {
	tags, sources, dimensions []string
	aspect, period, asOf      string
	mode, stats               string
}

func (s *selection) flags(cmd *cobra.Command) {
	cmd.Flags().StringSliceVar(&s.tags, "tag", nil, "only watches with this tag")
	cmd.Flags().StringSliceVar(&s.sources, "source", nil, "only watches on this source")
	cmd.Flags().StringSliceVar(&s.dimensions, "dimension", nil, "only checks of this dimension (connectivity, availability, completeness, accuracy, stability)")
	cmd.Flags().StringVar(&s.aspect, "aspect", "", "only link or only content")
	cmd.Flags().StringVar(&s.period, "period", "", "the period, as 2026-W47, 2026-11, 2026-Q4 (default: the one that contains --as-of)")
	cmd.Flags().StringVar(&s.mode, "mode", "", "where checks are measured: auto, stream or pushdown (default: as dogwatch.yaml says for each source, else auto)")
	cmd.Flags().StringVar(&s.stats, "stats", "", "plan by the sizes and paces in this `file`, written by \"dogwatch stats --format json\", not by those of the state")
	cmd.Flags().StringVar(&s.asOf, "as-of", "", "judge as of this time, as 2026-11-20 or 2026-11-20T09:00 (default: now)")
}

const noWatches = "write contracts/ and watches/, as `dogwatch init` shows"

var dimensions = []checks.Dimension{checks.Connectivity, checks.Availability, checks.Completeness, checks.Accuracy, checks.Stability}

// request turns flags and selectors into what is to be planned.
func (s *selection) request(a *app, cat *checks.Catalog, selectors []string) (pipelines.Request, error) {
	if len(cat.Systems) == 0 {
		return pipelines.Request{}, errors.New("nothing is watched yet: " + noWatches)
	}
	asOf, err := a.instant(s.asOf, cat.Deployment.Zone)
	if err != nil {
		return pipelines.Request{}, err
	}
	if s.aspect != "" && s.aspect != string(checks.Link) && s.aspect != string(checks.Content) {
		return pipelines.Request{}, fmt.Errorf("--aspect is link or content, not %q", s.aspect)
	}
	for _, d := range s.dimensions {
		if !slices.Contains(dimensions, checks.Dimension(d)) {
			return pipelines.Request{}, fmt.Errorf("there is no dimension %q", d)
		}
	}
	return pipelines.Request{
		Selector: pipelines.Selector{Patterns: selectors, Tags: s.tags, Sources: s.sources, Dimensions: s.dimensions, Aspect: checks.Aspect(s.aspect)},
		AsOf:     asOf, Period: s.period,
	}, nil
}

// open plans what is asked for and opens what the plan needs. The caller closes the
// session.
func (s *selection) open(ctx context.Context, a *app, selectors []string) (*checks.Catalog, *pipelines.Plan, *session, error) {
	cat, err := a.loadInEffect()
	if err != nil {
		return nil, nil, nil, err
	}
	request, err := s.request(a, cat, selectors)
	if err != nil {
		return nil, nil, nil, err
	}
	plan, err := pipelines.NewPlan(cat, request)
	if err != nil {
		return nil, nil, nil, err
	}
	mode, err := measure.ParseMode(s.mode)
	if err != nil {
		return nil, nil, nil, err
	}
	opened, err := a.openSession(ctx, cat)
	if err != nil {
		return nil, nil, nil, err
	}
	opened.patroller.Mode = mode
	if opened.patroller.Statistics, err = statistics(ctx, opened.store, s.stats); err != nil {
		return nil, nil, nil, errors.Join(err, opened.close())
	}
	return cat, plan, opened, nil
}

// instant reads --as-of in the workspace's zone.
func (a *app) instant(text string, zone *time.Location) (time.Time, error) {
	if text == "" {
		return a.now(), nil
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02 15:04", "2006-01-02T15:04:05", time.RFC3339} {
		t, err := time.ParseInLocation(layout, text, zone)
		if err == nil && layout == time.DateOnly {
			return t.Add(24*time.Hour - time.Second), nil // the whole day is over
		}
		if err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("--as-of %q is not a time: write 2026-11-20 (its end) or 2026-11-20T09:00", text)
}

// runFlags are those of `dogwatch run`.
type runFlags struct {
	selection
	format, output, violations, failOn, reason string
	again, reveal, profile                     bool
}

func newRun(a *app) *cobra.Command {
	f := &runFlags{}
	cmd := &cobra.Command{
		Use:   "run [SELECTOR...]",
		Short: "Patrol: measure, judge, record and show",
		Long: `Patrol the selected watches for their present period.

A SELECTOR is system[/watch[/check]], with globs. A run that is finished for its
period is shown, not repeated; --again, with --reason, repeats it and keeps both
attempts. A run that waits for its delivery is taken up again without it. Picking
single checks (or --dimension) measures and shows them without recording: part of a
run must not stand for the whole.

A definition with an error, and what cannot be without it, is left out: the others are
patrolled, and the result names what is missing.

Exit code: 0 nothing at or above --fail-on, 1 anomalies, 2 wrong usage or an error in
dogwatch.yaml, 3 something could not be evaluated, 130 interrupted.`,
		Example: "  dogwatch run\n  dogwatch run elderly-allowances --period 2026-W47\n  dogwatch run '*/death-records/unique' --format json",
		RunE:    func(cmd *cobra.Command, args []string) error { return a.run(cmd.Context(), f, args) },
	}
	f.flags(cmd)
	cmd.Flags().StringVar(&f.format, "format", "table", "table, json, junit or markdown")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "write the result to this file instead of stdout")
	cmd.Flags().StringVar(&f.failOn, "fail-on", "fail", "exit 1 from this verdict on: warn, fail or error")
	cmd.Flags().StringVar(&f.violations, "violations", "", "write the key of every violation to this CSV file (masked, unless --reveal)")
	cmd.Flags().BoolVar(&f.reveal, "reveal", false, "write clear keys; needs --reason, and is recorded")
	cmd.Flags().StringVar(&f.reason, "reason", "", "why runs are repeated, or keys revealed; recorded")
	cmd.Flags().BoolVar(&f.profile, "profile", false, "print where the time went (to stderr)")
	cmd.Flags().BoolVar(&f.again, "again", false, "repeat runs that are finished for this period")
	return cmd
}

func (f *runFlags) check() error {
	if !slices.Contains([]string{"warn", "fail", "error"}, f.failOn) {
		return fmt.Errorf("--fail-on is warn, fail or error, not %q", f.failOn)
	}
	if !slices.Contains([]string{"table", "json", "junit", "markdown"}, f.format) {
		return fmt.Errorf("--format is table, json, junit or markdown, not %q", f.format)
	}
	if f.reveal && strings.TrimSpace(f.reason) == "" {
		return errors.New("--reveal needs --reason: who asked for clear keys, and what for")
	}
	if f.reveal && f.violations == "" {
		return errors.New("--reveal needs --violations FILE.csv: clear keys go to one file and nowhere else")
	}
	if f.again && strings.TrimSpace(f.reason) == "" {
		return errors.New("--again needs --reason: why the runs are repeated, such as \"the partner sent the data again\"")
	}
	return errors.Join(canHold("--output", f.output), canHold("--violations", f.violations))
}

func (a *app) run(ctx context.Context, f *runFlags, selectors []string) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	cat, plan, s, err := f.open(ctx, a, selectors)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	result, err := a.patrol(ctx, s, plan, f)
	if err != nil {
		return err
	}
	if err := a.present(ctx, s, cat, result, f, plan.Partial); err != nil {
		return err
	}
	if f.profile {
		writeProfile(a.err, result.Profile)
	}
	return verdictCode(result, f.failOn)
}

// patrol runs the plan, with progress and the file of violations.
func (a *app) patrol(ctx context.Context, s *session, plan *pipelines.Plan, f *runFlags) (*pipelines.Report, error) {
	if s.patroller.Again = f.again; f.again {
		s.patroller.Reason, s.patroller.Actor = f.reason, actor()
	}
	bar := newProgress(a)
	s.patroller.Progress = bar.step
	defer bar.done()
	if f.violations == "" {
		return s.patroller.Run(ctx, plan)
	}
	list, err := newViolations(f.violations, f.reveal)
	if err != nil {
		return nil, err
	}
	s.patroller.Reveal = list.add
	if f.reveal {
		if err := s.store.Audit(ctx, store.AuditEntry{At: a.now(), Actor: actor(), Action: "reveal", Subject: filepath.Base(f.violations), Reason: f.reason}); err != nil {
			return nil, errors.Join(err, list.abort())
		}
	}
	result, err := s.patroller.Run(ctx, plan)
	if err != nil {
		return nil, errors.Join(err, list.abort())
	}
	return result, list.close()
}

// present writes the result in the asked form.
func (a *app) present(ctx context.Context, s *session, cat *checks.Catalog, result *pipelines.Report, f *runFlags, partial bool) error {
	for _, held := range result.Held {
		fmt.Fprintln(a.err, "not done here: "+held)
	}
	for _, lost := range result.Unrecorded {
		fmt.Fprintln(a.err, "shown, but not recorded: "+lost)
	}
	if partial {
		fmt.Fprintln(a.err, "single checks: shown, not recorded")
	}
	if len(result.Done) > 0 {
		fmt.Fprintf(a.err, "finished before and shown as it stands: %s (--again --reason … repeats)\n", counted(len(result.Done), "run"))
		if f.violations != "" {
			fmt.Fprintf(a.err, "their violations are not in %s: only a run that measures writes them\n", f.violations)
		}
	}
	view, err := a.view(ctx, s.store, cat, result)
	if err != nil {
		return err
	}
	return a.write(f.output, func(w io.Writer) error { return report.Write(w, f.format, view) })
}

// canHold tells before a patrol what would spoil its result after it.
func canHold(flag, path string) error {
	if path == "" {
		return nil
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return fmt.Errorf("%s %s: there is no folder %s", flag, path, filepath.Dir(path))
	}
	return nil
}

// view joins a patrol's runs with the anomalies they belong to.
func (a *app) view(ctx context.Context, state *store.Store, cat *checks.Catalog, result *pipelines.Report) (report.View, error) {
	patrol := result.Patrol
	patrol.Runs = append(slices.Clone(patrol.Runs), result.Done...)
	return a.viewOf(ctx, state, cat, patrol)
}

// write sends output to the file of --output, or to stdout.
func (a *app) write(path string, render func(io.Writer) error) error {
	if path == "" {
		return render(a.out)
	}
	return writeFile("--output", path, render)
}

// writeFile writes the file that a flag names, whole or not at all.
func writeFile(flag, path string, render func(io.Writer) error) error {
	if err := canHold(flag, path); err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return unwritten(flag, path, err)
	}
	err = render(temp)
	if closing := errors.Join(temp.Chmod(0o644), temp.Close()); err == nil && closing != nil { // nothing in it is clear
		err = unwritten(flag, path, closing)
	}
	if err == nil {
		if moving := os.Rename(temp.Name(), path); moving != nil {
			err = unwritten(flag, path, moving)
		}
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// unwritten says which flag's file could not be written, and why, without the name of
// the file beside it.
func unwritten(flag, path string, err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		err = e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		err = e.Err
	}
	return fmt.Errorf("%s %s: it cannot be written: %w", flag, path, err)
}

// verdictCode turns outcomes into an exit code. What could not be evaluated comes
// before anomalies: a silent gap is worse than a known fault.
func verdictCode(result *pipelines.Report, failOn string) error {
	worst := exitOK
	for _, run := range append(slices.Clone(result.Patrol.Runs), result.Done...) {
		for _, o := range run.Outcomes {
			if o.Status == string(checks.Proposed) {
				continue
			}
			worst = max(worst, outcomeCode(o, failOn))
		}
	}
	if len(result.Held)+len(result.Unrecorded)+len(result.Patrol.LeftOut) > 0 {
		worst = exitUnevaluated
	}
	if worst == exitOK {
		return nil
	}
	return &exitError{code: worst}
}

func outcomeCode(o store.Outcome, failOn string) int {
	switch checks.Verdict(o.Verdict) {
	case checks.Skipped:
		// A check without history or rows has its answer. One whose source is down has
		// none, and a patrol of nothing but such checks must not end with 0.
		if o.Down != "" {
			return exitUnevaluated
		}
	case checks.Errored:
		return exitUnevaluated
	case checks.Fail:
		if failOn != "error" {
			return exitAnomalies
		}
	case checks.Warn:
		if failOn == "warn" {
			return exitAnomalies
		}
	}
	return exitOK
}
