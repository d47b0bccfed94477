package estate

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// A witness finds violations by looking, in plain Go over the records, knowing nothing
// of faults. It is the second opinion on the ledger, independent of the product.
type witness struct {
	*Estate
	found map[string][]string // "system watch check" → keys
}

// seeOnce is see for what several rows share.
func (w *witness) seeOnce(s system, watch, check string, key ...string) {
	if at := s.ID() + " " + watch + " " + check; !slices.Contains(w.found[at], strings.Join(key, "|")) {
		w.see(s, watch, check, key...)
	}
}

func (w *witness) see(s system, watch, check string, key ...string) {
	at := s.ID() + " " + watch + " " + check
	w.found[at] = append(w.found[at], strings.Join(key, "|"))
}

func TestLedgerAgreesWithWitness(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		for _, step := range []Step{Previous, Current} {
			people := small * int(1+seed)
			e := generate(t, seed, people, step)
			compareWithWitness(t, e, fmt.Sprintf("seed %d step %d people %d", seed, step, people))
			if step == Current {
				again, _ := e.SentAgain()
				compareWithWitness(t, again, fmt.Sprintf("seed %d sent again", seed))
			}
		}
	}
}

func TestLedgerAgreesWithWitnessOnOtherDays(t *testing.T) {
	t.Parallel()
	for _, day := range []string{"2025-03-14", "2026-01-28", "2026-12-20", "2027-02-14"} {
		asOf, err := time.Parse(time.DateOnly, day)
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []Step{Previous, Current} {
			e, err := Generate(Config{Seed: 9, People: small, AsOf: asOf.Add(18 * time.Hour), Step: step})
			if err != nil {
				t.Fatal(err)
			}
			compareWithWitness(t, e, fmt.Sprintf("%s step %d", day, step))
		}
	}
}

func compareWithWitness(t *testing.T, e *Estate, name string) {
	t.Helper()
	w := &witness{e, map[string][]string{}}
	for s := range systemCount {
		w.registry(s)
		w.deathFeed(s)
		w.paid(s)
		w.together(s)
		w.headers(s)
		w.pushed(s)
	}
	w.institutions()
	w.nursed()
	w.shapes()
	want := map[string][]string{}
	for _, x := range e.ledger.Expectations() {
		keys := []string{}
		for _, k := range x.Keys {
			keys = append(keys, strings.Join(k, "|"))
		}
		if len(keys) > 0 && x.Check != "schema" && !strings.HasPrefix(x.Watch, "e-licence") {
			want[x.System+" "+x.Watch+" "+inGroup(x.Check, x.Group)] = keys
		}
	}
	for at, keys := range w.found {
		slices.Sort(keys)
		slices.Sort(want[at])
		if !slices.Equal(keys, want[at]) {
			t.Errorf("%s: %s: found %v, ledger %v", name, at, keys, want[at])
		}
		delete(want, at)
	}
	for at, keys := range want {
		t.Errorf("%s: %s: not found: %v", name, at, keys)
	}
}

func realDate(iso string) bool {
	_, err := time.Parse(time.DateOnly, iso)
	return err == nil
}

func validID(id string) bool {
	return len(id) == 18 && strings.Trim(id[:17], "0123456789") == "" && id[17] == identityCheck(id[:17])
}

func birthIn(id string) string {
	if len(id) != 18 {
		return ""
	}
	return id[6:10] + "-" + id[10:12] + "-" + id[12:14]
}

// repeated gives the keys that several items share.
func repeated[T any](items []T, key func(*T) string) map[string]bool {
	count := map[string]int{}
	for i := range items {
		count[key(&items[i])]++
	}
	many := map[string]bool{}
	for k, n := range count {
		if n > 1 && k != "" {
			many[k] = true
		}
	}
	return many
}

func (w *witness) registry(s system) {
	once := repeated(w.registries[s], func(r *registration) string { return r.recordNo })
	live := repeated(w.registries[s], func(r *registration) string {
		if r.state != active {
			return ""
		}
		return r.id
	})
	for i := range w.registries[s] {
		r := &w.registries[s][i]
		bad := func(check string, wrong bool) {
			if wrong {
				w.see(s, watchRegistry, check, r.key()...)
			}
		}
		bad("format(id_card)", !validID(r.id))
		bad("type(birth_date)", !realDate(r.birth))
		bad("birth-matches-id", realDate(r.birth) && birthIn(r.id) != "" && birthIn(r.id) != r.birth)
		bad("sex-matches-id", len(r.id) == 18 && (r.sex == "男") != (r.id[16]%2 == 1))
		bad("id-place-known", len(r.id) == 18 && strings.HasPrefix(r.id, "1199"))
		bad("type(relation)", r.relation != "" && !slices.Contains(relations(), r.relation))
		bad("code(district_code)", r.district == "110199" || r.district == "110103" && r.changed > dayOf(2011, 1, 1))
		bad("street-in-district", r.street != "" && !strings.HasPrefix(r.street, r.district))
		bad("change-before-update", r.changed > r.updated.day())
		bad("freshness", r.updated > w.clock.today.at(18*3600))
		if once[r.recordNo] {
			w.seeOnce(s, watchRegistry, "record-once", r.recordNo)
		}
		if r.state == active && live[r.id] {
			w.seeOnce(s, watchRegistry, "one-active-record", r.id)
		}
		bad("required(name)", strings.TrimSpace(r.name) == "")
		bad("length(name)", len([]rune(r.name)) > 60)
		bad("name-not-truncated", strings.HasSuffix(r.name, "·"))
		bad("name-decoded", strings.ContainsAny(r.name, "?？"))
		bad("length(address)", len([]rune(r.address)) > 200)
	}
}

func (w *witness) deathFeed(s system) {
	once := repeated(w.deaths[s], func(d *deathRecord) string { return d.id })
	changed := map[string]day{} // when, in the registry of the living
	for i := range w.registries[s] {
		if r := &w.registries[s][i]; r.state == active {
			changed[r.id] = max(changed[r.id], r.changed)
		}
	}
	for i := range w.deaths[s] {
		d := &w.deaths[s][i]
		key := []string{d.id, d.date}
		if !realDate(d.date) {
			key[1] = ""
		}
		bad := func(check string, wrong bool) {
			if wrong && !d.withdrawn {
				w.see(s, watchDeaths, check, key...)
			}
		}
		bad("format(id_card)", !validID(d.id))
		bad("type(death_date)", !realDate(d.date))
		if once[d.id] {
			w.seeOnce(s, watchDeaths, "one-death", d.id)
		}
		if realDate(d.date) {
			bad("death-not-before-birth", d.date < birthIn(d.id))
			bad("death-not-in-future", d.date > w.clock.today.text())
			bad("registered-after-death", d.registered.day().text() < d.date)
			bad("nobody-registered-again", changed[d.id].text() > d.date)
		}
	}
}

// paid looks at payments one by one.
func (w *witness) paid(s system) {
	tariff := newTariff()
	seen := map[string]bool{}
	once := repeated(w.payments[s], (*payment).no)
	month := repeated(w.payments[s], func(p *payment) string {
		if p.kind != regular || p.failed != "" {
			return ""
		}
		return p.id + p.project + p.month.text()
	})
	for i := range w.payments[s] {
		p := &w.payments[s][i]
		bad := func(check string, wrong bool) {
			if wrong {
				w.see(s, watchPayments, check, p.key()...)
			}
		}
		standard := tariff.amount(p.level, p.month)
		bad("payment-once", once[p.no()])
		if p.kind == regular && p.failed == "" && month[p.id+p.project+p.month.text()] {
			w.seeOnce(s, watchPayments, "paid-once-a-month", p.id, p.project, p.month.text())
		}
		bad("type(amount)", p.garbled != "")
		bad("type(result)", p.unknown)
		bad("amount-sign", (p.kind == reversal) != (p.amount < 0) || p.amount == 0)
		bad("level-known", standard == 0)
		bad("level-of-project", !projectHas(p.project, p.level))
		bad("code(account_kind)", p.accountKind != "")
		bad("freshness", p.paid > w.clock.today.at(18*3600))
		bad("amount-by-standard", p.kind == regular && p.garbled == "" && standard != 0 &&
			(p.amount > standard || !slices.Contains([]string{minimum, special, temporary}, p.project) && p.amount != standard))
		bad("account-valid", !p.passbook && p.accountKind == "" && fmt.Sprint(luhn(p.account[:18])) != p.account[18:])
		bad("paid-not-before-month", p.paid.day().month() < p.month)
		if p.month == w.clock.month {
			seen[p.district] = true
		}
	}
	for _, d := range beijing() {
		if !seen[d.code] {
			w.see(s, watchPayments, "every-district-paid", d.code)
		}
	}
	w.backPaidIn(s)
	w.projects(s)
	if s == assistance {
		w.approvals()
	}
}

// backPaidIn looks at the months of which something was paid as arrears.
func (w *witness) backPaidIn(s system) {
	tariff := newTariff()
	paid, due, back := map[string]fen{}, map[string]fen{}, map[string]int{}
	for i := range w.payments[s] {
		p := &w.payments[s][i]
		month := strings.Join(p.due(), "|")
		due[month] = max(due[month], tariff.amount(p.level, p.month))
		if p.kind == arrears {
			back[month]++
		}
		if p.failed != "" {
			continue
		}
		paid[month] += p.amount
		if same := month + "|" + p.amount.yuan(); p.kind == arrears {
			if back[same]++; back[same] == 2 {
				w.see(s, watchPayments, "arrears-once", same)
			}
		}
	}
	for month, amount := range paid {
		if back[month] > 0 && amount > due[month] {
			w.see(s, watchPayments, "month-within-standard", month)
		}
	}
}

// projectHas tells whether a level is one that the project is paid at.
func projectHas(project, level string) bool {
	begins := map[string]string{living: "生活", nursing: "护理", service: "服务", disability: "护理", longevity: "高龄",
		minimum: "低保", destitute: "特困", hardship: "困难", lowIncome: "低收入", special: "专项", temporary: "临时"}
	return strings.HasPrefix(level, begins[project])
}

// approvals looks for what was approved of each payment of the month.
func (w *witness) approvals() {
	list := w.rolls[slices.IndexFunc(w.rolls, func(r *roll) bool { return r.watch == watchMonthly })]
	for _, p := range w.payments[assistance] {
		kind := map[string]string{"JZ01": "最低生活保障", "JZ02": "特困供养", "JZ03": "生活困境补助", "JZ04": "低收入家庭", "JZ06": "临时救助",
			"专项-教育": "教育救助", "专项-取暖": "取暖救助"}
		approved := slices.ContainsFunc(list.rows, func(row rollRow) bool {
			return row.values[1] == p.id && (row.values[5] == kind[p.project] || row.values[5] == kind[p.level]) && row.values[9] == p.amount.yuan() && row.values[10] == p.district &&
				row.values[11] == nil && (row.values[7] == nil || row.values[7].(string) >= w.clock.month.first().text())
		})
		if p.kind == regular && p.month == w.clock.month && !approved {
			w.see(assistance, watchPayments, checkApproved, p.key()...)
		}
	}
}

// projects looks at what there is of each project, this month and the last.
func (w *witness) projects(s system) {
	now, before := map[[2]string]int{}, map[[2]string]int{}
	for _, p := range w.payments[s] {
		group := [2]string{p.project, p.district}
		switch {
		case p.kind != regular:
		case p.month == w.clock.month:
			now[group]++
			now[[2]string{p.project, ""}]++
		default:
			before[group]++
		}
	}
	for _, project := range [][]string{{living, nursing}, {service, disability, longevity}, {minimum, destitute, lowIncome, special, temporary}}[s] {
		if now[[2]string{project, ""}] == 0 {
			w.see(s, watchPayments, "every-project-paid", project)
		}
	}
	for group, n := range before {
		if n >= 5 && now[group] == 0 {
			w.see(s, watchPayments, watchKept, group[:]...)
		}
	}
}
