package checks

import (
	"strconv"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// The readers below take what a value holds and give a zero value for another form:
// syntax.Check has reported that already.

func text(v *syntax.Value) string {
	if v == nil || v.Form != syntax.Scalar {
		return ""
	}
	return v.Text
}

func integer(v *syntax.Value) int64 {
	if v == nil {
		return 0
	}
	n, err := strconv.ParseInt(text(v), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

func truth(v *syntax.Value) bool { return v.Is("true") }

func scalar(v *syntax.Value) bool { return v != nil && v.Form == syntax.Scalar }

func items(v *syntax.Value) []*syntax.Value {
	if v == nil {
		return nil
	}
	return v.Items
}

func fields(v *syntax.Value) []syntax.Field {
	if v == nil {
		return nil
	}
	return v.Fields
}

// texts gives the scalars of a list.
func texts(v *syntax.Value) []string {
	var list []string
	for _, item := range items(v) {
		if scalar(item) {
			list = append(list, item.Text)
		}
	}
	return list
}

// texted gives the scalars of a map; nil for none.
func texted(v *syntax.Value) map[string]string {
	var m map[string]string
	for _, f := range fields(v) {
		if m == nil {
			m = map[string]string{}
		}
		m[f.Key.Text] = text(f.Value)
	}
	return m
}
