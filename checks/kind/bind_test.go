package kind_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

func rat(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// TestRules: the rules that kinds make up from their parameters.
func TestRules(t *testing.T) {
	t.Parallel()
	cases := []struct{ check, want string }{
		{"- required: name", "not blank(name)"},
		{"- required: [name, born]", "not blank(name) and born != nil"},
		{"- length: {column: name, within: 1..60}", "len(name) >= 1 and len(name) <= 60"},
		{"- length: {column: name, within: ..60}", "len(name) <= 60"},
		{"- length: {column: name, within: 18}", "len(name) == 18"},
		{"- range: {column: amount, within: -1.50..}", "amount >= -1.50"},
		{"- range: {column: age, within: 0..150}", "age >= 0 and age <= 150"},
		{"- format: {column: name, pattern: '[a-z]+|\"\\d'}", `name matches "^(?:[a-z]+|\"\\d)$"`},
		{"- format: id_card", "id_card_valid(id_card)"},
		{"- format: org", "credit_code_valid(org)"},
		{"- format: phone", "phone_valid(phone)"},
		{"- format: card", "disability_card_valid(card)"},
		{"- format: place", `place matches "^[0-9]{6}([0-9]{3}([0-9]{3})?)?$"`},
		{"- format: account", `account matches "^[0-9]{8,32}$"`},
		{"- code: {column: name, dictionary: sexes}", `code_valid("sexes", name)`},
		{"- code: {column: name, dictionary: sexes, on: born}", `code_valid("sexes", name, born)`},
		{"- code: {column: name, dictionary: sexes, on: updated_at}", `code_valid("sexes", name, date(updated_at))`},
		{"- code: {column: name, dictionary: sexes, on: month}", `code_valid("sexes", name, first_day(month))`},
		{"- {id: x, rule: age >= 18}", "age >= 18"},
	}
	for _, c := range cases {
		list := c.check
		if !strings.Contains(list, "id: x") {
			list = strings.Replace(list, "- ", "- id: x\n  ", 1)
		}
		_, w, check := bound(t, list)
		measures := check.Kind.Measures(w, check)
		if len(measures) != 1 {
			t.Fatalf("%s: %d measures", c.check, len(measures))
		}
		if m, ok := measures[0].(checks.RowRule); !ok || m.Rule.Source() != c.want {
			t.Errorf("%s: %+v", c.check, measures[0])
		}
	}
}

func TestBindFaults(t *testing.T) {
	t.Parallel()
	cases := []struct{ check, want string }{
		{"- required: [nme]", "DW-1202 the contract `people` has no column `nme` (did you mean `name`?)"},
		{"- length: {column: age, within: 1..3}", "DW-1503 the column `age` is integer, not text (use range for numbers)"},
		{"- length: {column: name, within: 1.5..3}", "DW-1503 a length is a whole number (for example 1..60)"},
		{"- length: {column: name, within: '> 3'}", "DW-1501 not a bound: a range is needed here (what is allowed: 1..60, 1.. or ..60)"},
		{"- range: {column: born, within: 1..3}", "DW-1503 the column `born` is date, not a number (use length for text, and a rule for dates: born >= \"1900-01-01\")"},
		{"- format: name", "DW-1503 the column `name` has no form of its own (give a pattern, or a type with a meaning such as id_card)"},
		{"- format: {column: age, pattern: '1'}", "DW-1503 the column `age` is integer, not text (a pattern needs text)"},
		{"- format: {column: name, pattern: '('}", "DW-1408 "},
		{"- code: {column: age, dictionary: sexes}", "DW-1503 the column `age` is integer, not text (codes are text: 01 is not 1)"},
		{"- code: {column: name, dictionary: sexs}", "DW-1408 "},
		{"- code: {column: name, dictionary: sexes, on: age}", "DW-1503 the column `age` is integer, not a date (name a date, month or timestamp column)"},
		{"- freshness: name", "DW-1503 the column `name` is text, not a date or timestamp (name the column that says when a row was registered or changed)"},
		{"- freshness: {column: born, future: 3d}", "DW-1501 not a bound: a duration has no meaning here (write a number)"},
		{"- row_count: 5", "DW-1501 not a bound: an operator or a range is needed here"},
		{"- row_count: '> 5'", "DW-1501 not a bound: a range is needed here"},
		{"- compare: {of: row_count, to: yesterday}", "DW-1015 "},
		{"- band: {of: row_count, over: 2}", "DW-1503 2 is no number of periods (3 to 120)"},
		{"- band: {of: row_count, over: 8, least: 9}", "DW-1503 9 is no number of periods (3 to 8)"},
		{"- band: {of: row_count, change: 1..5}", "DW-1501 not a bound: one number is needed here (200, or 5% of the median)"},
		{"- band: {of: row_count, change: '> 5'}", "DW-1501 not a bound: one number is needed here"},
		{"- certificate: false", "DW-1503 write true"},
		{"- certificate: {host: 'https://x/y'}", "DW-1503 `https://x/y` is no name of a host (without scheme, port and path"},
		{"- certificate: true\n  warn: 30wd", "DW-1501 "},
		{"- heartbeat: {every: month}", "DW-1015 "},
		{"- heartbeat: {every: day}", "DW-1503 a beat of every day has a window (add window: \"01:00-05:00\", or write every: 24h)"},
		{"- heartbeat: {every: 1h, window: '01:00-05:00'}", "DW-1503 a window is for a beat of every day (write every: day, or take the window out)"},
		{"- heartbeat: {every: day, window: '1-5'}", "DW-1110 `1-5` is no time of day from one clock to another"},
		{"- heartbeat: {every: 0s}", "DW-1503 0s is no time between two beats (1s to 100d)"},
		{"- heartbeat: {every: 1h, time: yyyyMMdd}", "DW-1503 there is no file whose first line could hold a time (add file: and its name)"},
		{"- heartbeat: {every: 1h, file: done.flag, time: hhmm}", "DW-1503 not a layout: "},
		{"- connect: false", "DW-1503 write true (to leave the check out of the verdict, override it with `status: proposed`)"},
		{"- http: {status: 42}", "DW-1503 42 is no HTTP status (100 to 599)"},
		{"- {id: x, exists_in: paymnts, on: [name]}", "DW-1302 there is no contract `paymnts` (did you mean `payments`?)"},
		{"- {id: x, exists_in: payments, on: [name]}", "DW-1202 the contract `payments` has no column `name`"},
		{"- {id: x, exists_in: payments, on: {age: payee}}", "DW-1503 `age` is integer and `other.payee` is id_card (columns that are compared need the same type in both contracts)"},
		{"- {id: x, absent_from: payments, on: {id_card: payee}, when: other.amout > 0}", "DW-1404 "},
		{"- {id: x, control_total: {with: payments, on: {name: no}}}", "DW-1503 there is nothing to compare (give count, sum or both)"},
		{"- {id: x, control_total: {with: payments, on: {name: no}, sum: {ratio: amount}}}", "DW-1503 the column `ratio` is float (totals need an integer or a decimal)"},
		{"- {id: x, reconcile: {with: payments, on: {id_card: payee}, tolerance: {name: 1}}}", "DW-1503 the column `name` is not compared (name it under columns too)"},
		{"- {id: x, reconcile: {with: payments, on: {id_card: payee}, tolerance: {amount: 2s}}}", "DW-1503 a tolerance of a number is a number (write 0.01)"},
		{"- {id: x, reconcile: {with: payments, on: {id_card: payee}, tolerance: {month: 1d}}}", "DW-1503 a tolerance has no meaning for month (only numbers, dates and timestamps have one)"},
		{"- {id: x, reconcile: {with: payments, on: {id_card: payee}, settle: 2d}}", "DW-1503 keys may rest for an hour at most (write seconds or minutes: 5m)"},
		{"- {id: x, reconcile: {with: payments, on: {id_card: payee}, other_until: amount > 1}}", "DW-1503 the watermark has one side only (write `until` for this side too)"},
		{"- {id: x, reconcile: {with: payments, on: {id_card: payee}, columns: {age: amount}}}", "DW-1503 `age` is integer and `other.amount` is decimal(12,2) (columns that are compared need the same type in both contracts)"},
		{"- {id: x, group: {by: [place]}}", "DW-1503 a group without `holds` and `expect` says nothing (for example `holds: count >= 1`)"},
		{"- {id: x, group: {by: [place], figures: {place: {sum: amount}}, holds: count > 1}}", "DW-1503 two columns of the group are called `place` (give one of them another name: by: {name: expression})"},
		{"- {id: x, group: {by: [place], figures: {typical: {median: name}}, holds: count > 1}}", "DW-1503 `name` is text (figures are exact: they need an integer or a decimal)"},
		{"- {id: x, group: {by: [place], figures: {high: {percentile: {of: amount, at: 100}}}, holds: count > 1}}", "DW-1503 a percentile is at 1 to 99 (for the extremes there are min and max)"},
		{"- {id: x, aggregate: {by: place}}", "DW-1018 "},
		{"- {id: x, aggregate: {sum: amount, avg: amount}}", "DW-1019 "},
		{"- {id: x, aggregate: {sum: ratio}}", "DW-1503 `ratio` is float (figures are exact: they need an integer or a decimal; write to_decimal(ratio, 2))"},
		{"- {id: x, aggregate: {max: born}}", "DW-1503 `born` is date (figures are exact: they need an integer or a decimal)"},
		{"- {id: x, aggregate: {share: amount}}", "DW-1409 "},
		{"- {id: x, aggregate: {percentile: {of: amount, at: 100}}}", "DW-1503 a percentile is at 1 to 99 (for the extremes there are min and max)"},
		{"- {id: x, aggregate: {sum: amount, expect: [a]}}", "DW-1503 without `by` there are no groups to expect"},
		{"- {id: x, aggregate: {sum: amount, by: 'left(id_card, 6)'}}", "DW-1503 outcomes are named by their group, and `left(id_card, 6)` is personal"},
		{"- {id: x, aggregate: {max: 'to_integer(account)'}}", "DW-1503 `to_integer(account)` is sensitive, and max is the value of one row"},
		{"- {id: x, aggregate: {sum: amount}, fail: 5}", "DW-1501 not a bound: an operator or a range is needed here"},
		{"- {id: x, aggregate: {sum: amount}, fail: '> 5%'}", "DW-1501 "},
		{"- {id: x, aggregate: {avg: amonut}}", "DW-1404 "},
		{"- {id: x, group: {by: [place], expect: {dictionary: plces}}}", "DW-1602 there is no dictionary `plces`"},
	}
	for _, c := range cases {
		_, faults := load(c.check)
		if !faults.Errors() {
			t.Errorf("%s: no fault", c.check)
			continue
		}
		found := false
		for _, d := range faults {
			found = found || strings.HasPrefix(d.Code+" "+d.Message+" ("+d.Hint+")", c.want)
		}
		if !found {
			t.Errorf("%s:\n%s", c.check, told(faults))
		}
	}
}

// TestMatchBinds: pairs, filters and the watch on the other side.
func TestMatchBinds(t *testing.T) {
	t.Parallel()
	_, w, c := bound(t, "- id: x\n  exists_in: payments\n  on: {id_card: payee}\n  agree: {name: payee_name}\n  when: month >= other.month\n  other_where: amount > 0")
	m, ok := c.Kind.Measures(w, c)[0].(checks.Match)
	if !ok || m.Other.ID != "payments" || !m.Want || len(m.On) != 1 || m.Agree[0].Right != "payee_name" || m.When == nil || m.OtherWhere == nil {
		t.Errorf("%+v", m)
	}
	alone := *w
	system := *w.System
	system.Watches = []*checks.Watch{&alone}
	alone.System, alone.Refs = &system, nil
	if list := c.Kind.Measures(&alone, c); list != nil {
		t.Errorf("measures without the other watch: %v", list)
	}
	o := c.Kind.Judge(checks.Judgement{Watch: &alone, Check: c})[0]
	if o.Verdict != checks.Errored || !strings.Contains(o.Reason, "the other contract needs a watch in this system") {
		t.Errorf("%s %q", o.Verdict, o.Reason)
	}
}

// TestCompareWhere: the figure is taken over the rows of the check it follows.
func TestCompareWhere(t *testing.T) {
	t.Parallel()
	for _, of := range []string{"row_count: 0..", "aggregate: {avg: amount, by: place}", "rule: age < 120"} {
		_, w, c := bound(t, "- compare: {of: adults, to: previous}\n  fail: 50%\n- id: adults\n  "+of+"\n  where: age >= 18")
		if c.Kind.Doc().Name != "compare" || len(c.Kind.Measures(w, c)) != 1 {
			t.Fatal(c.ID)
		}
		if where := c.Filter(w); where == nil || where.Source() != "age >= 18" {
			t.Errorf("%s: %v", of, where)
		}
	}
}

// TestDocs: the reference is complete, and every example can be read.
func TestDocs(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range kind.All() {
		d := k.Doc()
		if d.Name == "" || d.Title == "" || d.Doc == "" || d.Dimension == "" || d.Aspect == "" || seen[d.Name] {
			t.Errorf("%+v", d)
		}
		seen[d.Name] = true
		root, faults := syntax.Parse("example", []byte(d.Example))
		if len(faults) > 0 || root.Get(d.Name) == nil {
			t.Errorf("%s: the example cannot be read", d.Name)
			continue
		}
		if list := syntax.Check(root.Get(d.Name), d.Shape); len(list) > 0 {
			t.Errorf("%s: %s", d.Name, told(list))
		}
		if d.DefaultFail != "" {
			if _, err := checks.ParseBound(d.DefaultFail, d.BoundForm()); err != nil {
				t.Errorf("%s: %v", d.Name, err)
			}
		}
	}
	if len(seen) != 30 {
		t.Errorf("%d kinds", len(seen))
	}
}
