package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/feedback"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newFeedbackRead(a *app) *cobra.Command {
	expires := ""
	cmd := &cobra.Command{
		Use:   "read FILE.xlsx",
		Short: "Take a counterparty's answers back",
		Long: `Read the answers of a feedback form: each becomes a note on its violation, which
"dogwatch explain" shows. A row whose handling is 属实 or 例外 is excepted from the next
run on, with the counterparty as its owner and --expires as its last day.
"dogwatch feedback withdraw" takes exceptions back; the same answer read again does not
renew them.

Reading a file again changes nothing.`,
		Args: exactly(1, "name one spreadsheet"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.feedbackRead(cmd.Context(), args[0], expires) },
	}
	cmd.Flags().StringVar(&expires, "expires", "", "the last day of the exceptions, as 2027-06-30")
	return cmd
}

func (a *app) feedbackRead(ctx context.Context, path, expires string) (err error) {
	day, err := expiry(expires, a.now())
	if err != nil {
		return err
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }() // only read
	form, err := feedback.Read(file)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	cat, err := a.load()
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	notes, exceptions, err := a.answers(ctx, state, cat, form, day)
	if err != nil {
		return err
	}
	if len(notes) > 0 {
		entry := store.AuditEntry{At: a.now(), Actor: actor(), Action: "answer", Subject: filepath.Base(path), Reason: form.Counterparty}
		if err := state.Answer(ctx, notes, exceptions, entry); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.out, "%s of %s, %s\n", plural(len(notes), "answer", "answers"), form.Counterparty, plural(len(exceptions), "exception", "exceptions"))
	return nil
}

// expiry reads the last day of exceptions; zero if none is given.
func expiry(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return day, fmt.Errorf("--expires %q is no day: write 2027-06-30", text)
	}
	if day.Before(now.AddDate(0, 0, -1)) {
		return day, fmt.Errorf("--expires %s is over: exceptions would not apply", text)
	}
	return day, nil
}

// answers turns the rows of a form into what is recorded. A row that names no violation
// of ours is told and left alone; no handling counts for a check of another body's data.
func (a *app) answers(ctx context.Context, state *store.Store, cat *checks.Catalog, form feedback.Form, expires time.Time) ([]store.Note, []store.Exception, error) {
	watches, err := pipelines.WatchesOf(cat, form.Counterparty)
	if err != nil {
		return nil, nil, err
	}
	theirs := map[string]bool{}
	for _, w := range watches {
		theirs[w.Path()] = true
	}
	recorded, err := state.Exceptions(ctx)
	if err != nil {
		return nil, nil, err
	}
	var notes []store.Note
	var exceptions []store.Exception
	for _, row := range form.Rows {
		masked, known, err := state.Marked(ctx, row.System, row.Watch, row.Check, row.Fingerprint)
		if err != nil {
			return nil, nil, err
		}
		if !known || !theirs[row.System+"/"+row.Watch] {
			fmt.Fprintf(a.err, "left alone: sheet %q, row %d names no violation in the data of %s\n", row.Sheet, row.Line, form.Counterparty)
			continue
		}
		text := row.Answer
		if row.Handling != "" && row.Answer != "" {
			text = row.Handling + "：" + row.Answer
		}
		text = cmp.Or(text, row.Handling)
		notes = append(notes, store.Note{System: row.System, Watch: row.Watch, Check: row.Check, Fingerprint: row.Fingerprint, Masked: masked, Author: form.Counterparty, Text: text, At: a.now(), Actor: actor()})
		if !feedback.Excepts(row.Handling) {
			continue
		}
		if expires.IsZero() {
			return nil, nil, fmt.Errorf("sheet %q, row %d is marked %s: say with --expires until when that holds", row.Sheet, row.Line, row.Handling)
		}
		exception := store.Exception{System: row.System, Watch: row.Watch, Check: row.Check, Fingerprint: row.Fingerprint, Masked: masked, Reason: text, Owner: form.Counterparty, Expires: expires, At: a.now(), Actor: actor()}
		if by := takenBack(recorded, exception); by != "" {
			fmt.Fprintf(a.err, "left alone: sheet %q, row %d: this exception was withdrawn by %s\n", row.Sheet, row.Line, by)
			continue
		}
		exceptions = append(exceptions, exception)
	}
	return notes, exceptions, nil
}

// takenBack names who withdrew this very exception; "" if nobody has.
func takenBack(recorded []store.Exception, e store.Exception) string {
	for _, r := range recorded {
		same := r.System == e.System && r.Watch == e.Watch && r.Check == e.Check && r.Fingerprint == e.Fingerprint
		if same && r.Reason == e.Reason && r.Expires.Equal(e.Expires) && !r.Withdrawn.Holds() {
			return r.Withdrawn.Actor
		}
	}
	return ""
}
