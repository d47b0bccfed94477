package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newExplain(a *app) *cobra.Command {
	fingerprints := false
	cmd := &cobra.Command{
		Use:   "explain OUTCOME | CHECK | DW-1203",
		Short: "Explain an outcome, a check or a diagnostic code",
		Long: `Explain an outcome: the rule, what was measured against which bounds, the history, a
masked sample with the values that the rule looked at, and a SELECT in the source's
own language that shows the violating rows.

An OUTCOME is system/watch/check, with @period#attempt for an older one; the check's
id alone will do where it is unique. The outcome of one group is system/watch/check[group]. A code such as DW-1203 explains a diagnostic.`,
		Args: exactly(1, "name one outcome, check or diagnostic code"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if isCode(args[0]) {
				return a.explainCode(args[0])
			}
			return a.explain(cmd.Context(), args[0], fingerprints)
		},
	}
	cmd.Flags().BoolVar(&fingerprints, "fingerprints", false, "print the fingerprint of each sample's key, by which an exception may name it")
	return cmd
}

// codePattern is wide: a mistyped code is no name of an outcome.
var codePattern = regexp.MustCompile(`^DW-\d+$`)

func isCode(text string) bool { return codePattern.MatchString(strings.ToUpper(text)) }

func (a *app) explainCode(id string) error {
	code, ok := diag.Lookup(strings.ToUpper(id))
	if !ok {
		return fmt.Errorf("there is no diagnostic %s; `dogwatch docs diagnostics` lists them", id)
	}
	title, text, way := code.Title, code.Explain, code.WayOut
	if a.tongue() == "zh" {
		title, text, way = code.TitleZH, code.Chinese, code.WayZH
	}
	fmt.Fprintf(a.out, "%s (%s)  %s\n\n%s\n\n%s\n", code.ID, code.Severity, title, text, way)
	return nil
}

// tongue is the language of a screen that needs no workspace: that of the one at hand,
// even if it is full of errors, else Chinese.
func (a *app) tongue() string {
	if a.lang != "" {
		return a.lang
	}
	return checks.Language(a.input())
}

func (a *app) explain(ctx context.Context, name string, fingerprints bool) (err error) {
	cat, err := a.load()
	if err != nil {
		return err
	}
	s, err := a.openSession(ctx, cat)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	run, outcome, err := findOutcome(ctx, s.store, name)
	if err != nil {
		return err
	}
	run.AsOf = run.AsOf.In(cat.Deployment.Zone)
	say := a.speaker(cat)
	a.printOutcome(say, run, outcome)
	a.printDecided(cat, outcome)
	if err := a.printWithdrawn(ctx, s.store, cat, run, outcome, fingerprints); err != nil {
		return err
	}
	if fingerprints {
		a.printFingerprints(outcome)
	}
	if err := a.printNotes(ctx, s.store, cat, run, outcome); err != nil {
		return err
	}
	if err := a.printHistory(ctx, s.store, say, run, outcome); err != nil {
		return err
	}
	if err := a.printAttempts(ctx, s.store, say, cat.Deployment.Zone, run, outcome); err != nil {
		return err
	}
	return a.printSelect(ctx, s, cat, run, outcome)
}

// findOutcome finds the one outcome that a name means.
func findOutcome(ctx context.Context, state *store.Store, name string) (store.Run, store.Outcome, error) {
	exact := strings.Contains(name, "@")
	runs, err := state.Runs(ctx, store.Filter{Attempts: exact})
	if err != nil {
		return store.Run{}, store.Outcome{}, err
	}
	type hit struct {
		run     store.Run
		outcome store.Outcome
	}
	hits := map[string]hit{} // by path with group: runs come in the order of time
	for _, run := range runs {
		for _, o := range run.Outcomes {
			path := run.System + "/" + run.Watch + "/" + o.Check
			if exact && o.ID == name || !exact && slices.Contains([]string{path, path + ofGroup(o), o.Check}, name) {
				hits[path+ofGroup(o)] = hit{run, o}
			}
		}
	}
	paths := slices.Sorted(maps.Keys(hits))
	if len(paths) == 0 {
		return store.Run{}, store.Outcome{}, fmt.Errorf("no outcome is recorded for %q; `dogwatch report --format markdown` lists them", name)
	}
	found, whole := hits[name] // of a check with groups, the whole
	switch {
	case len(paths) == 1:
		found = hits[paths[0]]
	case !whole:
		return store.Run{}, store.Outcome{}, fmt.Errorf("%q is not unique: %s", name, strings.Join(paths, ", "))
	}
	return found.run, found.outcome, nil
}

// ofGroup is what follows a check's id in the name of a group's outcome.
func ofGroup(o store.Outcome) string {
	if o.Group == "" {
		return ""
	}
	return "[" + o.Group + "]"
}

func (a *app) printOutcome(say speaker, run store.Run, o store.Outcome) {
	field := func(chinese, english, text string) {
		if text != "" {
			fmt.Fprintln(a.out, label(say.say(chinese, english), 12)+" "+text)
		}
	}
	fmt.Fprintf(a.out, "%s  %s\n", say.loud(o.Verdict), o.ID)
	field("业务系统", "system", run.SystemTitle+" / "+run.WatchTitle)
	field("检查项", "check", strings.TrimSpace(o.Title+"  "+say.say("%s，%s，%d级，%s", "%s, %s, grade %d, %s", o.Kind, say.Dimension(o.Dimension), o.Grade, say.status(o.Status))))
	field("应当满足", "must hold", say.Rule(&o))
	field("为什么", "why", o.Why)
	field("实测", "measured", say.Measured(&o))
	field("界限", "bounds", say.Bounds(&o))
	field("结果", "found", say.Found(&o))
	if say.Chinese() && o.Reason != "" && (o.Verdict == string(checks.Errored) || o.Kind == "connect" && o.Verdict == string(checks.Fail)) {
		field("细节", "", o.Reason) // names the secret, the host or the place in the file
	}
	field("行数", "rows", say.say("读到 %d，判定 %d，违规 %d，未知 %d，无法计算 %d", "%d seen, %d judged, %d violations, %d unknown, %d faulted", o.Rows, o.Judged, o.Violations, o.Unknown, o.Faulted))
	field("违规的键", "violations", say.say("新增 %d，持续 %d，消失 %d", "keys: %d new, %d persisting, %d gone", o.New, o.Persisting, o.Gone)+incomplete(say, o))
	field("数据时点", "as of", run.AsOf.Format("2006-01-02 15:04 MST"))
	field("迟做", "late", run.Late)
	for i, sample := range o.Samples {
		field(fmt.Sprintf("样本 %d", i+1), fmt.Sprintf("sample %d", i+1), cells(sample.Key)+say.because(sample))
		for _, c := range sample.Detail {
			fmt.Fprintf(a.out, "%-12s   %s = %s\n", "", c.Name, c.Text)
		}
	}
}

// incomplete says that the keys are a part of those that violate.
func incomplete(say speaker, o store.Outcome) string {
	if !o.Incomplete {
		return ""
	}
	return say.say("（没有存全）", " (incomplete)")
}

// because says why a sample violates, where that is more than its rule.
func (s speaker) because(sample store.Sample) string {
	if sample.Reason == "" {
		return ""
	}
	return s.say("（%s）", "  (%s)", s.Reason(sample.Reason))
}

func cells(list []store.Cell) string {
	var parts []string
	for _, c := range list {
		parts = append(parts, c.Name+"="+c.Text)
	}
	return strings.Join(parts, " ")
}

func (a *app) printHistory(ctx context.Context, state *store.Store, say speaker, run store.Run, o store.Outcome) error {
	past, err := state.Earlier(ctx, run, append([]string{o.Check}, o.Was...), o.Group, trendPeriods)
	if err != nil {
		return err
	}
	for i, p := range past {
		name := ""
		if i == 0 {
			name = say.say("以前", "before")
		}
		fmt.Fprintf(a.out, "%s %s %s %s\n", label(name, 12), p.Period, say.Verdict(p.Verdict), p.Measured)
	}
	return nil
}

// printSelect shows the statement that finds the violating rows, if the definition
// still has the check.
func (a *app) printSelect(ctx context.Context, s *session, cat *checks.Catalog, run store.Run, o store.Outcome) error {
	w, c := lookup(cat, run, o)
	if c == nil {
		fmt.Fprintln(a.out, "\n"+a.speaker(cat).say("这项检查已不在定义中。", "The check is not in the definitions any more."))
		return nil
	}
	plan := &pipelines.Plan{AsOf: run.AsOf}
	text, err := s.patroller.Select(ctx, plan, pipelines.PlannedRun{Watch: w, Aspect: checks.Aspect(run.Aspect), Period: schedule.Period{Label: run.Period, Start: run.PeriodStart, End: run.PeriodEnd}, Checks: []*checks.Check{c}})
	if errors.Is(err, measure.ErrNoLanguage) {
		fmt.Fprintln(a.out, "\n"+a.speaker(cat).say("数据源 %s 是文件或服务，没有可给出的 SELECT。", "The source %s is files or a service: there is no SELECT to show.", w.Source))
		return nil
	}
	if err != nil {
		fmt.Fprintln(a.out, "\n"+a.speaker(cat).say("无法给出 SELECT：%v", "No statement can be shown: %v", err))
		return nil
	}
	fmt.Fprintf(a.out, "\n%s\n", text)
	return nil
}

func lookup(cat *checks.Catalog, run store.Run, o store.Outcome) (*checks.Watch, *checks.Check) {
	for _, system := range cat.Systems {
		for _, w := range system.Watches {
			if system.ID != run.System || w.ID != run.Watch && !slices.Contains(w.Was, run.Watch) {
				continue
			}
			for _, c := range w.Checks {
				if c.ID == o.Check || slices.Contains(c.Was, o.Check) {
					return w, c
				}
			}
		}
	}
	return nil, nil
}
