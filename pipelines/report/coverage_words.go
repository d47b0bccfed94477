package report

import (
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/coverage"
)

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

func (t tongue) clauseCycle(cycle string, defaulted bool) string {
	if defaulted {
		return t.known("cycle.", cycle) + t.say("（缺省）", " (default)")
	}
	return t.known("cycle.", cycle)
}

func (t tongue) clauseCounts(counted, minimum int, confirmed bool) string {
	var parts []string
	if counted > 0 {
		parts = append(parts, t.say("每年计 %d 次", "%d a year", counted))
	}
	if minimum > 0 {
		parts = append(parts, t.say("每年不少于 %d 次", "at least %d a year", minimum))
	}
	if confirmed {
		parts = append(parts, t.say("确认后计数", "counted once confirmed"))
	}
	return t.join(parts...)
}

func (t tongue) coverageTitle() string { return t.say("服务条款完成情况", "Service coverage") }

func (t tongue) runsTitle() string { return t.say("最近运行", "Last runs") }

// runHeads are the columns of the table of runs.
func (t tongue) runHeads() []string {
	if t.chinese {
		return []string{"最近运行", "系统", "周期", "巡检报告"}
	}
	return []string{"last run", "system", "period", "its report"}
}

// coverageHeadline is the sum of the table in a sentence.
func (t tongue) coverageHeadline(c coverage.Table) string {
	served := map[string]int{}
	met, short := 0, 0
	for _, l := range c.Lines {
		served[l.Served]++
		switch {
		case l.Missing > 0:
			short++
		case l.Due > 0:
			met++
		}
	}
	taken := ""
	if c.Like != "" {
		taken = t.say("，沿用 %s 年度的条款", ", with the rows of %s", c.Like)
	}
	return t.say("%s 服务年度（%s 至 %s%s），截至 %s：共 %d 行，由监测完成 %d，人工佐证 %d，尚未实现 %d；应做的已做齐 %d 行，欠缺 %d 行",
		"service year %s (%s to %s%s), as of %s: %d rows, %d served by watches, %d by evidence, %d not yet; %d have all that was due, %d lack some",
		c.Year, c.From.Format(time.DateOnly), c.To.Format(time.DateOnly), taken, c.Today.Format(time.DateOnly), len(c.Lines),
		served[checks.ByWatch], served[checks.ByEvidence], served[coverage.NotYet], met, short)
}
