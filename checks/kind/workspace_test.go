package kind_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
)

const (
	deployment = "version: 1\nsources:\n  front: {driver: sqlite, path: front.db}\n  calls: {driver: http, url: 'http://127.0.0.1/'}\n"

	people = `contract: people
title: 人员
direction: inbound
key: [id_card]
may_be_empty: true
columns:
  id_card: {title: 身份证号, type: id_card, class: sensitive}
  name: {title: 姓名, type: text, class: personal}
  born: {title: 出生日期, type: date, class: personal}
  account: {title: 账号, type: bank_account, class: sensitive}
  place: {title: 区划, type: division_code, class: internal}
  phone: {title: 电话, type: phone, class: personal}
  card: {title: 残疾证, type: disability_card, class: sensitive}
  org: {title: 机构, type: credit_code, class: public}
  age: {title: 年龄, type: integer, class: personal}
  amount: {title: 金额, type: "decimal(12,2)", class: internal}
  declared: {title: 总金额, type: "decimal(16,2)", class: internal}
  ratio: {title: 比例, type: float, class: internal}
  month: {title: 月份, type: month, class: internal}
  updated_at: {title: 更新时间, type: timestamp, class: internal}
`
	payments = `contract: payments
title: 发放
direction: outbound
key: [no]
may_be_empty: true
columns:
  no: {title: 流水号, type: text, class: internal}
  payee: {title: 领款人, type: id_card, class: sensitive}
  payee_name: {title: 姓名, type: text, class: personal}
  amount: {title: 金额, type: "decimal(12,2)", class: internal}
  month: {title: 月份, type: month, class: internal}
`
	watches = `system: s
title: 系统
watches:
  - {contract: people, source: front, from: people}
  - {contract: payments, source: front, from: payments}
`
	holidays = "date,name,off\n2026-10-01,国庆节,true\n2026-10-10,国庆节,false\n"
)

// load binds a workspace whose contract people has the checks given in YAML.
func load(list string) (*checks.Catalog, diag.List) {
	files := map[string]string{
		"dogwatch.yaml": deployment, "contracts/people.yaml": people + "checks:\n" + indent(list), "contracts/payments.yaml": payments,
		"watches/s.yaml": watches, "codes/holidays.csv": holidays, "codes/sexes.csv": "code,name\n男,男\n女,女\n",
	}
	workspace := fstest.MapFS{}
	for name, text := range files {
		workspace[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return checks.Load(checks.Input{Workspace: workspace, Kinds: kind.All()})
}

func indent(list string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(list), "\n", "\n  ") + "\n"
}

// bound gives the first written check of a list, bound to its watch.
func bound(t testing.TB, list string) (*checks.Catalog, *checks.Watch, *checks.Check) {
	t.Helper()
	catalog, faults := load(list)
	if faults.Errors() {
		t.Fatalf("%s\n%s", list, told(faults))
	}
	w := catalog.Systems[0].Watches[1]
	if w.ID != "people" {
		t.Fatalf("watch %s", w.ID)
	}
	for _, c := range w.Checks {
		if shorthand := strings.HasPrefix(c.ID, "type(") || strings.HasPrefix(c.ID, "format("); !shorthand && c.Kind.Doc().Name == first(list) {
			return catalog, w, c
		}
	}
	if id := first(list); id == "type" || id == "format" {
		return catalog, w, catalog.Contracts[1].Checks[len(catalog.Contracts[1].Checks)-1]
	}
	t.Fatalf("no check in %s", list)
	return nil, nil, nil
}

// first finds the kind of the first check of a list.
func first(list string) string {
	at, name := len(list), ""
	for _, k := range kind.All() {
		if i := strings.Index(list, k.Doc().Name+":"); i >= 0 && i < at {
			at, name = i, k.Doc().Name
		}
	}
	return name
}

func told(faults diag.List) string {
	var lines []string
	for _, d := range faults {
		lines = append(lines, fmt.Sprintf("%s %d:%d %s (%s)", d.Code, d.Span.Start.Line, d.Span.Start.Column, d.Message, d.Hint))
	}
	return strings.Join(lines, "\n")
}

// past is a History of one check, newest first.
type past []checks.Past

func (p past) Earlier(_, _ string, n int) []checks.Past { return p[:min(n, len(p))] }

// YearAgo gives the oldest value: the tests of a year ago have one.
func (p past) YearAgo(string, string) (checks.Past, bool) {
	if len(p) == 0 {
		return checks.Past{Period: "2025-W48"}, false
	}
	return p[len(p)-1], true
}

var shanghai = time.FixedZone("CST", 8*3600)

// asOf is a Tuesday.
var asOf = time.Date(2026, 11, 24, 9, 30, 0, 0, shanghai)

// judge judges results of the first check of a list.
func judge(t testing.TB, list string, history past, results ...checks.Result) checks.Outcome {
	t.Helper()
	catalog, w, c := bound(t, list)
	outcomes := c.Kind.Judge(checks.Judgement{
		Watch: w, Check: c, Results: results, AsOf: asOf, Zone: shanghai, Calendar: catalog.Calendar, History: history,
	})
	if len(outcomes) != 1 {
		t.Fatalf("%d outcomes", len(outcomes))
	}
	return outcomes[0]
}
