package report

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// fileZH says what became of a file.
func fileZH(o *store.Outcome) string {
	name := path.Base(o.Parts["file"])
	matches, none := strings.CutPrefix(o.Reason, "no file matches ")
	switch {
	case o.Verdict == "error":
		return ""
	case none:
		return "没有符合 " + matches + " 的文件"
	case o.Measured == "" && strings.HasPrefix(o.Reason, "the file is not complete"):
		return "文件 " + name + " 不完整，自 " + o.Parts["modified"] + " 起无人再写入"
	case o.Measured == "":
		return "应于 " + o.Parts["due"] + " 到达的文件没有到齐"
	case o.Measured == "0":
		return "文件 " + name + " 是空的"
	case o.Verdict == "warn" && strings.HasPrefix(o.Reason, "it was sent again unchanged"):
		return "文件 " + name + " 与上次已接受的供数内容完全相同，是重复报送"
	}
	return "文件 " + name + "，" + figure(o.Parts["size"]) + " 字节"
}

// fileTotalZH lists the figures that differ from what the file declares.
func fileTotalZH(o *store.Outcome) string {
	if o.Violations == 0 {
		return commas(o.Judged) + " 项合计全部相符"
	}
	var differing []string
	for _, part := range slices.Sorted(maps.Keys(o.Parts)) {
		name, ok := strings.CutSuffix(part, ".counted")
		if declared := o.Parts[name+".declared"]; ok && declared != o.Parts[part] && strings.Contains(o.Reason, name+" "+o.Parts[part]+", declared") {
			differing = append(differing, totalZH(name, o.Parts[part], declared))
		}
	}
	return "合计不符：" + strings.Join(differing, "；")
}

func totalZH(name, counted, declared string) string {
	if name == "rows" {
		name = "行数"
	}
	if declared == "nothing that is a number" {
		return name + " " + counted + "，声明的不是数"
	}
	return name + " " + counted + "，声明 " + declared
}
