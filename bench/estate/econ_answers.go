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

// banks are the thirty-three banks that answer.
func banks() []string {
	var all []string
	for _, run := range [][2]int{{102, 105}, {201, 203}, {301, 310}, {313, 313}, {315, 325}, {402, 405}} {
		for code := run[0]; code <= run[1]; code++ {
			all = append(all, fmt.Sprint(code))
		}
	}
	return all
}

func householdItems(_ *world, s *subject, _ string) [][]any {
	var all [][]any
	for _, p := range s.family {
		all = append(all, []any{"HK" + s.request[2:], p.id, p.name})
	}
	return all
}

// vehicleItems gives every third subject a car, and every ninth two.
func vehicleItems(w *world, s *subject, _ string) [][]any {
	car := func(letter string) []any {
		return []any{fmt.Sprintf("京%s%05d", letter, s.n), "小型汽车", (w.clock.final - 900 - day(s.n%2000)).text()}
	}
	switch {
	case s.n%9 == 0:
		return [][]any{car("A"), car("B")}
	case s.n%3 == 0:
		return [][]any{car("A")}
	}
	return nil
}

func enterpriseItems(_ *world, s *subject, _ string) [][]any {
	if s.n%4 != 1 {
		return nil
	}
	return [][]any{{credit("110105", s.n), "某某企业", []string{"股东", "法定代表人", "监事"}[s.n%3], "10.00", []string{"存续", "注销"}[s.n/4%2]}}
}

func insuranceItems(w *world, s *subject, _ string) [][]any {
	if s.n%2 == 0 {
		return nil
	}
	month := (w.clock.month - month(s.n%3)).text()
	return [][]any{{"养老保险", "6821.00", month}, {"失业保险", "6821.00", month}}
}

func propertyItems(_ *world, s *subject, _ string) [][]any {
	if s.n%3 == 1 {
		return nil
	}
	return [][]any{{"京房权证" + s.request[2:], fen(10000 / len(s.family)).yuan(), fen(4000 + s.n%50*100).yuan()}}
}

func fundItems(w *world, s *subject, _ string) [][]any {
	if s.n%3 != 2 {
		return nil
	}
	return [][]any{{fmt.Sprintf("0110%08d", s.n), fen(s.n * 12345).yuan(), w.clock.month.text()}}
}

func depositItems(w *world, s *subject, bank string) [][]any {
	if (s.n+len(bank)+int(bank[2]))%7 != 0 {
		return nil
	}
	return [][]any{{bank, fmt.Sprintf("62%s%012d", bank, s.n), fen(s.n * 5000).yuan(), (s.asked() - 1).text()}}
}

func securityItems(_ *world, s *subject, provider string) [][]any {
	switch {
	case s.n%5 == 0 && provider == "证券登记":
		return [][]any{{provider, fmt.Sprintf("A%09d", s.n), "12000.00", nil}}
	case s.n%4 == 0 && provider == "保险公司":
		return [][]any{{provider, fmt.Sprintf("BD%09d", s.n), "3000.00", int64(2)}}
	}
	return nil
}

func provinceItems(_ *world, s *subject, _ string) [][]any {
	if s.n%4 != 3 {
		return nil
	}
	return [][]any{{[]string{"130000", "120000", "370000"}[s.n%3], "房产", "一套"}}
}
