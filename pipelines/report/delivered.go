package report

import (
	"regexp"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

var (
	notDue       = regexp.MustCompile(`^delivery not due until (.*)$`)
	beatNotDue   = regexp.MustCompile(`^beat not due until (.+)$`)
	lateDelivery = regexp.MustCompile(`^the delivery is late: due (.*)$`)
	halfCome     = regexp.MustCompile(`^load in progress: (.+) has come, (.+) has not$`)
	halfBatch    = regexp.MustCompile(`^load in progress: (.+) holds (.+), (.+) holds (.+)$`)
	shutAlone    = regexp.MustCompile(`^outside the source's window until (.+)$`)
	shutNamed    = regexp.MustCompile(`^outside the window of source (.+) until (.+)$`)
	inProgress   = regexp.MustCompile(`^load in progress: `)
)

// waitingZH translates the reasons for waiting; "" for any other.
func waitingZH(reason string) string {
	switch {
	case notDue.MatchString(reason):
		return notDue.ReplaceAllString(reason, "供数未到期（截止 $1）")
	case beatNotDue.MatchString(reason):
		return beatNotDue.ReplaceAllString(reason, "心跳未到期（截止 $1）")
	case lateDelivery.MatchString(reason):
		return lateDelivery.ReplaceAllString(reason, "等待逾期的供数（应于 $1）")
	case halfCome.MatchString(reason):
		return halfCome.ReplaceAllString(reason, "供数未到齐：$1 已到，$2 未到")
	case halfBatch.MatchString(reason):
		return halfBatch.ReplaceAllString(reason, "供数未到齐：$1 是 $2 批，$3 是 $4 批")
	case shutAlone.MatchString(reason):
		return shutAlone.ReplaceAllString(reason, "不在数据源的读取时段，$1 起可读")
	case shutNamed.MatchString(reason):
		return shutNamed.ReplaceAllString(reason, "不在数据源 $1 的读取时段，$2 起可读")
	case inProgress.MatchString(reason):
		return "数据正在装载"
	case reason == "no file has come":
		return "没有文件到达"
	case reason == "whether the delivery is complete is not known":
		return "无法判断供数是否完整"
	}
	return ""
}

// deliveryZH says whether what was expected has come.
func (t tongue) deliveryZH(o *store.Outcome) string {
	late := t.measured(o)
	text := "已供数"
	switch {
	case o.Verdict != "pass":
		text = "供数逾期 " + late + "（应于 " + o.Parts["due"] + "）"
	case o.Measured != "" && o.Measured != "0":
		text = "已供数，逾期 " + late
	}
	if n := o.Parts["withdrawn"]; n != "" {
		text += "，对方撤回 " + figure(n) + " 条"
	}
	return text
}

// backlogZH says what waits and what has failed.
func (t tongue) backlogZH(o *store.Outcome) string {
	text := "待处理 " + figure(o.Parts["waiting"]) + " 条，失败 " + figure(o.Parts["failed"]) + " 条"
	if age := o.Parts["age"]; age != "" {
		text += "，最早的已等 " + t.durations(age)
	}
	if n := o.Parts["retries"]; n != "" {
		text += "，最多重试 " + figure(n) + " 次"
	}
	if n := o.Parts["unlisted"]; n != "" {
		text += "，状态未列出 " + figure(n) + " 条"
	}
	return text
}
