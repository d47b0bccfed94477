package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/coverage"
)

// A clauseLine is a line of a service year's coverage in words of one language.
type clauseLine struct {
	coverage.Line
	tongue
}

// clauseWords are the words of clauses: Chinese, English.
func clauseWords() map[string][2]string {
	return map[string][2]string{
		"cycle.daily": {"每日", "daily"}, "cycle.weekly": {"每周", "weekly"}, "cycle.monthly": {"每月", "monthly"}, "cycle.quarterly": {"每季", "quarterly"},
		"cycle.yearly": {"每年", "yearly"}, "cycle." + checks.OnDemand: {"按需", checks.OnDemand},

		"served." + checks.ByWatch: {"监测", "watch"}, "served." + checks.ByEvidence: {"人工佐证", "evidence"}, "served." + checks.ByJob: {"数据作业", "job"},
		"served." + checks.ByExtract: {"统计提取", "extract"}, "served." + checks.ByReport: {"报告", "report"}, "served." + coverage.NotYet: {"尚未实现", coverage.NotYet},

		"scope." + checks.ScopeFull: {"联通、可用、完整、准确", "connected, available, complete, accurate"}, "scope." + checks.ScopeStable: {"联通、稳定、准确", "connected, stable, accurate"},
		"scope." + checks.ScopeRunning: {"运行情况", "how it runs"}, "scope." + checks.ScopeConnected: {"对接情况", "how it is connected"},
	}
}

// clauseHeads are the columns of every form of the table.
func clauseHeads(chinese bool) []string {
	if chinese {
		return []string{"行号", "条款", "系统", "服务内容", "完成方式", "周期", "应做", "已做", "缺", "最近运行", "说明"}
	}
	return []string{"row", "clause", "system", "title", "served", "cycle", "due", "done", "missing", "last run", "remarks"}
}

// cells are a line's texts, in the order of clauseHeads.
func (l clauseLine) cells() []string {
	return []string{
		l.Row, l.Section, l.system(), l.Title, l.served(), l.cycle(),
		fmt.Sprint(l.Due), fmt.Sprint(l.Done), fmt.Sprint(l.Missing), strings.Join(l.Runs, " "), l.join(l.remarks()...),
	}
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

func (l clauseLine) cycle() string {
	text := l.known("cycle.", l.Cycle)
	if l.Defaulted {
		text += l.say("（缺省）", " (default)")
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
	if l.Minimum > 0 {
		list = append(list, say("全年不少于 %d 次", "at least %d a year", l.Minimum))
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
		list = append(list, say("缺 %s", "missing %s", shortened(l.Gaps)))
	}
	if l.Evidence > 0 {
		list = append(list, say("佐证 %d 件", "evidence: %d", l.Evidence))
	}
	return list
}

// shortened lists the first and the last few of many.
func shortened(labels []string) string {
	if len(labels) <= 6 {
		return strings.Join(labels, " ")
	}
	return strings.Join(labels[:3], " ") + " … " + strings.Join(labels[len(labels)-2:], " ") + fmt.Sprintf(" (%d)", len(labels))
}

// coverageHeadline is the sum of the table in a sentence.
func coverageHeadline(t coverage.Table, chinese bool) string {
	served := map[string]int{}
	met, short := 0, 0
	for _, l := range t.Lines {
		served[l.Served]++
		switch {
		case l.Missing > 0:
			short++
		case l.Due > 0:
			met++
		}
	}
	day, taken := t.Today.Format(time.DateOnly), ""
	if chinese {
		if t.Like != "" {
			taken = "，沿用 " + t.Like + " 年度的条款"
		}
		return fmt.Sprintf("%s 服务年度（%s 至 %s%s），截至 %s：共 %d 行，由监测完成 %d，人工佐证 %d，尚未实现 %d；应做的已做齐 %d 行，欠缺 %d 行",
			t.Year, t.From.Format(time.DateOnly), t.To.Format(time.DateOnly), taken, day, len(t.Lines), served[checks.ByWatch], served[checks.ByEvidence], served[coverage.NotYet], met, short)
	}
	if t.Like != "" {
		taken = ", with the rows of " + t.Like
	}
	return fmt.Sprintf("service year %s (%s to %s%s), as of %s: %d rows, %d served by watches, %d by evidence, %d not yet; %d have all that was due, %d lack some",
		t.Year, t.From.Format(time.DateOnly), t.To.Format(time.DateOnly), taken, day, len(t.Lines), served[checks.ByWatch], served[checks.ByEvidence], served[coverage.NotYet], met, short)
}
