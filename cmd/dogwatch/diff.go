package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/report"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

func newDiff(a *app) *cobra.Command {
	most, format := 0, ""
	cmd := &cobra.Command{
		Use:   "diff RUN RUN",
		Short: "Compare two runs: changed outcomes, new and gone violations",
		Long: `Compare two recorded runs of watches, the earlier one first: checks whose verdict or
figure changed, and the violations that are new or gone, by fingerprint, with masked
keys. Nothing is measured.

A RUN is system/watch@period, or system/watch@period#2 for one attempt.`,
		Example: "  dogwatch diff elderly-allowances/death-records@2026-W46 elderly-allowances/death-records@2026-W47\n  dogwatch diff elderly-allowances/death-records@2026-W47#1 elderly-allowances/death-records@2026-W47#2",
		Args:    exactly(2, "name two runs, as system/watch@2026-W46 system/watch@2026-W47"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if format != "table" && format != "json" {
				return fmt.Errorf("--format is table or json, not %q", format)
			}
			if most < 0 {
				return fmt.Errorf("--keys is a number of keys, not %d", most)
			}
			return a.diff(cmd.Context(), args, format, most)
		},
	}
	cmd.Flags().IntVar(&most, "keys", 20, "how many new and gone keys of each check are listed")
	cmd.Flags().StringVar(&format, "format", "table", "table or json")
	return cmd
}

// A side is the runs, one an aspect, that a name means.
type side struct {
	name string
	runs []store.Run
}

// A comparison is one check of both sides; an outcome is nil where there is none.
type comparison struct {
	aspect, check, group string
	runs                 [2]store.Run
	outcomes             [2]*store.Outcome
}

func (a *app) diff(ctx context.Context, args []string, format string, most int) (err error) {
	cat, err := a.load()
	if err != nil {
		return err
	}
	state, err := a.openState(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, state.Close()) }()
	var sides [2]side
	for i, name := range args {
		if sides[i], err = runsNamed(ctx, state, name); err != nil {
			return err
		}
	}
	if format == "json" {
		return a.diffJSON(ctx, state, sides, most)
	}
	words, changed, same := a.decisionWords(cat), 0, 0
	for _, s := range sides {
		if s.pruned() {
			fmt.Fprintln(a.err, words.say("%s：违规的键已清理，只比较结论和数字", "%s: the keys of its violations were pruned; verdicts and figures are compared", s.name))
		}
	}
	for _, c := range compareRuns(sides) {
		lines, err := words.difference(ctx, state, c, most)
		if err != nil {
			return err
		}
		if len(lines) == 0 {
			same++
			continue
		}
		changed++
		fmt.Fprintln(a.out, strings.Join(lines, "\n"))
	}
	fmt.Fprintln(a.out, words.say("有变化 %d 项，无变化 %d 项", "changed: %d, as before: %d", changed, same))
	return nil
}

// runsNamed finds the finished runs that system/watch@period[#attempt] means.
func runsNamed(ctx context.Context, state *store.Store, name string) (side, error) {
	path, rest, ok := strings.Cut(name, "@")
	system, watch, slash := strings.Cut(path, "/")
	period, number, numbered := strings.Cut(rest, "#")
	attempt, err := strconv.Atoi(number)
	if !ok || !slash || period == "" || numbered && (err != nil || attempt < 1) {
		return side{}, fmt.Errorf("%q names no run: write system/watch@2026-W47, or system/watch@2026-W47#1 for one attempt", name)
	}
	runs, err := state.Runs(ctx, store.Filter{Key: store.RunKey{System: system, Watch: watch, Period: period}, Attempts: numbered})
	if err != nil {
		return side{}, err
	}
	runs = slices.DeleteFunc(runs, func(r store.Run) bool { return r.State != store.Finished || numbered && r.Attempt != attempt })
	if len(runs) == 0 {
		return side{}, fmt.Errorf("no finished run is recorded for %q", name)
	}
	return side{name, runs}, nil
}

// compareRuns pairs the outcomes of both sides: those of the first in their order, then
// what only the second has.
func compareRuns(sides [2]side) []comparison {
	var list []comparison
	at := map[[3]string]int{}
	for i, s := range sides {
		for _, run := range s.runs {
			for k := range run.Outcomes {
				o := &run.Outcomes[k]
				key := [3]string{run.Aspect, o.Check, o.Group}
				if _, ok := at[key]; !ok {
					at[key] = len(list)
					list = append(list, comparison{aspect: run.Aspect, check: o.Check, group: o.Group})
				}
				list[at[key]].runs[i], list[at[key]].outcomes[i] = run, o
			}
		}
	}
	return list
}

// difference says how a check differs; nothing if it does not.
func (d decisionWords) difference(ctx context.Context, state *store.Store, c comparison, most int) ([]string, error) {
	name := c.check
	if c.group != "" {
		name += "[" + c.group + "]"
	}
	before, after := c.outcomes[0], c.outcomes[1]
	switch {
	case before == nil:
		return []string{name + d.say("  仅后者有：", "  only in the second: ") + d.outcome(after)}, nil
	case after == nil:
		return []string{name + d.say("  仅前者有：", "  only in the first: ") + d.outcome(before)}, nil
	}
	var lines []string
	if c.differs() {
		lines = append(lines, name+"  "+d.outcome(before)+" → "+d.outcome(after))
	}
	fresh, gone, err := moved(ctx, state, c)
	if err != nil {
		return nil, err
	}
	if len(fresh)+len(gone) > 0 && len(lines) == 0 {
		lines = append(lines, name+"  "+d.outcome(after))
	}
	lines = append(lines, d.keys(d.say("新增", "new "), fresh, most)...)
	return append(lines, d.keys(d.say("消失", "gone"), gone, most)...), nil
}

func (d decisionWords) outcome(o *store.Outcome) string {
	language := "en"
	if d.chinese {
		language = "zh"
	}
	phrases := report.PhrasesIn(language)
	return strings.TrimSpace(phrases.Verdict(o.Verdict) + " " + phrases.Measured(o))
}

// keys lists masked keys, and how many more there are.
func (d decisionWords) keys(name string, list []string, most int) []string {
	var lines []string
	for i, key := range list {
		if i == most {
			return append(lines, "  "+name+"  "+d.say("……另有 %d 条", "… and %d more", len(list)-most))
		}
		lines = append(lines, "  "+name+"  "+key)
	}
	return lines
}

// evaluated tells an outcome that says something of the data.
func evaluated(o *store.Outcome) bool {
	switch checks.Verdict(o.Verdict) {
	case checks.Pass, checks.Warn, checks.Fail:
		return true
	}
	return false
}

// moved gives the masked keys of the violations that only one side has; none where they
// are not known.
func moved(ctx context.Context, state *store.Store, c comparison) (fresh, gone []string, err error) {
	if !c.keyed() {
		return nil, nil, nil
	}
	var found [2][]store.Found
	var have [2]map[string]bool
	for i := range found {
		if found[i], err = state.Found(ctx, c.runs[i], *c.outcomes[i]); err != nil {
			return nil, nil, err
		}
		have[i] = map[string]bool{}
		for _, f := range found[i] {
			have[i][f.Fingerprint] = true
		}
	}
	for i, list := range found {
		for _, f := range list {
			switch {
			case have[1-i][f.Fingerprint]:
			case i == 0:
				gone = append(gone, f.Masked)
			default:
				fresh = append(fresh, f.Masked)
			}
		}
	}
	return fresh, gone, nil
}
