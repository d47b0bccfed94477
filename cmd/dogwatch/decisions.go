package main

import (
	"context"
	"fmt"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// decisionWords say in one language what people have decided.
type decisionWords struct {
	chinese bool
	zone    *time.Location
}

func (a *app) decisionWords(cat *checks.Catalog) decisionWords {
	return decisionWords{a.language(cat) != "en", cat.Deployment.Zone}
}

func (d decisionWords) say(chinese, english string, args ...any) string {
	if d.chinese {
		english = chinese
	}
	return fmt.Sprintf(english, args...)
}

func (d decisionWords) day(t time.Time) string { return t.In(d.zone).Format(time.DateOnly) }

func (d decisionWords) decision(v store.Void) string {
	if v.Decision == store.DecidedAccept {
		return d.say("启用决定", "acceptance")
	}
	return d.say("存量登记", "baseline")
}

// printDecisions says watch by watch which proposed checks are accepted and how much
// stock is recorded, and every decision that does not hold any more.
func (a *app) printDecisions(ctx context.Context, state *store.Store, cat *checks.Catalog) error {
	decisions, err := pipelines.ReadDecisions(ctx, state)
	if err != nil {
		return err
	}
	words := a.decisionWords(cat)
	var lines []string
	for _, system := range cat.Systems {
		for _, w := range system.Watches {
			lines = append(lines, words.watch(decisions, w)...)
		}
	}
	if len(lines) > 0 {
		fmt.Fprintln(a.out, words.say("已作的决定：", "decided:"))
	}
	for _, line := range lines {
		fmt.Fprintln(a.out, "  "+line)
	}
	return nil
}

// watch says what was decided about the checks of one watch.
func (d decisionWords) watch(decisions *pipelines.Decisions, w *checks.Watch) []string {
	var lines, void []string
	accepted, proposed, based := 0, 0, 0
	var stock int64
	for _, c := range w.Checks {
		of := decisions.Of(w, c)
		switch {
		case of.Accepted != nil:
			accepted++
		case of.Status == checks.Proposed:
			proposed++
		}
		if of.Baseline != nil {
			based++
			stock += of.Baseline.Size
		}
		for _, v := range of.Void {
			if !v.Withdrawn.Holds() { // it needs nobody any more
				continue
			}
			void = append(void, d.say("失效：%s/%s 的%s（%s，%s）：检查项此后已修改；%s", "void: %s/%s: the %s of %s by %s: the check changed since; %s",
				w.Path(), c.ID, d.decision(v), d.day(v.At), v.Actor, d.wayOut(v, w, c)))
		}
	}
	if accepted+proposed > 0 {
		lines = append(lines, d.say("%s：已启用 %d 项，试行 %d 项，可用 `dogwatch accept %s` 启用", "%s: %d accepted, %d proposed; `dogwatch accept %s` puts them in force", w.Path(), accepted, proposed, w.Path()))
	}
	if based > 0 {
		lines = append(lines, d.say("%s：登记存量 %d 条，涉及检查 %d 项", "%s: %d violations in stock, of %d checks", w.Path(), stock, based))
	}
	return append(lines, void...)
}

// wayOut says what to do about a decision that is void.
func (d decisionWords) wayOut(v store.Void, w *checks.Watch, c *checks.Check) string {
	if v.Decision == store.DecidedAccept {
		return d.say("核对后重新执行 `dogwatch accept %s '%s'`", "look at it, then `dogwatch accept %s '%s'` again", w.Path(), c.ID)
	}
	return d.say("先 `dogwatch run %s --again --reason …`，再 `dogwatch baseline %s '%s'`", "`dogwatch run %s --again --reason …`, then `dogwatch baseline %s '%s'` again", w.Path(), w.Path(), c.ID)
}

// printDecided says what was decided about the check of an outcome.
func (a *app) printDecided(cat *checks.Catalog, o store.Outcome) {
	d := a.decisionWords(cat)
	if o.Accepted != nil {
		fmt.Fprintln(a.out, d.say("已启用        %s（%s）：%s", "accepted     on %s by %s: %s", d.day(o.Accepted.At), o.Accepted.Actor, o.Accepted.Reason))
	}
	if o.Stock > 0 {
		fmt.Fprintln(a.out, d.say("存量          登记 %d，尚存 %d", "stock        %d recorded, %d left", o.Stock, o.StockLeft))
	}
	if o.Excepted > 0 {
		fmt.Fprintln(a.out, d.say("例外          %d", "excepted     %d", o.Excepted))
	}
	if o.Of == string(checks.OfNew) {
		fmt.Fprintln(a.out, d.say("界限只计      新增违规（不计存量和例外）", "bounds of    new violations, neither stock nor excepted"))
	}
	for _, v := range o.Void {
		if !v.Withdrawn.Holds() { // printWithdrawn tells it as it stands now
			continue
		}
		fmt.Fprintln(a.out, d.say("失效          %s（%s，%s）：检查项此后已修改", "void         %s of %s by %s: the check changed since", d.decision(v), d.day(v.At), v.Actor))
	}
}

// printFingerprints prints what an exception may name a sample by.
func (a *app) printFingerprints(o store.Outcome) {
	for _, s := range o.Samples {
		if s.Fingerprint != "" {
			fmt.Fprintf(a.out, "fingerprint  %s  %s\n", s.Fingerprint, cells(s.Key))
		}
	}
}

// printNotes prints what was answered about the violations of a check.
func (a *app) printNotes(ctx context.Context, state *store.Store, cat *checks.Catalog, run store.Run, o store.Outcome) error {
	notes, err := state.Notes(ctx, run.System, append([]string{run.Watch}, run.Was...), append([]string{o.Check}, o.Was...))
	d := a.decisionWords(cat)
	for _, n := range notes {
		fmt.Fprintln(a.out, d.say("对方答复      %s  %s（%s）：%s", "answer       %s  %s (%s): %s", d.day(n.At), n.Masked, n.Author, n.Text))
	}
	return err
}

// exceptionsInForce lists the exceptions of the watches that a patrol looked at, as of
// the patrol. Recorded ones of one check with the same reason and day are one line.
func (a *app) exceptionsInForce(ctx context.Context, state *store.Store, cat *checks.Catalog, patrol store.Patrol) ([]report.Exception, error) {
	decisions, err := pipelines.ReadDecisions(ctx, state)
	if err != nil {
		return nil, err
	}
	day := pipelines.CivilDay(patrol.AsOf, cat.Deployment.Zone)
	seen := map[string]bool{}
	for _, run := range patrol.Runs {
		seen[run.System+"/"+run.Watch] = true
	}
	var list []report.Exception
	for _, system := range cat.Systems {
		for _, w := range system.Watches {
			if seen[w.Path()] {
				list = append(list, watchExceptions(decisions, w, day)...)
			}
		}
	}
	return list, nil
}

func watchExceptions(decisions *pipelines.Decisions, w *checks.Watch, day time.Time) []report.Exception {
	var list []report.Exception
	add := func(check string, exceptions []*checks.Exception) {
		for _, e := range exceptions {
			if e.InForce(day) {
				list = append(list, report.Exception{System: w.System.ID, Watch: w.ID, Check: check, Names: e.String(), Reason: e.Reason, Owner: e.Owner, Expires: e.Expires})
			}
		}
	}
	add("", w.Exceptions)
	for _, c := range w.Checks {
		add(c.ID, c.Exceptions)
		list = append(list, recordedExceptions(decisions.Recorded(w, c, day), w, c)...)
	}
	return list
}

func recordedExceptions(recorded []store.Exception, w *checks.Watch, c *checks.Check) []report.Exception {
	var list []report.Exception
	counts := map[report.Exception]int{}
	for _, e := range recorded {
		line := report.Exception{System: w.System.ID, Watch: w.ID, Check: c.ID, Reason: e.Reason, Owner: e.Owner, Expires: e.Expires}
		if counts[line]++; counts[line] == 1 {
			list = append(list, line)
		}
	}
	for i := range list {
		list[i].Names = fmt.Sprintf("fingerprints: %d", counts[list[i]])
	}
	return list
}
