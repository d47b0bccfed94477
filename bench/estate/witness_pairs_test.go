package estate

import (
	"fmt"
	"slices"
	"strings"
)

// together looks at payments beside the registry, the deaths, and each other.
func (w *witness) together(s system) {
	people, dead, numbers := map[string][]registration{}, map[string][]deathRecord{}, map[string]bool{}
	for _, r := range w.registries[s] {
		people[r.id] = append(people[r.id], r)
	}
	for _, d := range w.deaths[s] {
		if !d.withdrawn && realDate(d.date) {
			dead[d.id] = append(dead[d.id], d)
		}
	}
	for i := range w.payments[s] {
		numbers[w.payments[s][i].no()] = true
	}
	for i := range w.payments[s] {
		p := &w.payments[s][i]
		bad := func(check string, wrong bool) {
			if wrong {
				w.see(s, watchPayments, check, p.key()...)
			}
		}
		bad("payee-in-registry", len(people[p.id]) == 0)
		bad("payee-name-agrees", slices.ContainsFunc(people[p.id], func(r registration) bool { return r.state == active && r.name != p.name }))
		bad("payee-registration-active", p.kind != reversal && !slices.ContainsFunc(people[p.id], func(r registration) bool {
			return r.state == active || p.month <= r.changed.month()
		}))
		for _, d := range dead[p.id] {
			late := p.kind != reversal && p.month.text() > d.date[:7]
			bad("no-payment-after-known-death", late && d.registered <= p.paid)
			bad("no-payment-before-late-death-notice", late && d.registered > p.paid)
		}
		bad("failed-has-reason", p.failed != "" && p.unexplained)
		bad("correction-has-original", p.kind == reversal && !numbers[p.original])
	}
}

func (w *witness) headers(s system) {
	type sum struct {
		count  int64
		failed int64
		done   int64 // paid or failed
		amount fen
		doubt  bool // an amount cannot be read
	}
	sums := map[string]sum{}
	for i := range w.payments[s] {
		p := &w.payments[s][i]
		x := sums[p.batch]
		x.count++
		if p.failed != "" {
			x.failed++
		}
		if !p.pending && !p.unknown {
			x.done++
		}
		x.amount += p.amount
		x.doubt = x.doubt || p.garbled != ""
		sums[p.batch] = x
	}
	once := repeated(w.batches[s], func(b *batch) string { return b.no })
	known := map[string]bool{}
	for i := range w.batches[s] {
		b := &w.batches[s][i]
		known[b.no] = true
		if b.sent > w.clock.today.at(18*3600) {
			w.see(s, watchBatches, "freshness", b.no)
		}
		if once[b.no] {
			w.seeOnce(s, watchBatches, "batch-once", b.no)
			w.seeOnce(s, watchBatches, "one-batch-a-month", b.project, b.month.text(), b.district)
		}
		if x := sums[b.no]; x.count != b.count || !x.doubt && x.amount != b.amount {
			w.see(s, watchBatches, "totals-agree", b.no)
		}
		if b.count != b.accepted {
			w.see(s, watchBatches, "batch-balances", b.no)
		}
		if sums[b.no].done != b.accepted {
			w.see(s, watchBatches, "accepted-agrees", b.no)
		}
		if sums[b.no].failed != b.failed {
			w.see(s, watchBatches, "failed-agrees", b.no)
		}
	}
	for no, x := range sums {
		if known[no] {
			continue
		}
		w.see(s, watchBatches, "totals-agree", no)
		if x.done > 0 {
			w.see(s, watchBatches, "accepted-agrees", no)
		}
		if x.failed > 0 {
			w.see(s, watchBatches, "failed-agrees", no)
		}
	}
}

func (w *witness) pushed(s system) {
	if s == disabled {
		return
	}
	source := map[string]*payment{}
	told := map[string]bool{}
	for i := range w.payments[s] {
		source[w.payments[s][i].no()] = &w.payments[s][i]
	}
	once := repeated(w.pushes[s], func(p *push) string {
		if p.receipt == rejectedThere || p.operation == "删除" {
			return p.no
		}
		return p.source()
	})
	for i := range w.pushes[s] {
		p := &w.pushes[s][i]
		no := p.source()
		if p.operation != "" && p.operation != "删除" {
			w.see(s, watchPushes, "code(operation)", p.no)
		}
		told[no] = true
		if p.area[:6] != p.district {
			w.see(s, watchPushes, "area-mapped", p.no)
		}
		if once[no] {
			w.seeOnce(s, watchPushes, "accepted-once", no)
		}
		if p.receipt == rejectedThere && !w.storedLater(s, p) {
			w.see(s, watchPushes, "rejected-sent-again", p.no)
		}
		if p.pushed.day() > (p.month+1).first()+9 && p.operation != "删除" {
			w.see(s, watchPushes, "pushed-by-deadline", p.no)
		}
		if source[no] == nil {
			w.see(s, watchPushes, "pushed-from-source", p.no)
		} else if source[no].garbled == "" && source[no].amount != p.amount {
			w.see(s, watchPushes, "amount-agrees", p.no)
		}
	}
	for no, p := range source {
		if p.kind == regular && p.failed == "" && p.month == w.clock.month && !told[no] {
			w.see(s, watchPayments, "pushed-to-jinmin", no)
		}
	}
}

// storedLater tells whether what came back was sent again and not sent back.
func (w *witness) storedLater(s system, back *push) bool {
	return slices.ContainsFunc(w.pushes[s], func(p push) bool {
		return p.source() == back.source() && p.receipt != rejectedThere && p.pushed > back.pushed
	})
}

func (w *witness) institutions() {
	stays := map[string]bool{}
	w.buried(disabled)
	w.buried(elderly)
	w.apart()
	for i := range w.stays[disabled] {
		st := &w.stays[disabled][i]
		stays[st.id+st.month.text()] = true
		if creditOf(st.org) != st.org {
			w.see(disabled, watchStays, "format(org_code)", st.key()...)
		}
		if st.left != 0 && st.left < st.admitted {
			w.see(disabled, watchStays, "stay-in-order", st.key()...)
		}
	}
	for i := range w.payments[disabled] {
		if p := &w.payments[disabled][i]; p.kind != reversal && stays[p.id+p.month.text()] {
			w.see(disabled, watchPayments, "exclusive-with-institution-subsidy", p.key()...)
			w.seeOnce(disabled, watchStays, "exclusive-with-two-subsidies", p.id, p.month.text())
		}
	}
}

// buried looks for stays in the months after a death.
func (w *witness) buried(s system) {
	for i := range w.stays[s] {
		st := &w.stays[s][i]
		if slices.ContainsFunc(w.deaths[s], func(d deathRecord) bool {
			return d.id == st.id && !d.withdrawn && realDate(d.date) && st.month.text() > d.date[:7]
		}) {
			w.see(s, watchStays, "no-subsidy-after-death", st.key()...)
		}
	}
}

// apart looks for people in two institutions at a time. The list of the elderly has lost the day
// of leaving.
func (w *witness) apart() {
	until := func(st *stay) day {
		if st.left != 0 {
			return st.left
		}
		return (st.month + 1).first() - 1
	}
	for i := range w.stays[disabled] {
		st := &w.stays[disabled][i]
		for k := range w.stays[disabled] {
			if o := &w.stays[disabled][k]; o.id == st.id && o.org != st.org && o.admitted < until(st) && st.admitted < until(o) {
				w.see(disabled, watchStays, "stays-apart", st.key()...)
				break
			}
		}
	}
}

// nursed looks for those whom the elderly's feed of the two subsidies has as nursed already.
func (w *witness) nursed() {
	subsidised := map[string]bool{}
	for _, g := range w.grants {
		if strings.HasPrefix(g.level, "护理补贴-") {
			subsidised[g.id+g.month.text()] = true
		}
	}
	for i := range w.payments[elderly] {
		if p := &w.payments[elderly][i]; p.kind != reversal && p.project == disability && subsidised[p.id+p.month.text()] {
			w.see(elderly, watchPayments, "exclusive-with-disability-nursing", p.key()...)
		}
	}
}

// creditOf is the code with its right check character.
func creditOf(code string) string {
	n := 0
	fmt.Sscanf(code[10:16], "%d", &n)
	return credit(code[2:8], n)
}
