package report

import (
	"fmt"
	"maps"
	"strings"
)

// tongue speaks one of the two languages of reports.
type tongue struct {
	chinese bool
	words   map[string][2]string
}

func tongueOf(language string) tongue { return tongue{language != "en", vocabulary()} }

// word gives a fixed word or sentence, filled with args.
func (t tongue) word(key string, args ...any) string {
	pair, ok := t.words[key]
	if !ok {
		return key
	}
	text := pair[1]
	if t.chinese {
		text = pair[0]
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// say fills one of two sentences.
func (t tongue) say(chinese, english string, args ...any) string {
	if t.chinese {
		english = chinese
	}
	return fmt.Sprintf(english, args...)
}

// join joins sentences.
func (t tongue) join(parts ...string) string {
	between := "; "
	if t.chinese {
		between = "；"
	}
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, between)
}

// vocabulary holds every fixed word: Chinese, English.
func vocabulary() map[string][2]string {
	words := map[string][2]string{
		"verdict.pass": {"通过", "pass"}, "verdict.warn": {"告警", "warn"}, "verdict.fail": {"不通过", "fail"},
		"verdict.error": {"无法判定", "error"}, "verdict.skipped": {"跳过", "skipped"}, "verdict.waiting": {"等待", "waiting"},

		"dimension.connectivity": {"联通", "connectivity"}, "dimension.availability": {"可用", "availability"},
		"dimension.completeness": {"完整", "completeness"}, "dimension.accuracy": {"准确", "accuracy"}, "dimension.stability": {"稳定", "stability"},

		"aspect.link": {"链路巡检", "link"}, "aspect.content": {"数据内容巡检", "content"},

		"state.new": {"新增", "new"}, "state.found": {"发现", "found"}, "state.persisting": {"持续", "persisting"},
		"state.watched": {"观察", "watched"}, "state.recovered": {"恢复", "recovered"}, "state.retired": {"撤销", "retired"},

		"run.running": {"进行中", "running"}, "run.interrupted": {"被中断", "interrupted"}, "run.abandoned": {"异常终止", "abandoned"},

		"heading.new": {"新增异常", "New anomalies"}, "heading.found": {"本次发现（未入档）", "Found in this patrol (not recorded)"},
		"heading.persisting": {"持续异常", "Persisting anomalies"}, "heading.watched": {"告警（尚未形成异常）", "Warnings that opened no anomaly yet"},
		"heading.recovered": {"已恢复", "Recovered"}, "heading.retired": {"已撤销（检查项或分组已不存在）", "Retired (their checks or groups are gone)"},

		"class.unreachable": {"无法连接", "unreachable"}, "class.timeout": {"超时", "timeout"}, "class.auth": {"登录被拒", "login refused"},
		"class.privilege": {"权限不足", "privilege missing"}, "class.missing": {"对象不存在", "missing"}, "class.refused": {"请求被拒", "refused"},
		"class.overloaded": {"对方过载", "overloaded"}, "class.protocol": {"协议错误", "protocol error"}, "class.decode": {"无法解析", "cannot be decoded"},
		"class.cancelled": {"已取消", "cancelled"}, "class.local": {"本机问题", "local fault"},

		"cell.rows": {"行数", "rows"}, "cell.rule": {"规则", "rule"}, "cell.status": {"状态码", "status"}, "cell.column": {"列", "column"},
		"cell.privilege": {"权限", "privilege"}, "cell.relation": {"表", "relation"}, "other side": {"对方%s", "other %s"},

		"report": {"数据巡检报告", "Data patrol report"}, "period": {"巡检周期", "Period"}, "as of": {"数据时点", "As of"}, "definitions": {"定义指纹", "Definitions"},
		"patrol": {"巡检编号", "Patrol"}, "duration": {"用时", "Took"}, "version": {"程序版本", "Program"}, "scope": {"巡检范围", "Scope"},
		"scope of": {"%d 个系统，%d 个接口，%d 项检查", "%d systems, %d interfaces, %d checks"},
		"sound":    {"未发现异常", "No anomalies were found"}, "unwell": {"发现 %s 项异常", "%s anomalies"},
		"only proposed":  {"没有生效的检查：试行 %d 项，其中 %d 项不符合（dogwatch accept 启用）", "No check is in force: %d proposed, of which %d do not hold (dogwatch accept puts them in force)"},
		"nothing judged": {"没有一项检查得出结论：%d 项跳过或等待", "No check came to a verdict: %d skipped or waiting"},
		"of which":       {"新增 %d 项，持续 %d 项", "%d new, %d persisting"},
		"gravest":        {"其中一级 %d 项", "%d of grade 1"},
		"unjudged":       {"%d 项检查无法判定", "checks that could not be evaluated: %d"},
		"elsewhere":      {"另有 %d 项未关闭的异常不在本次巡检范围内", "open anomalies outside this patrol: %d"},
		"unfinished":     {"本次巡检没有完成，以下只是已完成的部分", "This patrol did not finish; only what was finished is shown"},
		"left out":       {"定义有误未巡检 %d 项", "left out, since the definition has an error: %d"},
		"held":           {"由另一进程执行，未计入", "left to another process"},
	}
	maps.Copy(words, parts())
	maps.Copy(words, clauseWords())
	return words
}

// parts holds the words of the parts of a report.
func parts() map[string][2]string {
	return map[string][2]string{
		"summary": {"总体情况", "Summary"}, "by dimension": {"按质量维度", "By dimension"}, "by system": {"按业务系统", "By system"},
		"dimension": {"维度", "Dimension"}, "system": {"业务系统", "System"}, "interface": {"接口", "Interface"}, "check": {"检查项", "Check"},
		"checks": {"检查项数", "Checks"}, "n checks": {"%d 项检查", "checks: %d"}, "all": {"合计", "All"}, "share": {"通过率", "Passed"}, "grade": {"级", "Grade"}, "grade of": {"%d级", "G%d"}, "none": {"—", "—"},
		"measured": {"实测", "Measured"}, "bounds": {"界限", "Bounds"}, "verdict": {"结论", "Verdict"}, "violations": {"违规", "Violations"},
		"rows": {"行数", "Rows"}, "judged": {"已判", "Judged"}, "unknown": {"未知", "Unknown"}, "faulted": {"无法计算", "Faulted"},
		"sample": {"样本", "Sample"}, "samples": {"违规样本（已脱敏）", "Violating rows (masked)"}, "reason": {"原因", "Reason"}, "state": {"状态", "State"},
		"key": {"主键", "Key"}, "detail": {"规则取值", "What the rule saw"}, "why": {"影响", "Why it matters"}, "rule": {"规则", "Rule"}, "found": {"发现", "Found"},
		"kept": {"与上期相比", "Against the previous period"}, "moves": {"新增 %s，持续 %s，消失 %s", "%s new, %s persisting, %s gone"},
		"stock left": {"存量尚存 %s（登记 %s）", "stock left %s of %s"}, "excepted": {"例外 %s", "%s excepted"},
		"fresh": {"新增 %s", "%s new"}, "old": {"持续 %s", "%s persist"}, "gone": {"消失 %s", "%s gone"}, "left": {"存量 %s", "%s stock"}, "exempt": {"例外 %s", "%s excepted"},
		"decisions": {"已作决定的检查（存量、例外、启用）", "Checks with decisions (stock, exceptions, acceptances)"}, "decision": {"决定", "Decision"},
		"accepted": {"%s 由 %s 启用：%s", "accepted on %s by %s: %s"}, "of new": {"界限只计新增违规", "the bounds apply to new violations"},
		"void acceptance":      {"%s 由 %s 作的启用决定已失效：检查项此后已修改", "the acceptance of %s by %s is void: the check changed since"},
		"withdrawn acceptance": {"%s 由 %s 作的启用决定已于 %s 由 %s 撤回：%s", "the acceptance of %s by %s was withdrawn on %s by %s: %s"},
		"withdrawn baseline":   {"%s 由 %s 登记的存量已于 %s 由 %s 撤回：%s", "the baseline of %s by %s was withdrawn on %s by %s: %s"},
		"void baseline":        {"%s 由 %s 登记的存量已失效：检查项此后已修改，请重新登记", "the baseline of %s by %s is void: the check changed since; take it again"},
		"revised":              {"重做后改变的结果", "Results that changed when repeated"}, "first result": {"首次结果", "First result"}, "present result": {"采用结果", "Present result"},
		"repeated why": {"重做原因", "Repeated because"}, "corrects": {"更正", "Corrects"}, "corrected": {"%s 签发的 %s（SHA-256 %s）", "%s: %s (SHA-256 %s)"},
		"exceptions": {"有效的例外", "Exceptions in force"}, "names": {"所指", "Names"}, "owner": {"责任方", "Owner"}, "expires": {"有效至", "Until"},
		"since": {"自 %s 起，已 %d 期", "since %s, %d periods"}, "affected": {"受影响的检查", "Checks affected"}, "and more": {"等 %d 项", "%d in all"},
		"more samples": {"仅列前 %d 条，共 %s 条", "the first %d of %s"},

		"index": {"异常一览", "Anomalies at a glance"}, "sources": {"数据源状态", "Sources"}, "source": {"数据源", "Source"}, "reached": {"联通", "Reached"},
		"latency": {"响应时间", "Latency"}, "watched by": {"接口数", "Interfaces"}, "yes": {"正常", "yes"}, "no": {"中断", "no"}, "server": {"服务端版本", "Server"},
		"trends": {"记录条数趋势", "Row counts over time"}, "no trend": {"尚无历史，下期起显示趋势。", "No history yet: a trend needs two periods."}, "full list": {"检查明细", "All checks"}, "proposed briefly": {"试行", "proposed"}, "proposed": {"试行检查（不计入结论）", "Proposed checks (they count for nothing yet)"},
		"notes": {"说明", "Notes"}, "late": {"补跑：%s", "%s"}, "attempt": {"第 %d 次执行", "attempt %d"},
		"first": {"首期", "first"}, "trend": {"%s：%s 至 %s", "%s: %s to %s"}, "contents": {"目录", "Contents"},

		"note.masked":   {"报告中的个人信息均已脱敏；明细须经授权另行导出。", "Personal data is masked; clear keys are only written on request and audited."},
		"note.unknown":  {"“未知”指因空值、或日期超出代码表年份而无法判断的记录，不计为违规；过半未知时告警。", "Unknown rows could not be judged because of a null or a day beyond a code table; they are no violations, and more than half of them warn."},
		"note.skipped":  {"“跳过”的检查没有数据可判，不等于通过，原因见明细。", "A skipped check had nothing to judge; it has not passed. The list says why."},
		"note.editions": {"代码表版本：%s。", "Code tables: %s."},
		"note.proposed": {"试行检查只测量、不形成异常，经确认后生效。", "Proposed checks are measured and open nothing until a person accepts them."},
	}
}

// verdict, dimension, aspect and state name what the state file calls in English.
func (t tongue) verdict(v string) string   { return t.known("verdict.", v) }
func (t tongue) dimension(d string) string { return t.known("dimension.", d) }
func (t tongue) aspect(a string) string    { return t.known("aspect.", a) }
func (t tongue) state(s string) string     { return t.known("state.", s) }
func (t tongue) class(c string) string     { return t.known("class.", c) }

func (t tongue) known(prefix, name string) string {
	if _, ok := t.words[prefix+name]; ok {
		return t.word(prefix + name)
	}
	return name
}
