package kind_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// row makes a result of judged rows.
func row(rows, violations, unknown, faulted int64) checks.Result {
	judged := rows - unknown - faulted
	return checks.Result{
		Counts:      checks.Counts{Rows: rows, Judged: judged, Violations: violations, Unknown: unknown, Faulted: faulted},
		Denominator: judged,
	}
}

// keyed makes a result of a kind that counts keys or groups.
func keyed(rows, violations, bad, of int64) checks.Result {
	r := row(rows, violations, 0, 0)
	r.Groups, r.Denominator = bad, of
	return r
}

// parted makes a result of a reconciliation of half as many keys as rows.
func parted(rows, bad int64, d checks.Differences) checks.Result {
	r := keyed(rows, bad, bad, rows/2)
	r.Differences = &d
	return r
}

func figures(values map[string]ir.Value) checks.Result { return checks.Result{Figures: values} }

func number(n int64) checks.Result { return figures(map[string]ir.Value{"rows": ir.IntegerOf(n)}) }

func day(text string) ir.Value {
	d, _ := time.Parse(time.DateOnly, text)
	return ir.DateOf(d.Unix() / 86400)
}

func moment(text string) ir.Value {
	d, _ := time.Parse(time.DateTime, text)
	return ir.TimestampOf(d.UnixMicro())
}

func newest(v ir.Value, rows checks.Result) []checks.Result {
	return []checks.Result{figures(map[string]ir.Value{"newest": v}), rows}
}

func probed(p checks.ProbeResult, violations int64) []checks.Result {
	return []checks.Result{{Counts: checks.Counts{Rows: 1, Judged: 1, Violations: violations}, Probe: &p}}
}

// presented is a certificate that lasts until a day.
func presented(until string, change func(*checks.Certificate)) checks.Result {
	end, _ := time.ParseInLocation(time.DateOnly, until, shanghai)
	c := &checks.Certificate{Subject: "licence", Issuer: "town", Names: []string{"licence.example.cn"}, NotAfter: end}
	if change != nil {
		change(c)
	}
	return checks.Result{Counts: checks.Counts{Rows: 1, Judged: 1}, Probe: &checks.ProbeResult{Reached: true, Certificate: c}}
}

func one(r checks.Result) []checks.Result { return []checks.Result{r} }

const (
	ruleCheck    = "- {id: adult, rule: age >= 18, warn: '> 0', fail: '> 1%'}"
	doubtCheck   = "- {id: adult, rule: age >= 18, judged: '< 90%'}"
	freshCheck   = "- freshness: updated_at\n  warn: 2d\n  fail: 7d"
	workdayCheck = "- freshness: born\n  warn: 3wd\n  fail: 8wd"
	mixedCheck   = "- freshness: born\n  warn: 1d\n  fail: 8wd"
	openCheck    = "- freshness: {column: updated_at, future: '> 5'}"
	countCheck   = "- row_count: 10..20"
	warnCheck    = "- row_count: 10..\n  warn: 15.."
	compareCheck = "- compare: {of: row_count, to: previous}\n  warn: 30%\n  fail: 60%\n- row_count: 0.."
	yearCheck    = "- compare: {of: row_count, to: year-ago}\n  fail: 20%\n- row_count: 0.."
	bandCheck    = "- band: {of: row_count, over: 6, least: 4, change: 3}\n  warn: 3\n  fail: 6\n- row_count: 0.."
	existsCheck  = "- id: known\n  exists_in: payments\n  on: {id_card: payee}\n  fail: '> 10%'"
	totalsCheck  = "- id: totals\n  control_total: {with: payments, on: {name: no}, count: age, sum: {declared: amount}}"
	sameCheck    = "- id: same\n  reconcile: {with: payments, on: {id_card: payee}}\n  fail: '> 5%'"
	groupCheck   = "- id: places\n  group: {by: [place], holds: count >= 1, expect: ['110101', '110102']}"
	httpCheck    = "- http: {status: 200, rules: ['code == \"0\"']}"
	certCheck    = "- certificate: true\n  warn: 30d"
	schemaCheck  = "- schema: {strict: true}"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, check string
		history     past
		results     []checks.Result
		verdict     checks.Verdict
		reason      string
		measured    string
		fail        string
	}{
		{"pass", ruleCheck, nil, one(row(5000, 0, 0, 0)), checks.Pass, "5,000 rows hold", "0 rows", "> 1%"},
		{"warn", ruleCheck, nil, one(row(5000, 13, 0, 0)), checks.Warn, "13 of 5,000 rows (0.26%) violate; warns at > 0", "13 rows", "> 1%"},
		{"fail by share of judged", ruleCheck, nil, one(row(1000, 10, 10, 0)), checks.Fail, "10 of 990 rows (1.0101%) violate; 10 unknown; fails at > 1%", "10 rows", "> 1%"},
		{"exactly the share", ruleCheck, nil, one(row(1000, 10, 0, 0)), checks.Warn, "10 of 1,000 rows (1%) violate; warns at > 0", "10 rows", "> 1%"},
		{"no rows", ruleCheck, nil, one(row(0, 0, 0, 0)), checks.Skipped, "no rows", "0 rows", "> 1%"},
		{"nothing judged", ruleCheck, nil, one(row(7, 0, 7, 0)), checks.Skipped, "nothing to judge: all 7 rows are unknown", "0 rows", "> 1%"},
		{"more than half unknown", ruleCheck, nil, one(row(10, 0, 6, 0)), checks.Warn, "6 of 10 rows are unknown, more than half; 4 rows hold; 6 unknown", "0 rows", "> 1%"},
		{"half unknown", ruleCheck, nil, one(row(10, 0, 5, 0)), checks.Pass, "5 rows hold; 5 unknown", "0 rows", "> 1%"},
		{"doubt never hides a fail", ruleCheck, nil, one(row(10, 4, 6, 0)), checks.Fail, "4 of 4 rows (100%) violate; 6 unknown; fails at > 1%", "4 rows", "> 1%"},
		{"judged bound", doubtCheck, nil, one(row(10, 0, 2, 0)), checks.Warn, "2 of 10 rows are unknown, only 80% could be judged (< 90%); 8 rows hold; 2 unknown", "0 rows", "> 0"},
		{"faulted is an error and keeps its violations", ruleCheck, nil, one(row(10, 3, 0, 2)), checks.Errored, "2 rows could not be evaluated; 3 of 8 rows (37.5%) violate", "3 rows", "> 1%"},
		{"failure", ruleCheck, nil, one(checks.Result{Failure: &checks.Failure{Class: "privilege", Message: "reading is not allowed", Hint: "grant SELECT"}}),
			checks.Errored, "could not be evaluated: reading is not allowed; grant SELECT", "nothing", "> 1%"},
		{"source down", ruleCheck, nil, one(checks.Result{Skipped: "source front is down (timeout)"}), checks.Skipped, "source front is down (timeout)", "nothing", "> 1%"},
		{"never measured", ruleCheck, nil, nil, checks.Errored, "could not be evaluated: what this check compares with is not there", "nothing", "> 1%"},

		{"unique", "- unique: [id_card]", nil, one(keyed(100, 4, 2, 100)), checks.Fail, "4 of 100 rows (4%) share 2 keys; fails at > 0", "4 rows", "> 0"},
		{"unique holds", "- unique: [id_card]", nil, one(row(100, 0, 1, 0)), checks.Pass, "all 99 rows have a key of their own; 1 unknown", "0 rows", "> 0"},

		{"exists", existsCheck, nil, one(keyed(100, 30, 5, 50)), checks.Pass, "5 of 50 keys (10%) are not found in payments; 30 rows violate", "5 keys", "> 10%"},
		{"exists fails by keys", existsCheck, nil, one(keyed(100, 6, 6, 50)), checks.Fail, "6 of 50 keys (12%) are not found in payments; 6 rows violate; fails at > 10%", "6 keys", "> 10%"},
		{"exists never loses a violation", existsCheck, nil, one(keyed(100, 6, 0, 50)), checks.Fail, "6 of 50 keys (12%) are not found in payments; 6 rows violate; fails at > 10%", "6 keys", "> 10%"},
		{"totals", totalsCheck, nil, one(keyed(10, 1, 1, 12)), checks.Fail, "the totals of 1 of 12 keys (8.3333%) do not agree; fails at > 0", "1 key", "> 0"},
		{"only orphans", totalsCheck, nil, one(keyed(0, 2, 2, 2)), checks.Fail, "the totals of 2 of 2 keys (100%) do not agree; fails at > 0", "2 keys", "> 0"},
		{"same", sameCheck, nil, one(parted(200, 0, checks.Differences{Late: 3})), checks.Pass, "100 keys agree with payments; 3 left out by the watermark", "0 keys", "> 5%"},
		{"not the same", sameCheck, nil, one(parted(200, 6, checks.Differences{OnlyHere: 1, OnlyThere: 2, Differing: 3, Columns: map[string]int64{"month": 1, "amount": 2}})), checks.Fail,
			"6 of 100 keys (6%) do not agree with payments; 1 only here, 2 only there, 3 differ, 2 in amount, 1 in month; fails at > 5%", "6 keys", "> 5%"},
		{"the same nothing", sameCheck, nil, one(parted(0, 0, checks.Differences{})), checks.Skipped, "no rows", "0 keys", "> 5%"},
		{"totals of nothing", totalsCheck, nil, one(keyed(0, 0, 0, 0)), checks.Skipped, "no rows", "0 keys", "> 0"},
		{"expected groups without a row", groupCheck, nil, one(keyed(0, 2, 2, 2)), checks.Fail, "2 of 2 groups (100%) violate; fails at > 0", "2 groups", "> 0"},
		{"groups hold", groupCheck, nil, one(keyed(9, 0, 0, 2)), checks.Pass, "all 2 groups hold", "0 groups", "> 0"},

		{"fresh", freshCheck, nil, newest(moment("2026-11-23 09:30:00"), row(5, 0, 0, 0)), checks.Pass, "the newest value is 2026-11-23 09:30:00, 1d old", "1d", "> 7d; future > 0"},
		{"stale", freshCheck, nil, newest(moment("2026-11-10 09:30:00"), row(5, 0, 0, 0)), checks.Fail, "the newest value is 2026-11-10 09:30:00, 14d old; fails at > 7d", "14d", "> 7d; future > 0"},
		{"future rows fail by themselves", freshCheck, nil, newest(moment("2026-11-24 08:00:00"), row(5, 1, 0, 0)), checks.Fail, "1 row lies in the future; the newest value is 2026-11-24 08:00:00, 1h 30m old", "1h 30m", "> 7d; future > 0"},
		{"only future rows", freshCheck, nil, newest(ir.NullOf(ir.Of(ir.Timestamp)), row(5, 5, 0, 0)), checks.Fail, "5 rows lie in the future; no value of the past", "nothing", "> 7d; future > 0"},
		{"only tolerated future rows", openCheck, nil, newest(ir.NullOf(ir.Of(ir.Timestamp)), row(5, 5, 0, 0)), checks.Warn, "its age is not known; no value of the past", "nothing", "future > 5"},
		{"no dates at all", freshCheck, nil, newest(ir.NullOf(ir.Of(ir.Timestamp)), row(5, 0, 5, 0)), checks.Skipped, "nothing to judge: all 5 rows are unknown", "nothing", "> 7d; future > 0"},
		{"empty table", freshCheck, nil, newest(ir.NullOf(ir.Of(ir.Timestamp)), row(0, 0, 0, 0)), checks.Skipped, "no rows", "nothing", "> 7d; future > 0"},
		{"working days over a weekend", workdayCheck, nil, newest(day("2026-11-19"), row(5, 0, 0, 0)), checks.Pass, "the newest value is 2026-11-19, 3 working days old", "3wd", "> 8wd; future > 0"},
		{"working days, warn", workdayCheck, nil, newest(day("2026-11-18"), row(5, 0, 0, 0)), checks.Warn, "the newest value is 2026-11-18, 4 working days old; warns at > 3wd", "4wd", "> 8wd; future > 0"},
		{"both units", mixedCheck, nil, newest(day("2026-11-20"), row(5, 0, 0, 0)), checks.Warn, "the newest value is 2026-11-20, 2 working days old; warns at > 1d", "2wd", "> 8wd; future > 0"},
		{"a year without holidays", workdayCheck, nil, newest(day("2025-12-01"), row(5, 0, 0, 0)), checks.Errored,
			"could not be evaluated: working days of 2025 are not known; add the holidays and adjusted working days of 2025 to codes/holidays.csv, or write the bound in d", "358d", "> 8wd; future > 0"},

		{"count inside", countCheck, nil, one(number(10)), checks.Pass, "10 rows", "10 rows", "10..20"},
		{"count outside", countCheck, nil, one(number(1234)), checks.Fail, "outside 10..20; 1,234 rows", "1234 rows", "10..20"},
		{"an empty table is judged", countCheck, nil, one(number(0)), checks.Fail, "outside 10..20; 0 rows", "0 rows", "10..20"},
		{"count warns", warnCheck, nil, one(number(12)), checks.Warn, "12 rows; warns outside 15..", "12 rows", "10.."},
		{"count was not measured", countCheck, nil, one(checks.Result{}), checks.Errored, "could not be evaluated: what this kind needs was not measured", "nothing", ""},

		{"first period", compareCheck, nil, one(number(10)), checks.Skipped, "no history yet (0 of 1 periods)", "nothing", "> 60%"},
		{"unchanged", compareCheck, past{{Period: "2026-W46", Value: rat(10)}}, one(number(10)), checks.Pass, "10 rows, after 10 rows in 2026-W46 (0%)", "0%", "> 60%"},
		{"fell", compareCheck, past{{Period: "2026-W46", Value: rat(10)}}, one(number(3)), checks.Fail, "3 rows, after 10 rows in 2026-W46 (-70%); fails at > 60%", "70%", "> 60%"},
		{"grew", compareCheck, past{{Period: "2026-W46", Value: rat(10)}}, one(number(14)), checks.Warn, "14 rows, after 10 rows in 2026-W46 (+40%); warns at > 30%", "40%", "> 60%"},
		{"nothing to nothing", compareCheck, past{{Period: "2026-W46", Value: rat(0)}}, one(number(0)), checks.Skipped, "nothing now and nothing in 2026-W46", "nothing", "> 60%"},
		{"from nothing", compareCheck, past{{Period: "2026-W46", Value: rat(0)}}, one(number(5)), checks.Fail, "5 rows, after 0 rows in 2026-W46; fails at > 60%", "nothing", "> 60%"},
		{"a period that measured nothing is passed over", compareCheck, past{{Period: "2026-W46"}, {Period: "2026-W45", Value: rat(10)}}, one(number(10)), checks.Pass, "10 rows, after 10 rows in 2026-W45 (0%)", "0%", "> 60%"},

		{"a year ago is not known", yearCheck, nil, one(number(10)), checks.Skipped, "no history of 2025-W48", "nothing", "> 20%"},
		{"less than a year ago", yearCheck, past{{Period: "2026-W46", Value: rat(10)}, {Period: "2025-W48", Value: rat(20)}}, one(number(10)), checks.Fail, "10 rows, after 20 rows in 2025-W48 (-50%); fails at > 20%", "50%", "> 20%"},
		{"a year that had no such week", yearCheck, past{{}}, one(number(10)), checks.Skipped, "the year before had no such period", "nothing", "> 20%"},
		{"a year ago without a figure", yearCheck, past{{Period: "2025-W48"}}, one(number(10)), checks.Skipped, "no history of 2025-W48", "nothing", "> 20%"},

		{"a band from cold", bandCheck, before(100, 104, 96), one(number(10)), checks.Skipped, "no history yet (3 of 4 periods)", "nothing", "> 6"},
		{"within the band", bandCheck, before(100, 104, 96, 102, 98), one(number(103)), checks.Pass, "103 rows, around 100 rows in 5 periods, within 3", "0", "> 6"},
		{"a little off", bandCheck, before(100, 104, 96, 102, 98), one(number(110)), checks.Warn, "110 rows, around 100 rows in 5 periods, 3.3725 deviations off; warns at > 3", "3.3725", "> 6"},
		{"far off, down", bandCheck, before(100, 104, 96, 102, 98), one(number(80)), checks.Fail, "80 rows, around 100 rows in 5 periods, 6.7449 deviations off; fails at > 6", "6.7449", "> 6"},
		{"one bad period moves nothing", bandCheck, before(100, 9000, 96, 102, 98), one(number(80)), checks.Fail, "80 rows, around 100 rows in 5 periods, 6.7449 deviations off", "6.7449", "> 6"},
		{"all alike, and a little more", bandCheck, before(100, 100, 100, 100), one(number(103)), checks.Pass, "103 rows, around 100 rows in 4 periods, within 3", "0", "> 6"},
		{"all alike, and more", bandCheck, before(100, 100, 100, 100), one(number(104)), checks.Fail, "104 rows, around 100 rows in 4 periods, which never changed; fails at > 6", "nothing", "> 6"},
		{"only the newest periods count", bandCheck, before(100, 100, 100, 100, 100, 100, 7, 7, 7, 7, 7, 7, 7, 7), one(number(100)), checks.Pass, "100 rows, around 100 rows in 6 periods, within 3", "0", "> 6"},
		{"a band in percent", "- band: {of: row_count, least: 3}\n- row_count: 0..", before(1000, 1000, 1000), one(number(950)), checks.Pass, "950 rows, around 1000 rows in 3 periods, within 50", "0", "> 4"},

		{"reached", "- connect: true", nil, probed(checks.ProbeResult{Reached: true, Version: "8.0"}, 0), checks.Pass, "reached", "1", "< 1"},
		{"not reached", "- connect: true", nil, probed(checks.ProbeResult{Class: "timeout", Reason: "no answer within 10s"}, 1), checks.Fail, "not reached: timeout; no answer within 10s; fails at < 1", "0", "< 1"},
		{"slow", "- latency: true\n  warn: 2s\n  fail: 10s", nil, probed(checks.ProbeResult{Reached: true, Latency: 2500 * time.Millisecond}, 0), checks.Warn, "answered within 2.5s; warns at > 2s", "2.5s", "> 10s"},
		{"no latency of what is down", "- latency: true\n  warn: 2s", nil, probed(checks.ProbeResult{Class: "unreachable"}, 1), checks.Skipped, "not reached; unreachable", "nothing", ""},
		{"privileges", "- privilege: true", nil, probed(checks.ProbeResult{Reached: true, Missing: []string{"SELECT"}}, 1), checks.Fail, "not granted: SELECT; ask the owner of the source to grant it to this account; fails at > 0", "1", "> 0"},
		{"schema", schemaCheck, nil, probed(checks.ProbeResult{Reached: true, Missing: []string{"born"}, Wrong: []string{"age"}}, 2), checks.Fail, "missing: born; not readable: age; fails at > 0", "2", "> 0"},
		{"strict schema", schemaCheck, nil, probed(checks.ProbeResult{Reached: true, Extra: []string{"x"}}, 0), checks.Warn, "1 column not known to the watch; every mapped column is there and readable; not mapped: x", "0", "> 0"},
		{"schema is lenient by default", "- schema: true", nil, probed(checks.ProbeResult{Reached: true, Extra: []string{"x"}}, 0), checks.Pass, "every mapped column is there and readable; not mapped: x", "0", "> 0"},
		{"certificate", certCheck, nil, one(presented("2027-11-01", nil)), checks.Pass, "the certificate of licence lasts until 2027-11-01; issued by town", "341d 14h", "< 7d"},
		{"certificate of a few weeks", certCheck, nil, one(presented("2026-12-10", nil)), checks.Warn, "the certificate of licence lasts until 2026-12-10; issued by town; warns at < 30d", "15d 14h", "< 7d"},
		{"certificate of a few days", certCheck, nil, one(presented("2026-11-28", nil)), checks.Fail, "the certificate of licence lasts until 2026-11-28; issued by town; fails at < 7d", "3d 14h", "< 7d"},
		{"certificate that ran out", certCheck, nil, one(presented("2026-11-20", nil)), checks.Fail, "it has run out; the certificate of licence", "-4d 9h", "< 7d"},
		{"certificate not in force", certCheck, nil, one(presented("2027-11-01", func(c *checks.Certificate) { c.NotBefore = asOf.AddDate(0, 0, 3) })), checks.Fail, "it is not in force before 2026-11-27", "341d 14h", "< 7d"},
		{"certificate of strangers", certCheck, nil, one(presented("2027-11-01", func(c *checks.Certificate) { c.Untrusted, c.Misnamed = "it is signed by itself", true })), checks.Fail,
			"it is not trusted: it is signed by itself; it is for other hosts: licence.example.cn", "341d 14h", "< 7d"},
		{"no certificate of what is down", certCheck, nil, probed(checks.ProbeResult{Class: "timeout"}, 0), checks.Skipped, "not reached; timeout", "nothing", "< 7d"},
		{"http", httpCheck, nil, probed(checks.ProbeResult{Reached: true, Status: 200}, 0), checks.Pass, "status 200", "0", "> 0"},
		{"http status", httpCheck, nil, probed(checks.ProbeResult{Reached: true, Status: 500}, 1), checks.Fail, "status 500, not 200; fails at > 0", "1", "> 0"},
		{"http rule", httpCheck, nil, probed(checks.ProbeResult{Reached: true, Status: 200}, 1), checks.Fail, "status 200; 1 rule does not hold; fails at > 0", "1", "> 0"},
		{"http body without the member", httpCheck, nil, []checks.Result{{Counts: checks.Counts{Rows: 1, Unknown: 1}, Probe: &checks.ProbeResult{Status: 200}}},
			checks.Warn, "1 rule names what the body does not have; status 200", "0", "> 0"},
	}
	for _, c := range cases {
		o := judge(t, c.check, c.history, c.results...)
		if o.Verdict != c.verdict || !strings.HasPrefix(o.Reason, c.reason) {
			t.Errorf("%s: %s, %q", c.name, o.Verdict, o.Reason)
		}
		if o.Measured.String() != c.measured || o.FailBound != c.fail {
			t.Errorf("%s: measured %q against %q", c.name, o.Measured, o.FailBound)
		}
	}
}

// TestNoSilentPass: with nothing to go on, no kind passes.
func TestNoSilentPass(t *testing.T) {
	t.Parallel()
	lists := []string{
		ruleCheck, doubtCheck, freshCheck, workdayCheck, openCheck, countCheck, compareCheck, yearCheck, bandCheck, existsCheck, totalsCheck, sameCheck, groupCheck, httpCheck, schemaCheck, certCheck,
		"- {id: x, aggregate: {avg: amount}, fail: '> 5'}", "- {id: x, aggregate: {count: rows, by: place, expect: [a]}}",
		"- unique: [id_card]", "- connect: true", "- privilege: true", "- latency: true", "- required: [name]", "- type: born", "- format: id_card",
		"- code: {column: name, dictionary: sexes}", "- length: {column: name, within: ..60}", "- range: {column: age, within: 0..150}",
		"- id: dead\n  absent_from: payments\n  on: {id_card: payee}\n  when: month >= other.month\n  other_where: amount > 0\n  agree: {name: payee_name}",
	}
	empty := map[string][]checks.Result{
		"no results": nil, "empty result": one(checks.Result{}), "two empty results": {{}, {}},
		"failure":     one(checks.Result{Failure: &checks.Failure{Class: "timeout", Message: "no answer"}}),
		"skipped":     one(checks.Result{Skipped: "source front is down"}),
		"all unknown": {row(9, 0, 9, 0), row(9, 0, 9, 0)},
		"all faulted": {row(9, 0, 0, 9), row(9, 0, 0, 9)},
	}
	for _, list := range lists {
		for name, results := range empty {
			if o := judge(t, list, nil, results...); o.Verdict == checks.Pass || o.Reason == "" {
				t.Errorf("%s with %s: %s %q", list, name, o.Verdict, o.Reason)
			}
		}
	}
}

// TestAbsentColumn: a column that the source does not deliver skips its checks.
func TestAbsentColumn(t *testing.T) {
	t.Parallel()
	catalog, w, c := bound(t, ruleCheck)
	absent := *c
	absent.Absent = "age"
	if m := c.Kind.Measures(w, &absent); m != nil {
		t.Errorf("measures %v", m)
	}
	o := c.Kind.Judge(checks.Judgement{Watch: w, Check: &absent, Calendar: catalog.Calendar})[0]
	if o.Verdict != checks.Skipped || o.Reason != "column age is not delivered by this source" {
		t.Errorf("%s %q", o.Verdict, o.Reason)
	}
}

// TestMonotone: more violations never give a better verdict, whatever the rest.
func TestMonotone(t *testing.T) {
	t.Parallel()
	gravity := []checks.Verdict{checks.Skipped, checks.Pass, checks.Warn, checks.Fail, checks.Errored}
	lists := []string{ruleCheck, doubtCheck, existsCheck, totalsCheck, sameCheck, groupCheck, "- unique: [id_card]\n  fail: '>= 3%'\n  warn: '> 1'"}
	rapid.Check(t, func(rt *rapid.T) {
		list := rapid.SampledFrom(lists).Draw(rt, "check")
		rows := rapid.Int64Range(0, 2000).Draw(rt, "rows")
		unknown := rapid.Int64Range(0, rows).Draw(rt, "unknown")
		faulted := rapid.SampledFrom([]int64{0, 0, 0, min(1, rows-unknown)}).Draw(rt, "faulted")
		most := rows - unknown - faulted
		fewer := rapid.Int64Range(0, most).Draw(rt, "fewer")
		more := rapid.Int64Range(fewer, most).Draw(rt, "more")
		verdict := func(violations int64) checks.Verdict {
			r := row(rows, violations, unknown, faulted)
			r.Groups = violations
			return judge(t, list, nil, r).Verdict
		}
		a, b := verdict(fewer), verdict(more)
		if slices.Index(gravity, b) < slices.Index(gravity, a) {
			rt.Fatalf("%s: %d of %d give %s, %d give %s", list, fewer, rows, a, more, b)
		}
	})
}
