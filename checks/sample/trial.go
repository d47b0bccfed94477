package sample

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
)

// trial tries the samples of one check that want one verdict.
type trial struct {
	*runner
	watch    *checks.Watch
	check    *checks.Check
	others   Tables
	measures []checks.Measure
	past     told
	want     string
	at       *syntax.Value
}

// run tries rows one by one for a check of rows, tables one by one for the others.
func (t *trial) run() {
	rowwise := false
	if len(t.measures) == 1 && !comparing(t.check) {
		switch t.measures[0].(type) {
		case checks.RowRule, checks.Decode:
			rowwise = true
		}
	}
	for _, v := range t.at.Items {
		if (v.Form == syntax.Map) != rowwise {
			t.wrongForm(v, rowwise)
			return
		}
	}
	if rowwise {
		t.rows()
		return
	}
	for _, v := range t.at.Items {
		t.table(v)
	}
}

func (t *trial) wrongForm(v *syntax.Value, rowwise bool) {
	if rowwise {
		t.fault("DW-1623", v.Span, "write a list of rows", "`%s` judges single rows, and this is a table", t.check.ID)
		return
	}
	t.fault("DW-1623", v.Span, "write a list of tables, each a list of rows: [[{…}, {…}], [{…}]]", "`%s` judges a whole table, and this is a row", t.check.ID)
}

// rows judges each row by itself.
func (t *trial) rows() {
	column := ""
	if d, ok := t.measures[0].(checks.Decode); ok {
		column = d.Column
	}
	table, ok := t.runner.table(t.watch, t.at.Items, column)
	if !ok {
		return
	}
	for i, row := range table.Rows {
		one := Table{Schema: table.Schema, Rows: []Row{row}}
		result := Measure(t.measures[0], t.check.Filter(t.watch), one, t.others, t.env)
		t.verdict(t.at.Items[i].Span, rowVerdict(result), func() string { return t.trace(one, result) })
	}
}

// rowVerdict reads the verdict of the only row off the counts.
func rowVerdict(r checks.Result) string {
	switch {
	case r.Failure != nil:
		return r.Failure.Message
	case r.Rows == 0:
		return "filtered"
	case r.Faulted > 0:
		return Fault
	case r.Unknown > 0:
		return Unknown
	case r.Violations > 0:
		return Fail
	}
	return Pass
}

// trace gives the values of the rule's parts: samples are made up, nothing is masked.
func (t *trial) trace(one Table, r checks.Result) string {
	if r.Rows == 0 && r.Failure == nil {
		return "the check's `where` does not let the row through"
	}
	rule, ok := t.measures[0].(checks.RowRule)
	if !ok {
		return ""
	}
	set, err := rules.CompileSet([]*rules.Expr{rule.Rule}, one.Schema, t.env)
	if err != nil {
		return ""
	}
	record := one.record()
	defer record.Release()
	var parts []string
	for _, step := range set.Trace(0, record, 0) {
		text := step.Value.String()
		if step.Fault != 0 {
			text = step.Fault.String()
		}
		parts = append(parts, step.Source+" = "+text)
	}
	return strings.Join(parts, ", ")
}

// table measures and judges one table.
func (t *trial) table(v *syntax.Value) {
	own, ok := t.runner.table(t.watch, v.Items, "")
	if !ok {
		return
	}
	others := Tables{}
	maps.Copy(others, t.others)
	if len(others[t.watch.Contract.ID].Rows) == 0 {
		others[t.watch.Contract.ID] = own
	}
	var results []checks.Result
	for _, m := range t.measures {
		results = append(results, Measure(m, t.check.Filter(t.watch), own, others, t.env))
	}
	outcomes := t.check.Kind.Judge(checks.Judgement{
		Watch: t.watch, Check: t.check, Results: results, AsOf: t.env.AsOf, Zone: t.env.Zone,
		Calendar: t.catalog.Calendar, History: t.past,
	})
	o := gravest(outcomes)
	t.verdict(v.Span, tableVerdict(o.Verdict), func() string { return o.Reason })
}

// gravest gives the outcome that decides over a table: of groups, the first of the worst.
func gravest(outcomes []checks.Outcome) checks.Outcome {
	order := []checks.Verdict{checks.Skipped, checks.Waiting, checks.Pass, checks.Warn, checks.Fail, checks.Errored}
	return slices.MaxFunc(outcomes, func(a, b checks.Outcome) int {
		return cmp.Compare(slices.Index(order, a.Verdict), slices.Index(order, b.Verdict))
	})
}

func tableVerdict(v checks.Verdict) string {
	switch v {
	case checks.Skipped:
		return Unknown
	case checks.Errored:
		return Fault
	}
	return string(v)
}

// verdict records one sample and reports it if it is judged otherwise.
func (t *trial) verdict(span diag.Span, got string, detail func() string) {
	v := Verdict{Of: t.of(t.watch), Check: t.check.ID, Want: t.want, Got: got, Span: span}
	key := v.Of + "/" + v.Check
	if t.shown[key] == nil {
		t.shown[key] = &Gap{}
	}
	if v.OK() {
		t.shown[key].Passes = t.shown[key].Passes || got == Pass
		t.shown[key].Fails = t.shown[key].Fails || got == Fail
	} else {
		v.Detail = detail()
		t.fault("DW-1624", span, "correct the rule or the sample", "`%s` gives %s, not %s: %s", v.Check, describe(got), t.want, v.Detail)
	}
	t.report.Verdicts = append(t.report.Verdicts, v)
}

// describe names a verdict in a message.
func describe(got string) string {
	if got == "filtered" {
		return "no verdict"
	}
	return got
}
