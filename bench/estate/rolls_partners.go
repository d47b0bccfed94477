package estate

import "slices"

// What the estate has beside the shipped watches: deliveries and services that are in
// trouble as a whole. The workspace watches them under names of their own.
const (
	watchBranchCards  = "cards-of-the-branch"
	watchPartnerTasks = "services-of-the-partner"
	watchStandby      = "hrss-standby"
	watchNightly      = "hrss-nightly"
)

// stationsPartners are two more files for the care stations: of a branch of the bank,
// which is due ten days after each month, and of a provider of services.
func stationsPartners(w *world, system string) []*roll {
	people := w.known(elderly)
	cards := w.cardFeed(system, cardElderly, every(7, 60, people)).as(watchBranchCards)
	tasks := w.serviceFeed(system, every(5, 60, people)).as(watchPartnerTasks)
	return []*roll{
		cards.spoil(fileLate(cardChecks(cards)...)).
			asFileOf(w.clock.month-1, "fhzk_", inCSV{"申请号", "身份证号", "姓名", "卡种", "卡号", "账户类型", "开户行", "申请日期", "发卡日期", "状态", "拒绝原因", "更新时间"}),
		tasks.spoil(fileTorn(serviceChecks(tasks)...)).
			asFile("fwjl_", inCSV{"服务编号", "机构代码", "服务对象身份证号", "项目", "开始时间", "结束时间", "分钟", "价格", "评价"}),
	}
}

// standbys are what the HR bureau answers at its other addresses: one over TLS that is
// slow, and one at night.
func standbys(w *world, system string) []*roll {
	standby, nightly := w.hrssCall(system).as(watchStandby), w.hrssCall(system).as(watchNightly)
	return []*roll{standby.spoil(slowAndEmpty), nightly.spoil(breakCall("nightly-comparison-down", append(hrssChecks(nightly), "row_count")...))}
}

// slowAndEmpty is a service that answers late, and of nobody, over a certificate that is
// about to run out.
func slowAndEmpty(r *roll) {
	slowAnswer(r)
	certificateEnds(r)
	silent("service-that-knows-nobody", hrssChecks(r)...)(r)
}

// each names the checks of a kind on columns.
func each(kind string, columns ...string) []string {
	var all []string
	for _, column := range columns {
		all = append(all, kind+"("+column+")")
	}
	return all
}

// typesOf names the checks of the types of all columns.
func typesOf(r *roll) []string {
	var names []string
	for _, c := range r.columns {
		names = append(names, c.Name)
	}
	return each("type", names...)
}

// cardChecks are all checks that need the rows of a list of cards that comes as a file.
func cardChecks(r *roll) []string {
	return slices.Concat(typesOf(r), each("code", "account_kind", "programme", "state"), each("format", "card_no", "id_card"),
		each("length", "bank", "name", "refuse_reason", "request_no"),
		each("required", "account_kind", "applied_on", "bank", "id_card", "name", "programme", "request_no", "state", "updated_at"),
		[]string{"card-valid", "compare", "file_total", "freshness", "issued-after-applied", "issued-has-number", "one-active-card",
			"refused-has-reason", "request-once", "row_count"})
}

// serviceChecks are all checks that need the rows of a list of services that comes as a file.
func serviceChecks(r *roll) []string {
	return slices.Concat(typesOf(r), each("code", "evaluation", "item"), each("format", "client_id", "provider_code"), each("length", "service_no"),
		each("range", "minutes", "price"),
		each("required", "client_id", "ended_at", "evaluation", "item", "minutes", "price", "provider_code", "service_no", "started_at"),
		[]string{"compare", "duration-agrees", "file_total", "freshness", "no-service-after-death", "not-sent-again", "one-service-at-a-time",
			"price-within-catalogue", "row_count", "service-once", "start-before-end"})
}

// hrssChecks are all checks but row_count that need the answers of the HR bureau.
func hrssChecks(r *roll) []string {
	return slices.Concat(typesOf(r), each("code", "insurance_state", "result"), each("format", "employer_code", "id_card"),
		each("length", "certificate_no", "request_no"), each("required", "id_card", "request_no", "requested_at", "result"),
		[]string{"answered-after-request", "answered-in-time", "every-request-answered", "insured-has-employer", "request-once"})
}
