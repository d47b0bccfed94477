package sample_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/sample"
)

const payments = `
contract: payments
title: 发放
direction: outbound
key: [no]
columns:
  no:       {title: 流水号, type: text, class: internal}
  payee:    {title: 领款人, type: text, required: true, max_length: 4, class: personal}
  paid_on:  {title: 发放日期, type: date, class: internal}
  at:       {title: 时间, type: timestamp, class: internal}
  month:    {title: 月份, type: month, class: internal}
  amount:   {title: 金额, type: "decimal(8,2)", range: 0.01..99999, class: personal}
  district: {title: 区, type: text, class: internal}
  share:    {title: 份额, type: integer, class: internal}
checks:
  - row_count: 1..2
  - freshness: at
    warn: 2d
    fail: 3wd
  - {id: once, title: 不重复, unique: [payee, month]}
  - {id: share, title: 份额, rule: amount / share > 1}
  - {id: this-month, title: 本月, rule: 'paid_on >= period.start and paid_on < period.end', where: district == "甲"}
  - {id: known, title: 在册, exists_in: people, on: {payee: name}, when: other.born < paid_on, agree: {district: home}}
  - {id: alive, title: 未死亡, absent_from: people, on: {payee: name}, when: month > month(other.died)}
  - {id: same, title: 一致, reconcile: {with: ledger, on: {no: voucher}, columns: {amount: amount, paid_on: day}, tolerance: {amount: 0.01, paid_on: 1d}, until: 'amount < 500', other_where: 'day != "2026-01-01"'}}
  - {id: twice, title: 两处一致, reconcile: {with: payments, on: [no]}}
  - {id: original, title: 有原流水, exists_in: payments, on: {payee: no}}
  - {id: paid, title: 合计, aggregate: {sum: share}, fail: "< 0"}
  - {id: moved, title: 环比, compare: {of: paid, to: previous}, fail: 50%}
  - {id: yearly, title: 同比, compare: {of: paid, to: year-ago}, fail: 50%}
  - {id: usual, title: 波动, band: {of: paid, least: 3, change: 1}}
  - {id: all, title: 各区, group: {by: [district], holds: 'count >= 1 and total > 10', figures: {total: {sum: amount}}, expect: [甲, 乙]}}
`

const batches = `
contract: batches
title: 批次
direction: outbound
key: [no]
columns:
  no:    {title: 批次号, type: text, class: internal}
  count: {title: 笔数, type: integer, class: internal}
  total: {title: 总额, type: "decimal(8,2)", class: internal}
checks:
  - id: agrees
    title: 相符
    control_total: {with: payments, on: {no: no}, count: count, sum: {total: amount}, other_where: 'district != "丙"', tolerance: 0.01}
`

const people = `
contract: people
title: 人员
direction: inbound
may_be_empty: true
key: [name]
columns:
  name: {title: 姓名, type: text, class: personal}
  home: {title: 区, type: text, class: personal}
  born: {title: 出生, type: date, class: personal}
  died: {title: 死亡, type: date, class: personal}
`

const ledger = `
contract: ledger
title: 账
direction: inbound
may_be_empty: true
key: [voucher]
columns:
  voucher: {title: 凭证号, type: text, class: internal}
  amount:  {title: 金额, type: "decimal(10,2)", class: personal}
  day:     {title: 日期, type: date, class: internal}
`

func workspace(samples map[string]string) checks.Input {
	files := fstest.MapFS{
		"dogwatch.yaml":           {Data: []byte("version: 1\n")},
		"contracts/payments.yaml": {Data: []byte(payments)},
		"contracts/batches.yaml":  {Data: []byte(batches)},
		"contracts/people.yaml":   {Data: []byte(people)},
		"contracts/ledger.yaml":   {Data: []byte(ledger)},
		"codes/holidays.csv":      {Data: []byte("date,name,off\n2026-10-01,国庆节,true\n")},
	}
	for name, text := range samples {
		files["contracts/"+name+"_test.yaml"] = &fstest.MapFile{Data: []byte(text)}
	}
	return checks.Input{Workspace: files, Kinds: kind.All()}
}

func run(t *testing.T, samples map[string]string) (*sample.Report, diag.List) {
	t.Helper()
	in := workspace(samples)
	loaded, list := checks.Load(in)
	if len(list) > 0 {
		t.Fatal(diag.Render(list, checks.Texts(in, list)))
	}
	return sample.Run(in, loaded)
}

// TestVerdicts tries every measure in every verdict that it can give.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	report, list := run(t, map[string]string{"payments": `
contract: payments
as_of: "2026-11-24 08:00:00"
samples:
  - check: required(payee)
    pass: [{payee: 张三}]
    fail: [{payee: "　"}, {payee: ~}, {}]
  - check: type(paid_on)
    pass: [{paid_on: 2024-02-29}, {paid_on: ~}]
    fail: [{paid_on: 2026-02-29}, {paid_on: 24/11/2026}]
  - check: type(amount)
    fail: [{amount: 1.005}, {amount: 1234567.00}]
  - check: length(payee)
    pass: [{payee: 欧阳修文}]
    fail: [{payee: 欧阳修文章}]
    unknown: [{payee: ~}]
  - check: range(amount)
    pass: [{amount: 0.01}]
    fail: [{amount: 0.00}]
  - check: share
    pass: [{amount: 10, share: 2}]
    fail: [{amount: 1, share: 2}]
    unknown: [{amount: 1, share: ~}]
    fault: [{amount: 1, share: 0}]
  - check: this-month
    pass: [{district: 甲, paid_on: 2026-11-30}]
    fail: [{district: 甲, paid_on: 2026-12-01}]
  - check: row_count
    pass: [[{no: 1}]]
    fail: [[], [{no: 1}, {no: 2}, {no: 3}]]
  - check: freshness
    pass: [[{at: 2026-11-23 08:00:00}, {at: 2001-01-01}]]
    fail: [[{at: 2026-11-18}], [{at: 2026-11-24}, {at: 2026-11-25}]]
    unknown: [[]]
    fault: [[{at: 2020-01-01}]]
  - check: once
    pass: [[{payee: 张三, month: 2026-10}, {payee: 张三, month: 2026-11}]]
    fail: [[{payee: 张三, month: 2026-11}, {payee: 张三, month: 2026-11}]]
    unknown: [[{payee: 张三}], []]
  - check: known
    other:
      people: [{name: 张三, born: 1950-01-01, home: 乙}, {name: 张三, born: 1960-01-01, home: 甲}, {name: 李四, home: 甲}]
    pass: [[{payee: 张三, paid_on: 2026-11-01, district: 甲}]]
    fail:
      - [{payee: 王五, paid_on: 2026-11-01, district: 甲}]
      - [{payee: 张三, paid_on: 2026-11-01, district: 丙}]
      - [{payee: 张三, paid_on: 1955-11-01, district: 甲}]
    unknown: [[{payee: 李四, paid_on: 2026-11-01, district: 甲}], [{paid_on: 2026-11-01}]]
  - check: alive
    other: {people: [{name: 张三, died: 2026-10-05}]}
    pass: [[{payee: 张三, month: 2026-10}], [{payee: 李四, month: 2026-10}]]
    fail: [[{payee: 张三, month: 2026-11}]]
  - check: same
    other: {ledger: [{voucher: a, amount: 1.00, day: 2026-11-02}, {voucher: old, amount: 2, day: 2026-01-01}, {voucher: c, amount: 600, day: 2026-01-02}]}
    pass:
      - [{no: a, amount: 1.01, paid_on: 2026-11-01}, {no: b, amount: 500, paid_on: 2026-11-01}]
      - [{no: a, amount: 1.00, paid_on: 2026-11-03}, {no: c, amount: 1, paid_on: 2026-01-02}]
    fail:
      - [{no: a, amount: 1.02, paid_on: 2026-11-01}]
      - [{no: a, amount: 1.00, paid_on: 2026-11-04}]
      - [{no: a, amount: 1.00, paid_on: ~}]
      - [{no: a, amount: 1.00, paid_on: 2026-11-02}, {no: a, amount: 1.00, paid_on: 2026-11-02}]
      - [{no: a, amount: 1.00, paid_on: 2026-11-02}, {no: old, amount: 2, paid_on: 2026-01-01}]
      - []
  - check: twice
    other: {payments: [{no: a, payee: 张三, share: ~}, {no: a, payee: 李四}]}
    pass: [[{no: a, payee: 李四}, {no: a, payee: 张三, share: ~}]]
    fail: [[{no: a, payee: 张三}, {no: a, payee: 张三}], [{no: a, payee: 张三, share: 1}, {no: a, payee: 李四}]]
  - check: original
    pass: [[{no: a, payee: b}, {no: b, payee: a}]]
    fail: [[{no: a, payee: c}]]
  - check: paid
    pass: [[{share: 1}]]
    fail: [[{share: -5}]]
  - check: moved
    earlier: [20]
    pass: [[{share: 15}], [{share: 15}, {share: 15}]]
    fail: [[{share: 9}], [{share: 31}]]
    unknown: [[]]
  - check: moved
    year_ago: 5
    unknown: [[{share: 15}]]
  - check: yearly
    year_ago: 20
    pass: [[{share: 15}]]
    fail: [[{share: 9}]]
  - check: usual
    earlier: [20, 21, 19]
    pass: [[{share: 21}]]
    fail: [[{share: 30}]]
  - check: usual
    earlier: [20, 21]
    unknown: [[{share: 30}]]
  - check: all
    pass: [[{district: 甲, amount: 6}, {district: 甲, amount: 6}, {district: 乙, amount: 11}]]
    fail: [[{district: 甲, amount: 11}], [{district: 甲, amount: 11}, {district: 乙, amount: 1}]]
`, "batches": `
contract: batches
as_of: "2026-11-24"
samples:
  - check: agrees
    other:
      payments: [{no: a, amount: 1.50, district: 甲}, {no: a, amount: 2.50, district: 甲}, {no: a, amount: 9, district: 丙}]
    pass: [[{no: a, count: 2, total: 4.00}], [{no: a, count: 2, total: 4.01}]]
    fail: [[{no: a, count: 3, total: 4.00}], [{no: a, count: 2, total: 4.02}], [], [{no: a, count: 2, total: 4.00}, {no: b, count: 1, total: 0}]]
    unknown: [[{no: a, count: ~, total: 4.00}]]
`})
	for _, d := range list {
		t.Errorf("%s %s", d.Span.Start, d.Message)
	}
	if len(report.Verdicts) < 50 {
		t.Errorf("only %d samples ran", len(report.Verdicts))
	}
	var gaps []string
	for _, g := range report.Gaps {
		if !strings.HasPrefix(g.Check, "type(") {
			gaps = append(gaps, fmt.Sprintf("%s/%s %v %v", g.Of, g.Check, g.Passes, g.Fails))
		}
	}
	if len(gaps) > 0 {
		t.Errorf("gaps: %v", gaps)
	}
}

// TestMismatch: a sample that is judged otherwise shows the parts of the rule.
func TestMismatch(t *testing.T) {
	t.Parallel()
	report, list := run(t, map[string]string{"payments": `
contract: payments
as_of: "2026-11-24"
period: {start: 2026-10-01, end: 2026-11-01}
samples:
  - check: share
    fail: [{amount: 10, share: 2}]
  - check: this-month
    pass: [{district: 乙, paid_on: 2026-10-05}]
    fail: [{district: 甲, paid_on: 2026-11-05}]
`})
	var got []string
	for _, d := range list {
		got = append(got, d.Code+" "+d.Message)
	}
	want := []string{
		"DW-1624 `share` gives pass, not fail: amount = 10.00, share = 2, amount / share = 5.000000, amount / share > 1 = true",
		"DW-1624 `this-month` gives no verdict, not pass: the check's `where` does not let the row through",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if len(report.Verdicts) != 3 || !report.Verdicts[2].OK() {
		t.Errorf("%+v", report.Verdicts)
	}
}
