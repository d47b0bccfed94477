package report

import (
	"fmt"
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// sample builds a view that holds every kind of outcome and every state of an
// anomaly. All of it is made up.
func sample(language string) View {
	asOf := time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC)
	f := &fixture{view: View{
		Patrol: store.Patrol{
			ID: "20261124T013000.000000Z-1f2e3d4c", Started: asOf, Finished: asOf.Add(93 * time.Second), Version: "0.1.0",
			DefinitionHash: "9b1c5a60b1e74a0bb1f0f0a7f8f0c0ffee00112233445566778899aabbccddee", AsOf: asOf,
		},
		Language: language, Zone: time.FixedZone("CST", 8*3600),
		Sources:    []Source{{Name: "allowances-front", Title: "养老前置库", Driver: "mysql"}, {Name: "licence-service", Title: "电子证照服务", Driver: "http"}, {Name: "assistance-front", Title: "救助前置库", Driver: "postgres"}},
		Columns:    map[string]string{},
		Exceptions: []Exception{{System: "elderly-allowances", Watch: "death-records", Check: "one-death", Names: "1 key", Reason: "两地登记，以户籍地为准", Owner: "公安局户政处", Expires: time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)}},
	}, asOf: asOf}
	f.allowances()
	f.assistance()
	f.trends()
	return f.view
}

type fixture struct {
	view View
	asOf time.Time
}

func (f *fixture) run(system, title, watch, watchTitle, source, aspect string, outcomes ...store.Outcome) {
	r := store.Run{
		RunKey:      store.RunKey{System: system, Watch: watch, Aspect: aspect, Period: "2026-W48"},
		SystemTitle: title, WatchTitle: watchTitle, Contract: watch, Source: source,
		PeriodStart: time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC), PeriodEnd: time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC),
		Attempt: 1, State: store.Finished, Started: f.asOf, Finished: f.asOf.Add(time.Minute), AsOf: f.asOf, Editions: []string{"divisions 2024", "holidays 2026"},
	}
	for i := range outcomes {
		o := &outcomes[i]
		o.ID = fmt.Sprintf("%s/%s/%s@%s#1", system, watch, o.Check, r.Period)
		if o.Status == "" {
			o.Status = "in-force"
		}
		if o.Grade == 0 {
			o.Grade = 3
		}
	}
	r.Outcomes = outcomes
	f.view.Patrol.Runs = append(f.view.Patrol.Runs, r)
	for name, text := range map[string]string{"id_card": "身份证号", "name": "姓名", "payee_id": "领款人身份证号", "payment_no": "流水号", "batch_no": "批次号", "death_date": "死亡日期", "pay_month": "发放月份"} {
		f.view.Columns[system+"/"+watch+"/"+name] = text
	}
}

func (f *fixture) anomaly(state store.AnomalyState, system, watch, aspect, check, verdict, first string, periods int) {
	a := store.Anomaly{
		ID: fmt.Sprintf("A-%06d", len(f.view.Anomalies)+1), System: system, Watch: watch, Aspect: aspect, Check: check, State: state, Verdict: verdict,
		FirstPeriod: first, LastPeriod: "2026-W48", Periods: periods, Opened: f.asOf, OutcomeID: fmt.Sprintf("%s/%s/%s@2026-W48#1", system, watch, check),
	}
	if state == store.Recovered || state == store.Retired {
		a.Closed = f.asOf.Add(time.Minute)
	}
	f.view.Anomalies = append(f.view.Anomalies, a)
}

func cells(pairs ...string) []store.Cell {
	var list []store.Cell
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, store.Cell{Name: pairs[i], Text: pairs[i+1]})
	}
	return list
}

func passing(check, title, kind, dimension string, rows int64) store.Outcome {
	return store.Outcome{Check: check, Title: title, Kind: kind, Dimension: dimension, Verdict: "pass", Rows: rows, Judged: rows, Measured: "0", Unit: "rows", Fail: "> 0", Reason: commas(rows) + " rows hold"}
}

func reached(version string) store.Outcome {
	return store.Outcome{Check: "connect", Title: "链路可达", Kind: "connect", Dimension: "connectivity", Grade: 2, Verdict: "pass", Rows: 1, Judged: 1, Measured: "1", Fail: "< 1", Reason: "reached", Parts: map[string]string{"version": version}}
}

func (f *fixture) allowances() {
	const system, title = "elderly-allowances", "养老服务综合补贴津贴管理系统"
	f.run(system, title, "death-records", "死亡信息", "allowances-front", "link", reached("MariaDB 10.11.6"),
		store.Outcome{Check: "latency", Title: "响应时间", Kind: "latency", Dimension: "availability", Verdict: "pass", Rows: 1, Judged: 1, Measured: "0.012", Unit: "s", Warn: "> 2s", Fail: "> 10s", Reason: "answered within 0.012s"},
		store.Outcome{Check: "schema", Title: "表结构", Kind: "schema", Dimension: "availability", Verdict: "pass", Rows: 7, Judged: 7, Measured: "0", Fail: "> 0", Parts: map[string]string{"extra": "BZ"}, Reason: "every mapped column is there and readable; not mapped: BZ"})
	f.run(system, title, "death-records", "死亡信息", "allowances-front", "content",
		store.Outcome{Check: "freshness", Title: "死亡信息按周到达", Why: "死亡信息是停发待遇的主要依据；停止更新就会继续向死者发钱", Kind: "freshness", Dimension: "availability", Grade: 2, Verdict: "fail",
			Rule: "max(registered_at) where registered_at <= now()", Rows: 1836, Judged: 1836, Measured: "21", Unit: "wd", Warn: "> 8wd", Fail: "> 15wd; future > 0", Parts: map[string]string{"newest": "2026-10-24 17:02:11", "future": "0"},
			Reason: "the newest value is 2026-10-24 17:02:11, 21 working days old; fails at > 15wd"},
		store.Outcome{Check: "row_count", Title: "死亡信息不为空", Kind: "row_count", Dimension: "completeness", Verdict: "pass", Rows: 1836, Judged: 1836, Measured: "1836", Unit: "rows", Fail: "1..", Reason: "1,836 rows"},
		store.Outcome{Check: "compare", Title: "死亡信息条数与上期相比", Kind: "compare", Dimension: "completeness", Verdict: "warn", Rows: 1836, Judged: 1836, Measured: "36", Unit: "%", Warn: "> 30%", Fail: "> 60%",
			Parts: map[string]string{"current": "1836", "previous": "1350", "period": "2026-W47", "change": "+36%"}, Reason: "1836 rows, after 1350 rows in 2026-W47 (+36%); warns at > 30%"},
		store.Outcome{Check: "one-death", Title: "一人只有一条死亡信息", Why: "不同来源报了不同的死亡日期，停发月份和追缴金额无法确定", Kind: "unique", Dimension: "accuracy", Grade: 2, Verdict: "fail", Rule: "unique (id_card)",
			Rows: 1836, Judged: 1836, Violations: 4, Measured: "4", Unit: "rows", Fail: "> 0", Parts: map[string]string{"keys": "2"}, New: 2, Persisting: 2, Gone: 1, Stock: 3, StockLeft: 2, Excepted: 1, Of: "all",
			Accepted: &store.Acceptance{At: time.Date(2026, 11, 2, 1, 0, 0, 0, time.UTC), Actor: "liwei", Reason: "试行一个月，无误报"}, Reason: "4 of 1,836 rows (0.2179%) share 2 keys; fails at > 0",
			Samples: []store.Sample{{Key: cells("id_card", "110***********12"), Detail: cells("rows", "2")}, {Key: cells("id_card", "110***********4X"), Detail: cells("rows", "2")}}},
		store.Outcome{Check: "death-not-before-birth", Title: "死亡日期不早于出生日期", Why: "死亡日期早于出生日期的记录不能用于停发", Kind: "rule", Dimension: "accuracy", Grade: 2, Verdict: "fail", Rule: "death_date >= id_card_birth(id_card)",
			Rows: 1836, Judged: 1830, Unknown: 6, Violations: 1, Measured: "1", Unit: "rows", Fail: "> 0", New: 1, Reason: "1 of 1,830 rows (0.0546%) violate; 6 unknown; fails at > 0",
			Samples: []store.Sample{{Key: cells("id_card", "110***********89", "death_date", "1932-**-**"), Detail: cells("id_card_birth(id_card)", "****-**-**", "death_date >= id_card_birth(id_card)", "***")}}},
		passing("required(id_card)", "身份证号：必填", "required", "completeness", 1836), passing("type(death_date)", "死亡日期：类型", "type", "accuracy", 1836),
		passing("format(id_card)", "身份证号：格式", "format", "accuracy", 1836), passing("code(origin)", "信息来源：代码", "code", "accuracy", 1836))
	f.run(system, title, "fund-payments", "资金统发明细", "allowances-front", "content",
		store.Outcome{Check: "no-payment-after-death", Title: "死亡次月起不再发放", Why: "死亡当月照发，次月停发；之后的发放须追缴", Kind: "absent_from", Dimension: "accuracy", Grade: 1, Verdict: "fail",
			Rule: "absent from elderly-allowances/death-records on payee_id = other.id_card when pay_month > month(other.death_date)", Rows: 51240, Judged: 51240, Violations: 23, Measured: "17", Unit: "keys", Fail: "> 0",
			Parts: map[string]string{"keys": "48211"}, New: 20, Persisting: 3, Gone: 5, Reason: "17 of 48,211 keys (0.0353%) are found in death-records; 23 rows violate; fails at > 0",
			Samples: []store.Sample{
				{Key: cells("payment_no", "P202611-0000123"), Detail: cells("payee_id", "110***********12", "pay_month", "2026-11", "other.death_date", "2026-**-**")},
				{Key: cells("payment_no", "P202611-0004410"), Detail: cells("payee_id", "110***********38", "pay_month", "2026-11", "other.death_date", "2026-**-**")},
				{Key: cells("payment_no", "P202611-0019002"), Detail: cells("payee_id", "120***********61", "pay_month", "2026-11", "other.death_date", "2025-**-**")},
			}},
		store.Outcome{Check: "account-valid", Title: "银行卡号校验位正确", Why: "卡号错一位就会退票；存折账号没有校验位，不检查", Kind: "rule", Dimension: "accuracy", Grade: 2, Verdict: "error", Rule: `account_kind == "存折" or bank_card_valid(account)`,
			Rows: 51240, Judged: 51238, Violations: 2, Faulted: 2, Measured: "2", Unit: "rows", Fail: "> 0", Reason: "2 rows could not be evaluated (number out of range); 2 of 51,238 rows (0.0039%) violate",
			Samples: []store.Sample{{Key: cells("payment_no", "P202611-0000777"), Reason: "number out of range"}}},
		store.Outcome{Check: "row_count", Title: "发放明细不为空", Kind: "row_count", Dimension: "completeness", Verdict: "pass", Rows: 51240, Judged: 51240, Measured: "51240", Unit: "rows", Fail: "1..", Reason: "51,240 rows"},
		store.Outcome{Check: "correction-has-original", Title: "冲正有对应的原发放", Kind: "exists_in", Dimension: "accuracy", Grade: 2, Verdict: "skipped", Measured: "0", Unit: "keys", Fail: "> 0", Reason: "no rows"},
		store.Outcome{Check: "amount-by-standard", Title: "金额等于当月标准", Kind: "rule", Dimension: "accuracy", Status: "proposed", Verdict: "fail", Rows: 51240, Judged: 51240, Violations: 312, Measured: "312", Unit: "rows", Fail: "> 0",
			Void: []store.Void{{Decision: store.DecidedAccept, At: time.Date(2026, 10, 9, 1, 0, 0, 0, time.UTC), Actor: "liwei"}, {Decision: store.DecidedBaseline, At: time.Date(2026, 10, 9, 1, 0, 0, 0, time.UTC), Actor: "liwei"}}, Reason: "312 of 51,240 rows (0.6089%) violate; fails at > 0"},
		passing("required(payee_id)", "领款人身份证号：必填", "required", "completeness", 51240), passing("payment-once", "流水号不重复", "unique", "accuracy", 51240))
	f.anomaly(store.New, system, "death-records", "content", "freshness", "fail", "2026-W48", 1)
	f.anomaly(store.Persisting, system, "death-records", "content", "one-death", "fail", "2026-W45", 4)
	f.anomaly(store.New, system, "death-records", "content", "death-not-before-birth", "fail", "2026-W48", 1)
	f.anomaly(store.Persisting, system, "fund-payments", "content", "no-payment-after-death", "fail", "2026-W44", 5)
	f.anomaly(store.New, system, "fund-payments", "content", "account-valid", "error", "2026-W48", 1)
	f.anomaly(store.Recovered, system, "fund-payments", "content", "payment-once", "fail", "2026-W46", 2)
	f.anomaly(store.Retired, system, "fund-payments", "content", "old-check", "fail", "2026-W40", 3)
	f.anomaly(store.New, "child-services", "adoption", "content", "row_count", "fail", "2026-W47", 1)
}

func (f *fixture) assistance() {
	const system, title = "social-assistance", "社会救助运行管理系统"
	f.run(system, title, "e-licence", "电子证照核验", "licence-service", "link", reached(""),
		store.Outcome{Check: "latency", Title: "证照接口响应时间", Kind: "latency", Dimension: "availability", Verdict: "warn", Rows: 1, Judged: 1, Measured: "2.84", Unit: "s", Warn: "> 2s", Fail: "> 10s", Reason: "answered within 2.84s; warns at > 2s"},
		store.Outcome{Check: "http", Title: "证照接口应答正常", Why: "接口报错时窗口只能收纸质证照", Kind: "http", Dimension: "availability", Grade: 2, Verdict: "fail", Rule: `call; code == "0"`, Rows: 2, Judged: 2, Violations: 2, Measured: "2", Fail: "> 0",
			Parts: map[string]string{"status": "500"}, New: 2, Reason: "status 500, not 200; 1 rule does not hold; fails at > 0",
			Samples: []store.Sample{{Key: cells("rule", "status"), Detail: cells("status", "500")}, {Key: cells("rule", `code == "0"`), Detail: cells("code", "E1001")}}})
	f.run(system, title, "household-registry", "公安户籍信息", "assistance-front", "link",
		store.Outcome{Check: "connect", Title: "链路可达", Kind: "connect", Dimension: "connectivity", Grade: 2, Verdict: "fail", Rows: 1, Judged: 1, Violations: 1, Measured: "0", Fail: "< 1", Parts: map[string]string{"class": "timeout"}, New: 1, Reason: "not reached: timeout; no answer within 10s; fails at < 1"},
		store.Outcome{Check: "privilege", Title: "读取权限", Kind: "privilege", Dimension: "availability", Verdict: "skipped", Fail: "> 0", Reason: "source assistance-front is down (timeout)"})
	f.run(system, title, "household-registry", "公安户籍信息", "assistance-front", "content",
		store.Outcome{Check: "row_count", Title: "户籍数据不为空", Kind: "row_count", Dimension: "completeness", Verdict: "skipped", Fail: "1..", Reason: "source assistance-front is down (timeout)"},
		store.Outcome{Check: "birth-matches-id", Title: "出生日期与身份号码一致", Kind: "rule", Dimension: "accuracy", Grade: 2, Verdict: "skipped", Fail: "> 0", Reason: "source assistance-front is down (timeout)"})
	f.anomaly(store.New, system, "e-licence", "link", "http", "fail", "2026-W48", 1)
	f.anomaly(store.New, system, "household-registry", "link", "connect", "fail", "2026-W48", 1)
}

func (f *fixture) trends() {
	add := func(system, watch, title string, rows ...int) {
		t := Trend{System: system, Watch: watch, Title: title}
		for i, n := range rows {
			text := strconv.Itoa(n)
			if n < 0 {
				text = ""
			}
			t.Points = append(t.Points, Point{Period: fmt.Sprintf("2026-W%02d", 49-len(rows)+i), Rows: text})
		}
		f.view.Trends = append(f.view.Trends, t)
	}
	add("elderly-allowances", "death-records", "死亡信息", 1311, 1325, 1322, 1330, 1341, 1338, 1350, 1349, 1352, 1350, 1350, 1836)
	add("elderly-allowances", "fund-payments", "资金统发明细", 50110, 50231, 50400, 50388, 50602, 50871, 51240)
	add("social-assistance", "household-registry", "公安户籍信息", 50000, 50012, -1, 50031, 50040, -1)
	add("social-assistance", "e-licence", "电子证照核验", 12)
}
