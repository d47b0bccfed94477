package report

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// unsliced begins the reason why a table cannot be read in slices.
const unsliced = "it cannot be read in slices: "

// seen says that the rows were not seen at one point in time; "" if they were.
func (t tongue) seen(o *store.Outcome) string {
	switch {
	case o.Parts["view"] != string(checks.Ranges):
		return ""
	case t.chinese:
		return "分段读取，各段不是同一时点的数据"
	}
	return "read in slices, not at one point in time"
}
