package estate

import "fmt"

// An answering is one of the nine kinds of answers: what the columns of its own are, and
// what it knows of a subject, one row an item; none: nothing was found.
type answering struct {
	unit    string // the watch is econ-feedback-UNIT
	item    string // the column that says that something was found
	columns []Column
	by      string // the column of who of several answers; "": there is one only
	sources []string
	items   func(w *world, s *subject, source string) [][]any
	odd     oddAnswer
}

// An oddAnswer is an answer that is unusual and correct, known by a value.
type oddAnswer struct{ name, column, value string }

func answerings() []answering {
	return []answering{
		{unit: "household", item: "household_no", items: householdItems,
			columns: []Column{text("household_no", 20), text("member_id", 18), text("member_name", 100)}},
		{unit: "vehicle", item: "plate", items: vehicleItems,
			columns: []Column{text("plate", 10), text("vehicle_kind", 20), date("registered_on")},
			odd:     oddAnswer{"second-vehicle", "plate", "京B00009"}},
		{unit: "enterprise", item: "org_code", items: enterpriseItems,
			columns: []Column{text("org_code", 18), text("org_name", 120), text("role", 20), money("capital"), text("state", 10)},
			odd:     oddAnswer{"company-cancelled", "state", "注销"}},
		{unit: "social-insurance", item: "insurance_kind", items: insuranceItems,
			columns: []Column{text("insurance_kind", 20), money("base"), text("pay_month", 7)}},
		{unit: "property", item: "certificate_no", items: propertyItems,
			columns: []Column{text("certificate_no", 60), money("share"), money("area")},
			odd:     oddAnswer{"half-a-property", "share", "50.00"}},
		{unit: "housing-fund", item: "account", items: fundItems,
			columns: []Column{text("account", 32), money("balance"), text("pay_month", 7)}},
		{unit: "bank-deposits", item: "account", items: depositItems, by: "bank_code", sources: banks(),
			columns: []Column{text("bank_code", 3), text("account", 32), money("balance"), date("balance_on")},
			odd:     oddAnswer{"account-without-money", "balance", "0.00"}},
		{unit: "securities-insurance", item: "account", items: securityItems, by: "provider", sources: []string{"证券登记", "保险公司"},
			columns: []Column{text("provider", 20), text("account", 40), money("market_value"), integer("policies")}},
		{unit: "other-provinces", item: "item", items: provinceItems,
			columns: []Column{text("province_code", 6), text("item", 40), text("value", 200)}},
	}
}

// answers are what one kind of units says of the subjects who were asked about in time.
func (w *world) answers(a answering, subjects []subject) *roll {
	columns := append([]Column{text("feedback_no", 40), text("request_no", 32), text("id_card", 18), text("answer", 10)}, a.columns...)
	r := w.roll(Verification, "econ-feedback-"+a.unit, []string{"feedback_no", "request_no", "id_card"}, append(columns, timestamp("answered_at"))...)
	sources := a.sources
	if sources == nil {
		sources = []string{""}
	}
	for i := range subjects {
		if !w.late(&subjects[i]) {
			continue
		}
		for _, source := range sources {
			w.answerOf(r, a, &subjects[i], source)
		}
	}
	if odd := a.odd; odd.name != "" {
		r.oddOne(odd.name, r.watch, r.having(odd.column, odd.value))
	}
	return r
}

// answerOf adds the rows of one answer.
func (w *world) answerOf(r *roll, a answering, s *subject, source string) {
	items, conclusion := a.items(w, s, source), somethingFound
	if len(items) == 0 {
		conclusion, items = nothingFound, [][]any{make([]any, len(a.columns))}
		if source != "" {
			items[0][0] = source
		}
	}
	for _, item := range items {
		row := append([]any{fmt.Sprintf("FK%s%05d%s", a.unit, s.n, source), s.request, s.person.id, conclusion}, item...)
		r.add(s.person, append(row, w.recent(s.n).text())...)
	}
}
