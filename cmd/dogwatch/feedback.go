package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/feedback"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// feedbackFlags are those of `dogwatch feedback`.
type feedbackFlags struct {
	counterparty, period, output, reason string
	reveal                               bool
}

func newFeedback(a *app) *cobra.Command {
	f := &feedbackFlags{}
	cmd := &cobra.Command{
		Use:   "feedback --counterparty NAME --output FILE.xlsx",
		Short: "Write the violating rows for a counterparty to answer",
		Long: `Write 问题数据反馈单: a spreadsheet with the violating rows in a counterparty's data, a
sheet for each interface, with what is wrong, why it matters, when it was found first,
and columns for their answer. What exceptions name is settled and left out.

The rows are those of the results of --period, or of each interface's latest result.
Keys are masked. With --reveal the checks are measured again and the keys are clear; the
file has mode 0600, and the state records who did it and why.

"dogwatch feedback read FILE.xlsx" takes the answers back.`,
		Example: "  dogwatch feedback --counterparty civil-registry --period 2026-11 --output 反馈单.xlsx\n  dogwatch feedback read 反馈单.xlsx --expires 2027-06-30",
		Args:    noArguments,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.feedback(cmd.Context(), f) },
	}
	cmd.Flags().StringVar(&f.counterparty, "counterparty", "", "the body on the other side, as contracts name it")
	cmd.Flags().StringVar(&f.period, "period", "", "the period, as 2026-W47 or 2026-11 (default: each interface's latest result)")
	cmd.Flags().StringVarP(&f.output, "output", "o", "", "the spreadsheet to write")
	cmd.Flags().BoolVar(&f.reveal, "reveal", false, "write clear keys; needs --reason, and is recorded")
	cmd.Flags().StringVar(&f.reason, "reason", "", "why keys are revealed")
	cmd.AddCommand(newFeedbackRead(a), newFeedbackWithdraw(a))
	return cmd
}

func (f *feedbackFlags) check() error {
	switch {
	case f.counterparty == "":
		return errors.New("feedback needs --counterparty: whose data it is about")
	case !strings.HasSuffix(strings.ToLower(f.output), ".xlsx"):
		return errors.New("feedback needs --output FILE.xlsx")
	case f.reveal && strings.TrimSpace(f.reason) == "":
		return errors.New("--reveal needs --reason: who asked for clear keys, and what for")
	}
	return nil
}

func (a *app) feedback(ctx context.Context, f *feedbackFlags) (err error) {
	if err := f.check(); err != nil {
		return err
	}
	cat, err := a.load()
	if err != nil {
		return err
	}
	s, err := a.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	found, err := pipelines.Findings(ctx, s.store, cat, f.counterparty, f.period)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		fmt.Fprintf(a.out, "nothing to tell %s: no violation is recorded in its data\n", f.counterparty)
		return nil
	}
	clear := map[string]string{}
	if f.reveal {
		entry := store.AuditEntry{At: a.now(), Actor: actor(), Action: "reveal", Subject: filepath.Base(f.output), Reason: f.reason}
		if err := s.store.Audit(ctx, entry); err != nil {
			return err
		}
		if clear, err = a.clearKeys(ctx, s, cat, found); err != nil {
			return err
		}
	}
	form := feedback.Form{Counterparty: f.counterparty, Period: f.period, Made: a.now().In(cat.Deployment.Zone).Format(time.DateOnly), Revealed: f.reveal}
	for _, one := range found {
		form.Rows = append(form.Rows, feedbackRow(cat, one, clear))
	}
	if err := writePrivate(f.output, func(w io.Writer) error { return feedback.Write(w, form) }); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s: %s for %s\n", f.output, plural(len(found), "row", "rows"), f.counterparty)
	return nil
}

// feedbackRow sets one finding out. A row whose clear key was not met again is gone
// meanwhile and stays masked.
func feedbackRow(cat *checks.Catalog, f pipelines.Finding, clear map[string]string) feedback.Row {
	row := feedback.Row{
		Sheet: f.Run.WatchTitle, SystemTitle: f.Run.SystemTitle, WatchTitle: f.Run.WatchTitle, CheckTitle: f.Outcome.Title,
		Why: feedback.Reason(report.PhrasesIn("zh").Reason(f.Difference), f.Outcome.Why, f.Outcome.Kind), Key: f.Masked, Basis: report.PhrasesIn("zh").Rule(&f.Outcome), Found: f.First,
		System: f.Run.System, Watch: f.Run.Watch, Check: f.Outcome.Check, Fingerprint: f.Fingerprint,
	}
	if key, ok := clear[clearName(row.System, row.Watch, row.Check, row.Fingerprint)]; ok {
		row.Key = key
	}
	row.Key = titledKey(columnTitles(cat), row.System+"/"+row.Watch+"/", row.Key)
	return row
}

// titledKey writes the names of a key's columns as reports do.
func titledKey(titles map[string]string, prefix, key string) string {
	parts := strings.Split(key, " ")
	for i, part := range parts {
		name, value, ok := strings.Cut(part, "=")
		if title := titles[prefix+name]; ok && title != "" {
			parts[i] = title + "=" + value
		}
	}
	return strings.Join(parts, " ")
}

func clearName(parts ...string) string { return strings.Join(parts, "\x00") }

// clearKeys measures the checks of the findings again, without recording, and gives
// the clear keys of the violations, in memory alone.
func (a *app) clearKeys(ctx context.Context, s *session, cat *checks.Catalog, found []pipelines.Finding) (map[string]string, error) {
	var patterns []string
	for _, f := range found {
		patterns = append(patterns, f.Run.System+"/"+f.Run.Watch+"/"+f.Outcome.Check)
	}
	plan, err := pipelines.NewPlan(cat, pipelines.Request{Selector: pipelines.Selector{Patterns: unique(patterns), Aspect: checks.Content}, AsOf: a.now()})
	if err != nil {
		return nil, err
	}
	plan.Partial = true // nothing is recorded
	for _, run := range plan.Runs {
		if why := run.Closed(&cat.Deployment, a.now()); why != "" {
			return nil, fmt.Errorf("the clear keys of %s cannot be read now: %s; nothing was written (without --reveal the keys stay masked)", run.Watch.Path(), why)
		}
	}
	clear := map[string]string{}
	bar := newProgress(a)
	s.patroller.Progress = bar.step
	defer bar.done()
	s.patroller.Reveal = func(run pipelines.PlannedRun, check *checks.Check, key []checks.Cell) error {
		var parts []string
		for _, c := range key {
			parts = append(parts, c.Name+"="+c.Text)
		}
		clear[clearName(run.Watch.System.ID, run.Watch.ID, check.ID, pipelines.KeyFingerprint(s.patroller.Key, key))] = strings.Join(parts, " ")
		return nil
	}
	_, err = s.patroller.Run(ctx, plan)
	return clear, err
}

// unique gives each text once, in the order in which it came first.
func unique(list []string) []string {
	seen := map[string]bool{}
	var once []string
	for _, text := range list {
		if !seen[text] {
			seen[text] = true
			once = append(once, text)
		}
	}
	return once
}

// writePrivate writes a file for its owner alone, whole or not at all.
func writePrivate(path string, render func(io.Writer) error) error {
	temp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // 0600
	if err != nil {
		return err
	}
	err = errors.Join(render(temp), temp.Close())
	if err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}
