package report

import (
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

func TestBounds(t *testing.T) {
	t.Parallel()
	cases := []struct{ bound, zh, en string }{
		{"> 0", "> 0", "> 0"},
		{">= 0.5%", "≥ 0.5%", ">= 0.5%"},
		{"> 15wd; future > 0", "> 15 个工作日；未来值 > 0", "> 15wd; future > 0"},
		{"> 7d", "> 7 天", "> 7d"},
		{"1..", "应 ≥ 1", "outside 1.."},
		{"..5", "应 ≤ 5", "outside ..5"},
		{"10..20", "应 10～20", "outside 10..20"},
		{"1h..2h", "应 1 小时～2 小时", "outside 1h..2h"},
		{"unknown columns > 0", "未知列 > 0", "unknown columns > 0"},
	}
	for _, c := range cases {
		if got := tongueOf("zh").bound(c.bound); got != c.zh {
			t.Errorf("%s: %s", c.bound, got)
		}
		if got := tongueOf("en").bound(c.bound); got != c.en {
			t.Errorf("%s: %s", c.bound, got)
		}
	}
}

func TestMeasured(t *testing.T) {
	t.Parallel()
	cases := []struct{ value, unit, zh, en string }{
		{"", "rows", "", ""},
		{"51240", "rows", "51,240 条", "51,240 rows"},
		{"1", "keys", "1 个键", "1 key"},
		{"3", "groups", "3 组", "3 groups"},
		{"93600", "s", "1 天 2 小时", "1d 2h"},
		{"0.35", "s", "0.35 秒", "0.35s"},
		{"21", "wd", "21 个工作日", "21wd"},
		{"36", "%", "36%", "36%"},
		{"500", "", "500", "500"},
		{"33.333333", "%", "33.33%", "33.33%"},
	}
	for _, c := range cases {
		o := &store.Outcome{Measured: c.value, Unit: c.unit}
		if got := tongueOf("zh").measured(o); got != c.zh {
			t.Errorf("%s %s: %q", c.value, c.unit, got)
		}
		if got := tongueOf("en").measured(o); got != c.en {
			t.Errorf("%s %s: %q", c.value, c.unit, got)
		}
	}
}

func TestPercent(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		n, total int64
		want     string
	}{{0, 5, "0%"}, {1, 3, "33.33%"}, {1, 1000000, "<0.01%"}, {999999, 1000000, ">99.99%"}, {5, 5, "100%"}, {1, 0, ""}, {-1, 2, "-50%"}} {
		if got := percent(c.n, c.total); got != c.want {
			t.Errorf("%d of %d: %s", c.n, c.total, got)
		}
	}
}

// TestReasonsZH: the reasons that kinds and measures give are all translated.
func TestReasonsZH(t *testing.T) {
	t.Parallel()
	zh := tongueOf("zh")
	for reason, want := range map[string]string{
		"no rows": "没有数据",
		"nothing to judge: all 1,200 rows are unknown":         "没有可判断的数据：1,200 条均未知",
		"source front is down (timeout)":                       "数据源 front 不可用（超时）",
		"column level is not delivered by this source":         "数据源不提供列 level",
		"elderly-allowances/death-records is not bound here":   "本地没有接入 elderly-allowances/death-records",
		"no history yet (0 of 1 periods)":                      "尚无历史：需要 1 期，现有 0 期",
		"nothing now and nothing in 2026-W46":                  "本期与上期（2026-W46）均为 0",
		"row_count measured nothing":                           "row_count 未测得数值",
		"not reached; timeout":                                 "未连通：超时",
		"the source's URL is not https: it has no certificate": "数据源的地址不是 https，没有证书",
	} {
		if got := zh.found(&store.Outcome{Verdict: "skipped", Reason: reason}); got != want {
			t.Errorf("%s: %s", reason, got)
		}
	}
	service := &store.Outcome{Verdict: "error", Kind: "rule", Reason: "could not be evaluated: scan licence-service /verify: refused: the service failed (HTTP 500)"}
	if got := zh.found(service); got != "数据源 licence-service 请求被拒；服务出错（HTTP 500）" {
		t.Error(got)
	}
	calendar := &store.Outcome{Verdict: "error", Kind: "freshness", Reason: "could not be evaluated: working days of 2025 are not known; add the holidays"}
	if got := zh.found(calendar); got != "缺少 2025 年的工作日历，请在 codes/holidays.csv 中补充" {
		t.Error(got)
	}
}

// TestStability: what is shown is how often the source was reached, and not a bare number.
func TestStability(t *testing.T) {
	t.Parallel()
	o := &store.Outcome{
		Verdict: "fail", Kind: "stability", Measured: "15", Rows: 18, Judged: 18, Violations: 3, Parts: map[string]string{"probes": "18", "longest outage": "2 probes"},
		Reason: "15 of 18 probes (83.33%) reached the source; fails at < 95%",
	}
	for lang, want := range map[string]string{"zh": "探测 18 次，连通 15 次（83.33%），最长连续 2 次不通", "en": "15 of 18 probes (83.33%) reached the source"} {
		if got := tongueOf(lang).shown(o); got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
	o.Violations, o.Parts["longest outage"] = 0, "0 probes"
	if got := tongueOf("zh").found(o); got != "探测 18 次，连通 18 次（100%）" {
		t.Error(got)
	}
}

// TestShareIsOfTheFigure: the share beside a figure is its own, without stock.
func TestShareIsOfTheFigure(t *testing.T) {
	for measured, want := range map[string]string{"0": "0 条", "1": "1 条（0.1%）", "5": "5 条（0.5%）"} {
		o := &store.Outcome{Kind: "rule", Verdict: "fail", Measured: measured, Unit: "rows", Judged: 1000, Violations: 5}
		if got := tongueOf("zh").shown(o); got != want {
			t.Errorf("%s of 5: %q, want %q", measured, got, want)
		}
	}
}
