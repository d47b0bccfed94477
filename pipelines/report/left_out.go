package report

import (
	"strings"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// leftOut names what a patrol went without and where the errors stand, in one line.
func (t tongue) leftOut(list []store.LeftOut) string {
	var names []string
	for _, o := range list {
		if o.System == "" {
			names = append(names, o.Place)
			continue
		}
		names = append(names, strings.TrimRight(o.System+"/"+o.Watch+"/"+o.Check, "/")+t.bracket(o.Place))
	}
	return strings.Join(names, t.comma())
}
