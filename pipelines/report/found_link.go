package report

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// linkZH speaks of the kinds of a link patrol; "" for others.
func (t tongue) linkZH(o *store.Outcome) string {
	switch o.Kind {
	case "connect":
		if o.Measured == "1" {
			return "已连通"
		}
		return "未连通：" + t.class(o.Parts["class"])
	case "latency":
		return "响应用时 " + t.measured(o)
	case "privilege":
		if o.Parts["missing"] == "" {
			return "所需权限齐全"
		}
		return "缺少权限：" + o.Parts["missing"] + "，请数据源管理方授予本账号"
	case "schema":
		return schemaZH(o)
	case "certificate":
		return t.certificateZH(o)
	case "heartbeat":
		return t.heartbeatZH(o)
	case "stability":
		return stabilityZH(o)
	case "http":
		text := "应答状态 " + o.Parts["status"]
		if o.Violations > 0 {
			text += fmt.Sprintf("，%d 项不符合", o.Violations)
		}
		return text
	}
	return ""
}

// stabilityZH says how often the source was reached, and for how long at most it was not.
func stabilityZH(o *store.Outcome) string {
	text := fmt.Sprintf("探测 %s 次，连通 %s 次（%s）", commas(o.Judged), commas(o.Judged-o.Violations), percent(o.Judged-o.Violations, o.Judged))
	if longest, _, _ := strings.Cut(o.Parts["longest outage"], " "); longest != "" && longest != "0" {
		text += "，最长连续 " + longest + " 次不通"
	}
	return text
}

// heartbeatZH says when the beat came, and how late it is.
func (t tongue) heartbeatZH(o *store.Outcome) string {
	text := "从未收到心跳"
	if o.Parts["beat"] != "" {
		text = "最近一次心跳 " + shortMoment(o.Parts["beat"])
	}
	if due := o.Parts["due"]; due != "" {
		text = t.join(text, "应于 "+due+" 前到达")
	}
	if o.Measured != "" && o.Measured != "0" {
		text = t.join(text, "迟到 "+t.measured(o))
	}
	return text
}

// certificateZH says how long a certificate lasts, and what is wrong with it.
func (t tongue) certificateZH(o *store.Outcome) string {
	parts := []string{"证书 " + o.Parts["subject"] + " 有效期至 " + o.Parts["until"] + "，剩余 " + t.measured(o)}
	if strings.HasPrefix(o.Measured, "-") {
		parts[0] = "证书 " + o.Parts["subject"] + " 已于 " + o.Parts["until"] + " 过期"
	}
	for _, fault := range [][2]string{{"early", "尚未生效，生效于 "}, {"untrusted", "证书链不受信任："}, {"names", "与主机名不符，证书只适用于 "}} {
		if text := o.Parts[fault[0]]; text != "" {
			parts = append(parts, fault[1]+phraseZH(text))
		}
	}
	return t.join(parts...)
}
