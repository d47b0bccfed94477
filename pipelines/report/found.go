package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// found says in one line what an outcome found. English is the outcome's own reason
// without the bound, which stands beside it; Chinese is made from its figures.
func (t tongue) found(o *store.Outcome) string { return t.join(t.foundIn(o), t.seen(o)) }

func (t tongue) foundIn(o *store.Outcome) string {
	if !t.chinese {
		return boundTail.ReplaceAllString(o.Reason, "")
	}
	switch o.Verdict {
	case "skipped", "waiting":
		return t.skippedZH(o.Reason)
	case "error":
		return t.join(t.errorZH(o), t.kindZH(o))
	}
	text := t.kindZH(o)
	if o.Unknown > 0 && o.Kind != "http" {
		text = t.join(text, commas(o.Unknown)+" 条未知")
	}
	return text
}

// kindZH makes the sentence of a kind; "" if there are no figures for one.
func (t tongue) kindZH(o *store.Outcome) string {
	if o.Kind == "file" {
		return fileZH(o)
	}
	if o.Measured == "" && o.Violations == 0 && !slices.Contains([]string{"compare", "band", "heartbeat"}, o.Kind) {
		return ""
	}
	if sentence := t.linkZH(o); sentence != "" {
		return sentence
	}
	switch o.Kind {
	case "freshness":
		return t.freshnessZH(o)
	case "delivery":
		return t.deliveryZH(o)
	case "backlog":
		return t.backlogZH(o)
	case "row_count":
		return "共 " + figure(o.Measured) + " 条"
	case "compare":
		return compareZH(o)
	case "band":
		return bandZH(o)
	case "unique":
		return ratioZH(o.Violations, o.Rows, "条", "重复", "均不重复") + groupsOf(o)
	case "exists_in":
		return keysZH(o, "keys", "个键", "在对方不存在", "在对方都存在")
	case "absent_from":
		return keysZH(o, "keys", "个键", "在对方出现", "均未在对方出现")
	case "control_total":
		return keysZH(o, "keys", "个键", "总数不符", "总数都相符")
	case "file_total":
		return fileTotalZH(o)
	case "reconcile":
		return keysZH(o, "keys", "个键", "与对方不一致", "与对方一致") + partedZH(o)
	case "group":
		return keysZH(o, "groups", "组", "不符合", "全部符合")
	}
	return ratioZH(o.Violations, o.Judged, "条", "不符合", "全部符合")
}

func ratioZH(n, total int64, unit, bad, good string) string {
	if n == 0 {
		return commas(total) + " " + unit + good
	}
	return fmt.Sprintf("%s %s中 %s %s%s（%s）", commas(total), unit, commas(n), unit, bad, percent(n, total))
}

func groupsOf(o *store.Outcome) string {
	if o.Violations == 0 || o.Parts["keys"] == "" {
		return ""
	}
	return "，涉及 " + figure(o.Parts["keys"]) + " 个键值"
}

// keysZH speaks of kinds that count keys or groups.
func keysZH(o *store.Outcome, part, unit, bad, good string) string {
	of := figure(o.Parts[part])
	if o.Measured == "0" && o.Violations > 0 { // stock or excepted, all of them
		return of + " " + unit + "中没有新" + bad + "的"
	}
	if o.Measured == "0" || o.Measured == "" {
		return of + " " + unit + good
	}
	text := fmt.Sprintf("%s %s中 %s %s%s", of, unit, figure(o.Measured), unit, bad)
	if o.Kind == "exists_in" || o.Kind == "absent_from" {
		text += "，涉及 " + commas(o.Violations) + " 条"
	}
	return text
}

// partedZH says how the keys of a reconciliation part.
func partedZH(o *store.Outcome) string {
	text := ""
	for _, part := range [][2]string{{"only_here", "仅本方有 "}, {"only_there", "仅对方有 "}, {"differing", "内容不同 "}, {"late", "水位之后未比 "}, {"settled", "复核后一致 "}} {
		if n := o.Parts[part[0]]; n != "" && n != "0" {
			text += "，" + part[1] + figure(n)
		}
	}
	return text
}

func (t tongue) freshnessZH(o *store.Outcome) string {
	var parts []string
	if o.Measured != "" {
		parts = append(parts, "最新一条 "+shortMoment(o.Parts["newest"])+"，距今 "+t.measured(o))
	}
	if future := o.Parts["future"]; future != "" && future != "0" {
		parts = append(parts, figure(future)+" 条时间在未来")
	}
	return t.join(parts...)
}

// shortMoment cuts a timestamp to the minute.
func shortMoment(text string) string {
	text = strings.Replace(text, "T", " ", 1)
	if len(text) >= 19 && text[13] == ':' {
		return text[:16]
	}
	return text
}

// bandZH says where a figure lies in the band of its past.
func bandZH(o *store.Outcome) string {
	text := "本期 " + figure(o.Parts["current"])
	if o.Parts["median"] == "" {
		return text
	}
	text += fmt.Sprintf("，近 %s 期中位数 %s，波动 %s", o.Parts["periods"], figure(o.Parts["median"]), figure(o.Parts["deviation"]))
	if o.Measured != "" && o.Measured != "0" {
		text += "，偏离 " + figure(o.Measured) + " 倍波动"
	}
	return text
}

func compareZH(o *store.Outcome) string {
	if o.Parts["previous"] == "" {
		return "本期 " + figure(o.Parts["current"])
	}
	against := "上期"
	if o.Parts["to"] == "year-ago" {
		against = "上年同期"
	}
	text := fmt.Sprintf("本期 %s，%s（%s）%s", figure(o.Parts["current"]), against, o.Parts["period"], figure(o.Parts["previous"]))
	if o.Parts["change"] != "" {
		text += "，变化 " + hundredths(o.Parts["change"])
	}
	return text
}

// noRelation tells that the whole table is missing, not some of its columns.
func noRelation(o *store.Outcome) bool {
	return len(o.Samples) > 0 && len(o.Samples[0].Key) > 0 && o.Samples[0].Key[0].Name == "relation"
}

func schemaZH(o *store.Outcome) string {
	var parts []string
	for _, p := range [][2]string{{"missing", "缺少列："}, {"wrong", "类型无法读取："}, {"extra", "未映射的列："}} {
		words := p[1]
		if p[0] == "missing" && noRelation(o) {
			words = "缺少表："
		}
		if o.Parts[p[0]] != "" {
			parts = append(parts, words+o.Parts[p[0]])
		}
	}
	if pattern := o.Parts["pattern"]; pattern != "" {
		parts = append(parts, "本期没有 "+pattern+" 的表，请向对方催要，或改正 from")
	}
	if o.Violations == 0 {
		parts = append([]string{"映射的列齐全"}, parts...)
	}
	return strings.Join(parts, "；")
}

// errorZH says why an outcome is an error.
func (t tongue) errorZH(o *store.Outcome) string {
	if m := noRoom.FindStringSubmatch(o.Reason); m != nil {
		return "状态所在磁盘没有空间（" + m[1] + "），违规的键没有存全：请腾出空间，或用 `dogwatch state prune` 清理旧期次，再重做本期"
	}
	if o.Faulted > 0 {
		text := commas(o.Faulted) + " 条无法计算"
		for _, s := range o.Samples {
			if s.Reason != "" {
				return text + "（" + phraseZH(s.Reason) + "）"
			}
		}
		return text
	}
	why := strings.TrimPrefix(o.Reason, "could not be evaluated: ")
	if unready, ok := strings.CutPrefix(why, "whether the load is complete is not known: "); ok {
		if m := sourceFault.FindStringSubmatch(unready); m != nil {
			unready = t.join("数据源 "+m[1]+" "+t.class(m[2]), phraseZH(m[3]))
		}
		return "无法判断装载是否完成：" + unready + "；请用该数据源的账号试一试 ready 中所写的，再改正"
	}
	if m := unknownYear.FindStringSubmatch(why); m != nil {
		return "缺少 " + m[1] + " 年的工作日历，请在 codes/holidays.csv 中补充"
	}
	if m := noSpill.FindStringSubmatch(why); m != nil {
		return phraseZH(m[1]) + "：请腾出空间，或用 TMPDIR 另指一个目录"
	}
	if m := sourceFault.FindStringSubmatch(why); m != nil {
		return t.join("数据源 "+m[1]+" "+t.class(m[2]), phraseZH(m[3]))
	}
	return "无法判定：" + why
}

var (
	boundTail   = regexp.MustCompile(`; (fails|warns) (at|outside) [^;]*$`)
	unknownYear = regexp.MustCompile(`^working days of ([0-9]{4}) are not known`)
	// The form of a connector's error: "scan front QZK.T: timeout: the reason; the hint".
	sourceFault = regexp.MustCompile(`^[a-z]+ ([^ ]+)(?: [^:]+)?: (unreachable|timeout|auth|privilege|missing|refused|overloaded|protocol|decode|cancelled|local)(?:: ([^;]+))?`)
	noRoom      = regexp.MustCompile(`^the keys of its violations are not all kept: no room is left on the disk of the state \((.*?)\): `)
	noSpill     = regexp.MustCompile(`^spill to the temporary folder: local: ([^;]+)`)
	httpFault   = regexp.MustCompile(`^the service failed \(HTTP ([0-9]{3})\)$`)
	sourceDown  = regexp.MustCompile(`^source (.+) is down \((.+)\)$`)
	notGiven    = regexp.MustCompile(`^column (.+) is not delivered by this source$`)
	notBound    = regexp.MustCompile(`^(.+) is not bound here$`)
	hidden      = regexp.MustCompile(`^column (.+) is protected \(.+\)$`)
	allUnknown  = regexp.MustCompile(`^nothing to judge: all ([0-9,]+) rows? are unknown$`)
	noHistory   = regexp.MustCompile(`^no history yet \(([0-9]+) of ([0-9]+) periods\)$`)
	noFigure    = regexp.MustCompile(`^(.+) measured nothing$`)
	unreached   = regexp.MustCompile(`^not reached(?:; (.+))?$`)
	noYearAgo   = regexp.MustCompile(`^no history of (.+)$`)
	bothZero    = regexp.MustCompile(`^nothing now and nothing in (.+)$`)
)

// skippedZH translates the reasons for skipping that kinds and measures give.
func (t tongue) skippedZH(reason string) string {
	if text := waitingZH(reason); text != "" {
		return text
	}
	if m := sourceDown.FindStringSubmatch(reason); m != nil {
		return "数据源 " + m[1] + " 不可用（" + t.class(m[2]) + "）"
	}
	if m := unreached.FindStringSubmatch(reason); m != nil {
		return "未连通：" + t.class(m[1])
	}
	for _, p := range []struct {
		form *regexp.Regexp
		text string
	}{
		{notGiven, "数据源不提供列 $1"}, {notBound, "本地没有接入 $1"}, {hidden, "列 $1 的值受数据源保护"}, {allUnknown, "没有可判断的数据：$1 条均未知"},
		{noFigure, "$1 未测得数值"}, {noHistory, "尚无历史：需要 $2 期，现有 $1 期"}, {bothZero, "本期与上期（$1）均为 0"},
		{noYearAgo, "尚无同期（$1）的结果"},
	} {
		if p.form.MatchString(reason) {
			return p.form.ReplaceAllString(reason, p.text)
		}
	}
	return phraseZH(reason)
}

// reasonOf translates the reason of a sample.
func (t tongue) reasonOf(phrase string) string {
	if t.chinese {
		return phraseZH(phrase)
	}
	return phrase
}
