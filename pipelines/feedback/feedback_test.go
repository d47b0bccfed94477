package feedback_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/pipelines/feedback"
)

func rows() []feedback.Row {
	row := func(sheet, check, print string) feedback.Row {
		return feedback.Row{
			Sheet: sheet, SystemTitle: "养老津贴系统", WatchTitle: sheet, CheckTitle: "不早于出生", Why: "=1+1", Key: "身份证号=110***4X", Basis: "a >= b", Found: "2026-W46",
			System: "elderly", Watch: "deaths", Check: check, Fingerprint: print,
		}
	}
	return []feedback.Row{row("死亡/信息", "rule", "aa"), row("死亡/信息", "rule", "bb"), row("死亡_信息", "unique(a,b)", "cc")}
}

func written(t *testing.T) *excelize.File {
	t.Helper()
	var b bytes.Buffer
	if err := feedback.Write(&b, feedback.Form{Counterparty: "公安局", Period: "2026-W46", Made: "2026-11-24", Rows: rows()}); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func read(t *testing.T, f *excelize.File) (feedback.Form, error) {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return feedback.Read(&b)
}

func set(t *testing.T, f *excelize.File, sheet, cell, text string) {
	t.Helper()
	if err := f.SetCellStr(sheet, cell, text); err != nil {
		t.Fatal(err)
	}
}

// TestRoundTrip: what is answered comes back with what names it; data are no formulas.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	f := written(t)
	if got := f.GetSheetList(); strings.Join(got, ",") != "说明,死亡_信息,死亡_信息 (2)" {
		t.Errorf("sheets: %q", got)
	}
	if formula, err := f.GetCellFormula("死亡_信息", "D2"); formula != "" || err != nil {
		t.Errorf("a formula: %q %v", formula, err)
	}
	if visible, err := f.GetColVisible("死亡_信息", "K"); visible || err != nil {
		t.Errorf("the row's token is shown: %v", err)
	}
	set(t, f, "死亡_信息", "H3", " 已核实 ")
	set(t, f, "死亡_信息 (2)", "I2", feedback.Genuine)
	form, err := read(t, f)
	if err != nil {
		t.Fatal(err)
	}
	if form.Counterparty != "公安局" || form.Period != "2026-W46" || len(form.Rows) != 2 {
		t.Fatalf("%+v", form)
	}
	first, second := form.Rows[0], form.Rows[1]
	if first.Answer != "已核实" || first.Fingerprint != "bb" || first.Line != 3 || first.Check != "rule" {
		t.Errorf("%+v", first)
	}
	if second.Handling != feedback.Genuine || !feedback.Excepts(second.Handling) || second.Check != "unique(a,b)" {
		t.Errorf("%+v", second)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*testing.T, *excelize.File)
		want  string
	}{
		"another file":  {func(t *testing.T, f *excelize.File) { set(t, f, "说明", "A2", "x") }, "no feedback form"},
		"a column gone": {func(t *testing.T, f *excelize.File) { set(t, f, "死亡_信息", "H1", "答复") }, "has no column 对方答复"},
		"the token gone": {func(t *testing.T, f *excelize.File) {
			set(t, f, "死亡_信息", "H2", "好")
			set(t, f, "死亡_信息", "K2", "")
		}, "row 2: the hidden columns"},
		"a check mangled": {func(t *testing.T, f *excelize.File) {
			set(t, f, "死亡_信息", "H2", "好")
			set(t, f, "死亡_信息", "J2", "x")
		}, "row 2: the hidden columns"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := written(t)
			c.spoil(t, f)
			if _, err := read(t, f); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v", err)
			}
		})
	}
	if _, err := feedback.Read(strings.NewReader("no zip")); err == nil || !strings.Contains(err.Error(), "save it as .xlsx") {
		t.Errorf("no spreadsheet: %v", err)
	}
}
