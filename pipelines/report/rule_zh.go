package report

import (
	"regexp"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// rule says what an outcome's check asks: an expression as it is written, and around it,
// or where there is none, the words of the language.
func (t tongue) rule(o *store.Outcome) string {
	if !t.chinese || o.Rule == "" {
		return o.Rule
	}
	text, other, _ := strings.Cut(o.Rule, " where other: ")
	if other != "" { // the filter of this side stands behind that of the other
		var own string
		if other, own, _ = strings.Cut(other, " where "); own != "" {
			text += " where " + own
		}
	}
	text, where, _ := strings.Cut(text, " where ")
	text = askedZH(o.Kind, text)
	if other != "" {
		text += "；对方只看 " + other
	}
	if where != "" {
		text += "；只看 " + where
	}
	return text
}

// askedZH translates what a kind asks. What has no words here is an expression.
func askedZH(kind, text string) string {
	fixed := map[string]string{
		"connect": "能够连通", "privilege": "账号可以读取", "schema": "表和列与定义相符", "latency": "响应时间", "certificate": "数字证书有效", "call": "接口有应答",
		"recorded probes": "两次巡检之间的探测", "recorded beats": "收到的心跳", "how the file stands": "文件按期到达", "the delivery": "按期供数",
	}
	if words := fixed[text]; words != "" && kind != "rule" {
		return words
	}
	text = groupsExpected.ReplaceAllString(text, "（应有 $1 组）")
	switch kind {
	case "type":
		return typeOf.ReplaceAllString(text, "$1 能按其类型读取")
	case "unique":
		return uniqueIn.ReplaceAllString(text, "$1 不重复")
	case "exists_in", "absent_from":
		return matchZH(text)
	case "control_total":
		return totalOf.ReplaceAllString(text, "与 $2 按 $3 的合计相符：$1")
	case "reconcile":
		return sameZH(text)
	case "group":
		return groupedBy.ReplaceAllString(text, "按 $1 分组：$2")
	}
	return text
}

var (
	groupsExpected = regexp.MustCompile(` \(([0-9]+) groups expected\)$`)
	typeOf         = regexp.MustCompile(`^type of (.+)$`)
	uniqueIn       = regexp.MustCompile(`^unique \((.+)\)$`)
	totalOf        = regexp.MustCompile(`^(.+) of (\S+) on (.+)$`)
	groupedBy      = regexp.MustCompile(`^by (.+?)(?:: |, )(.+)$`)
	matchOn        = regexp.MustCompile(`^(exists in|absent from) (\S+) on (.+?)(?: when (.+?))?(?: agreeing in (.+))?$`)
	sameOn         = regexp.MustCompile(`^same as (\S+) on (.+?)(?: in (.+?))?(?: until (.+?))?(?: once settled for (.+))?$`)
)

func matchZH(text string) string {
	m := matchOn.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	verb := "中存在"
	if m[1] == "absent from" {
		verb = "中不出现"
	}
	return "按 " + m[3] + " 在 " + m[2] + " " + verb + worded("，当 ", m[4]) + worded("，且相符 ", m[5])
}

func sameZH(text string) string {
	m := sameOn.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	return "与 " + m[1] + " 按 " + m[2] + " 一致" + worded("，比较 ", m[3]) + worded("，截至 ", m[4]) + worded("，静置后比较：", m[5])
}

// worded puts a word before a text that is there.
func worded(word, text string) string {
	if text == "" {
		return ""
	}
	return word + text
}
