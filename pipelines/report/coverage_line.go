package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/coverage"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A clauseLine is a line of a service year's coverage in words of one language.
type clauseLine struct {
	coverage.Line
	tongue
}

// clauseTexts are the texts of a line, or the heads of their columns.
type clauseTexts struct {
	Row, Section, System, Title, Scope, Steps, Served, Cycle, Counts, Due, Done, Missing, Runs, Remarks string
}

// cells are all of them in the order of a sheet.
func (x clauseTexts) cells() []string {
	return []string{x.Row, x.Section, x.System, x.Title, x.Scope, x.Steps, x.Served, x.Cycle, x.Counts, x.Due, x.Done, x.Missing, x.Runs, x.Remarks}
}

// narrow are those that a screen has room for.
func (x clauseTexts) narrow() []string {
	return []string{x.Row, x.Section, x.System, x.Title, x.Served, x.Cycle, x.Due, x.Done, x.Missing, x.Runs, x.Remarks}
}

func (t tongue) clauseHeads() clauseTexts {
	if t.chinese {
		return clauseTexts{"行号", "条款", "系统", "服务内容", "检查要求", "处理步骤", "完成方式", "周期", "次数", "应做", "已做", "缺", "监测和最近运行", "说明"}
	}
	return clauseTexts{"row", "clause", "system", "title", "scope", "steps", "served", "cycle", "count", "due", "done", "missing", "watches and last runs", "remarks"}
}

func (l clauseLine) texts() clauseTexts {
	return clauseTexts{
		Row: l.Row, Section: l.Section, System: l.system(), Title: l.Title, Scope: l.known("scope.", l.Scope), Steps: strings.Join(l.Steps, " → "),
		Served: l.served(), Cycle: l.clauseCycle(l.Cycle, l.Defaulted), Counts: l.clauseCounts(l.Counted, l.Minimum, l.Confirmed),
		Due: fmt.Sprint(l.Due), Done: fmt.Sprint(l.Done), Missing: fmt.Sprint(l.Missing), Runs: l.runs(), Remarks: l.join(l.remarks()...),
	}
}

// runs names the newest run of each watch, and the watches that have none.
func (l clauseLine) runs() string { return strings.Join(append(l.runNames(), l.idle()...), " ") }

// runNames are the runs without the system that the line names already.
func (l clauseLine) runNames() []string {
	names := make([]string, len(l.Runs))
	for i, run := range l.Runs {
		names[i] = strings.TrimPrefix(run, l.System+"/")
	}
	return names
}

// idle are the watches without a run.
func (l clauseLine) idle() (list []string) {
	for _, path := range l.Watches {
		ran := func(run string) bool { return strings.HasPrefix(run, path+"@") || strings.HasPrefix(run, path+".") }
		if !slices.ContainsFunc(l.Runs, ran) {
			list = append(list, strings.TrimPrefix(path, l.System+"/")+l.say("（没有运行）", " (no run)"))
		}
	}
	return list
}

// system is its title where one is known, without what stands in brackets.
func (l clauseLine) system() string {
	name, _, _ := strings.Cut(l.Name, "（")
	if name == "" {
		return l.System
	}
	return name
}

func (l clauseLine) served() string {
	text := l.known("served.", l.Served)
	if l.Planned != "" {
		text += l.say("（%s）", " (%s)", l.known("served.", l.Planned))
	}
	return text
}

// remarks say what the figures do not.
func (l clauseLine) remarks() []string {
	say := l.say
	var list []string
	if l.Overview {
		list = append(list, say("仅见于系统概述", "named in the overview only"))
	}
	if l.Awaiting > 0 {
		list = append(list, say("%d 期已巡检，尚待人确认", "%d patrolled and not confirmed yet", l.Awaiting))
	}
	if n := len(l.Unread); n > 0 {
		last := l.Unread[n-1]
		list = append(list, say("%d 次没有读到数据，最近 %s：%s", "runs that read nothing: %d, last %s: %s", n, strings.TrimPrefix(last.Run, l.System+"/"), l.why(&last.Why)))
	}
	for _, u := range l.Unbound {
		switch {
		case u.Absent != "":
			list = append(list, say("%s 停用：%s", "%s is absent: %s", u.Watch, u.Absent))
		default:
			list = append(list, say("没有接入 %s：未定义数据源 %s", "%s is not bound: no source %s is declared", u.Watch, u.Source))
		}
	}
	if n := len(l.Gaps); n > 0 {
		list = append(list, say("缺 %s", "missing %s", l.gaps()))
	}
	if l.Evidence > 0 {
		list = append(list, say("佐证 %d 件", "evidence: %d", l.Evidence))
	}
	return list
}

// why says why a run read nothing.
func (l clauseLine) why(o *store.Outcome) string {
	if text := l.found(o); text != "" {
		return text
	}
	return l.say("原因已不再保存", "the reason is not kept any more")
}

// mostStretches is how many stretches of periods are named.
const mostStretches = 4

// gaps names the periods that were not done, from the first to the last of each stretch.
func (l clauseLine) gaps() string {
	var parts []string
	for i, g := range l.Stretches {
		if i == mostStretches {
			parts = append(parts, l.say("……", "…"))
			break
		}
		if g.Periods == 1 {
			parts = append(parts, g.First)
		} else {
			parts = append(parts, l.say("%s 至 %s", "%s to %s", g.First, g.Last))
		}
	}
	text := strings.Join(parts, l.say("、", ", "))
	if n := len(l.Gaps); n > 1 {
		text += l.say("（%d 期）", " (%d periods)", n)
	}
	return text
}
