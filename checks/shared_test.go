package checks_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

func including(shared, contract string) checks.Input {
	return checks.Input{Kinds: kind.All(), Workspace: fstest.MapFS{
		"dogwatch.yaml":       {Data: []byte("version: 1\n")},
		"shared/answer.yaml":  {Data: []byte(shared)},
		"contracts/cars.yaml": {Data: []byte("contract: cars\ntitle: 车辆\ndirection: inbound\nkey: [no]\ninclude: [answer]\n" + contract)},
	}}
}

const sharedAnswer = "columns:\n  no: {title: 反馈号, type: text, class: internal}\n  told: {title: 时间, type: date, class: internal}\n" +
	"checks:\n  - row_count: 1..\n  - {id: answered, rule: blank(plate) or told != nil, title: 有结果就有时间}\n"

// TestInclude: a contract has the columns and checks of what it includes, and its own; of
// the same name its own stand in their place.
func TestInclude(t *testing.T) {
	t.Parallel()
	in := including(sharedAnswer, "columns:\n  plate: {title: 号牌, type: text, class: personal}\n  told: {title: 答复时间, type: date, required: true, class: internal}\n"+
		"checks:\n  - {id: short, rule: len(plate) < 9, title: 不长}\n")
	cat, list := checks.Load(in)
	if len(list) > 0 {
		t.Fatal(diag.Render(list, checks.Texts(in, list)))
	}
	c := cat.Contracts[0]
	var names, ids []string
	for _, column := range c.Columns {
		names = append(names, column.Name+" "+column.Title)
	}
	for _, check := range c.Checks {
		ids = append(ids, check.ID)
	}
	if !slices.Equal(names, []string{"no 反馈号", "told 答复时间", "plate 号牌"}) {
		t.Errorf("%q", names)
	}
	for _, id := range []string{"row_count", "answered", "short", "required(told)"} {
		if !slices.Contains(ids, id) {
			t.Errorf("no check %s among %v", id, ids)
		}
	}
	in = including(sharedAnswer, "columns:\n  plate: {title: 号牌, type: text, class: personal}\nchecks:\n  - {id: answered, rule: told != nil, title: 总有时间}\n")
	cat, list = checks.Load(in)
	if len(list) > 0 || !slices.ContainsFunc(cat.Contracts[0].Checks, func(c *checks.Check) bool { return c.ID == "answered" && c.Title == "总有时间" }) {
		t.Errorf("%v", list)
	}
}

// TestIncludeSaysWhere: a fault in a shared file is shown in that file.
func TestIncludeSaysWhere(t *testing.T) {
	t.Parallel()
	in := including(sharedAnswer, "columns:\n  colour: {title: 颜色, type: text, class: internal}\n")
	_, list := checks.Load(in)
	text := diag.Render(list, checks.Texts(in, list))
	if len(list) != 1 || !strings.Contains(text, "shared/answer.yaml:6:") || !strings.Contains(text, `"plate"`) {
		t.Errorf("%s", text)
	}
}
