package estate

import (
	"slices"
	"strings"
)

// shapes looks at the tables that stand in several places, or covered.
func (w *witness) shapes() {
	for _, district := range shardDistricts() {
		if district != w.lostShard {
			w.visited(district)
		}
	}
	w.applied()
	w.vouched()
	w.certified()
	w.settle()
	w.listed()
	w.queued(elderly)
	w.queued(assistance)
}

func (w *witness) visited(district string) {
	once := repeated(w.visits[district], func(v *visit) string { return v.no })
	for _, v := range w.visits[district] {
		if once[v.no] {
			w.seeOnce(elderly, watchVisits, "visit-once["+district+"]", v.no)
		}
		if v.minutes < 10 || v.minutes > 480 {
			w.see(elderly, watchVisits, "minutes-plausible["+district+"]", v.no)
		}
		if v.on > w.clock.today {
			w.see(elderly, watchVisits, "served-not-in-future["+district+"]", v.no)
		}
	}
}

func (w *witness) applied() {
	all := slices.Concat(w.petitions, w.pastPetitions)
	once := repeated(all, func(p *petition) string { return p.no })
	open := repeated(all, func(p *petition) string {
		if !p.open {
			return ""
		}
		return p.id
	})
	for _, p := range all {
		if once[p.no] {
			w.seeOnce(assistance, watchPetitions, "case-once", p.no)
		}
		if p.open && open[p.id] {
			w.seeOnce(assistance, watchPetitions, "one-open-case", p.id)
		}
		if p.closed != 0 && p.closed < p.applied {
			w.see(assistance, watchPetitions, "closed-after-applied", p.no)
		}
		if !p.open && p.closed == 0 {
			w.see(assistance, watchPetitions, "closed-has-date", p.no)
		}
	}
}

func (w *witness) vouched() {
	for _, u := range w.vouchers {
		if u.at.day().month() != w.clock.month {
			w.see(disabled, watchVouchers, "used-in-month", u.no)
		}
		if u.amount <= 0 {
			w.see(disabled, watchVouchers, "amount-positive", u.no)
		}
	}
}

func (w *witness) certified() {
	once := repeated(w.certificates, func(c *certificate) string { return c.token })
	for _, c := range w.certificates {
		if once[c.token] {
			w.seeOnce(disabled, watchCertificates, "one-certificate", c.token)
		}
		if c.name == "" {
			w.see(disabled, watchCertificates, "required(name)", c.no)
		}
		if !strings.Contains("1234", string(rune('0'+c.level))) {
			w.see(disabled, watchCertificates, "level-known", c.no)
		}
	}
}

func (w *witness) settle() {
	counts, sums, known := map[string]int64{}, map[string]fen{}, map[string]bool{}
	for _, l := range w.settledLines {
		counts[l.header]++
		sums[l.header] += l.amount
		if l.account == "" {
			w.see(disabled, watchSettled, "required(account)", l.no)
		}
	}
	for _, h := range w.settlements {
		known[h.no] = true
		if counts[h.no] != h.count || sums[h.no] != h.amount {
			w.see(disabled, watchSettlements, "totals-agree", h.no)
		}
	}
	for _, l := range w.settledLines {
		if !known[l.header] {
			w.see(disabled, watchSettled, "has-settlement", l.no)
			w.seeOnce(disabled, watchSettlements, "totals-agree", l.header)
		}
	}
}

// listed looks at the one list that may be judged: the elderly's, in its last batch.
func (w *witness) listed() {
	list := w.rosters[elderly]
	newest := list[len(list)-1].batch
	once := repeated(list, func(r *rosterRow) string {
		if r.batch != newest || r.gone {
			return ""
		}
		return r.id
	})
	for _, r := range list {
		switch {
		case r.batch != newest || r.gone:
			continue
		case r.raw != nil:
			w.shapeless(r)
			continue
		case r.amount <= 0:
			w.see(elderly, watchRosters, "amount-positive", r.no)
		}
		if once[r.id] {
			w.seeOnce(elderly, watchRosters, "one-row-each", r.id)
		}
	}
}

// shapeless looks at what lies in the table in place of a row.
func (w *witness) shapeless(r rosterRow) {
	for i, column := range map[int]string{0: "row_no", 1: "id_card", 2: "amount", 5: "arrived_at"} {
		value, _ := r.raw[i].(string)
		switch {
		case value == "":
			w.see(elderly, watchRosters, "required("+column+")", r.no)
		case column == "row_no" && len(value) > 20:
			w.see(elderly, watchRosters, "length(row_no)", r.no)
		case column == "id_card" && !validID(value):
			w.see(elderly, watchRosters, "format(id_card)", r.no)
		case column == "amount" || column == "arrived_at":
			w.see(elderly, watchRosters, "type("+column+")", r.no)
		}
	}
}

func (w *witness) queued(s system) {
	once := repeated(w.queues[s], func(t *task) string { return t.no })
	late := slices.ContainsFunc(w.queues[s], func(t task) bool {
		return t.state == queued && t.at.day() < w.clock.today-10 || t.state != settled && t.retries > 10
	})
	for _, t := range w.queues[s] {
		if once[t.no] {
			w.seeOnce(s, watchQueue, "task-once", t.no)
		}
		if t.state == queued && t.at.day() < w.clock.today-5 {
			w.see(s, watchQueue, "not-stuck", t.no)
		}
		if t.retries > 10 {
			w.see(s, watchQueue, "retries-bounded", t.no)
		}
		if t.state == undone && late {
			w.seeOnce(s, watchQueue, "backlog", t.reason)
		}
		if t.state == undone && t.reason == "" {
			w.see(s, watchQueue, "failure-has-reason", t.no)
		}
	}
}
