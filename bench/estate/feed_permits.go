package estate

import (
	"fmt"
	"slices"
)

const (
	watchPermits      = "legal-entity-approvals"
	watchCodedPermits = "code-centre-approvals"
	watchPublicity    = "licence-publicity"
)

// A permit is a decision on an application of an organisation.
type permit struct {
	no      string
	of      *organisation
	matter  string
	granted bool
	decided day
}

// permitsOf lists the decisions of the year that were pushed at the state: changes, the
// cancellation of some, and some establishments that were refused.
func (w *world) permitsOf(all []*organisation) []permit {
	living, gone := inPart(all, partPermits, exists), inPart(all, partPermits, hasEnded)
	var list []permit
	for j := range 60 {
		p := permit{no: fmt.Sprintf("京民许准〔2026〕%04d号", j), of: living[j%len(living)], matter: "变更登记", granted: true, decided: w.clock.final - 8 - day(5*j)}
		switch {
		case j%10 == 5:
			p.of, p.matter = gone[j%len(gone)], "注销登记"
		case j%10 == 9:
			p.matter, p.granted = "成立登记", false
		}
		if p.decided+5 <= w.clock.today {
			list = append(list, p)
		}
	}
	return list
}

// permits makes what is pushed of the decisions to the ministry, to the code centre and
// to the public.
func (w *world) permits(all []*organisation) []*roll {
	list := w.permitsOf(all)
	hidden := w.unpublished(list)
	ministry, centre, public := w.ministryPermits(list, hidden), w.codedPermits(list), w.publicity(list, hidden)
	return []*roll{ministry.spoil(permitFaults()...), centre.spoil(codedPermitFaults()...), public.spoil(publicityFaults()...)}
}

// unpublished is the place of the decision, granted long ago, that stands nowhere in
// public; -1 if there is none.
func (w *world) unpublished(list []permit) int {
	if w.clock.step == Previous {
		return -1
	}
	return slices.IndexFunc(list, func(p permit) bool { return p.changes() && p.decided < w.clock.today-40 })
}

// changes says that the decision granted a change.
func (p permit) changes() bool { return p.granted && p.matter == "变更登记" }

func (w *world) ministryPermits(list []permit, hidden int) *roll {
	r := w.roll(organisationsSystem, watchPermits, []string{"approval_no"},
		text("approval_no", 60), text("credit_code", 18), text("name", 200), text("kind", 20), text("matter", 20), date("applied_on"), date("decided_on"),
		text("decision", 10), text("organ", 6), timestamp("pushed_at"))
	for i, p := range list {
		code, decision := p.answer()
		at := r.add(nil, p.no, code, p.of.name, p.of.form, p.matter, (p.decided - 12).text(), p.decided.text(), decision, p.of.organ, (p.decided + 2).at(9*3600).text())
		r.rows[at].busy = i%2 == 1 || !p.changes() || i == hidden
		if i == hidden {
			r.note("permit-not-published").row(at, "published")
		}
	}
	return r
}

func (w *world) codedPermits(list []permit) *roll {
	r := w.roll(organisationsSystem, watchCodedPermits, []string{"approval_no"},
		text("approval_no", 60), text("credit_code", 18), text("name", 200), text("matter", 20), date("decided_on"), text("decision", 10), timestamp("pushed_at"))
	for i, p := range list {
		code, decision := p.answer()
		at := r.add(nil, p.no, code, p.of.name, p.matter, p.decided.text(), decision, (p.decided + 2).at(9*3600).text())
		r.rows[at].busy = i%2 == 0 || !p.changes()
	}
	return r
}

// answer is the credit code, which a refused establishment has not, and the decision.
func (p permit) answer() (code any, decision string) {
	if p.granted {
		return p.of.code, "准予"
	}
	return nil, "不予"
}

// publicity publishes what was granted. Every other decision is left to its own faults.
func (w *world) publicity(list []permit, hidden int) *roll {
	r := w.roll(organisationsSystem, watchPublicity, []string{"document_no"},
		text("document_no", 60), text("credit_code", 18), text("name", 200), text("representative", 100), text("shown_id", 18), text("licence_kind", 20), text("content", 500),
		date("decided_on"), date("valid_from"), date("valid_until"), text("organ", 6), date("published_on"))
	for i, p := range list {
		if !p.granted || i == hidden {
			continue
		}
		shown := p.of.head.id[:6] + "********" + p.of.head.id[14:]
		at := r.add(nil, p.no, p.of.code, p.of.name, p.of.head.name, shown, p.matter, "准予"+p.of.name+p.matter, p.decided.text(), p.decided.text(),
			(p.decided + 1460).text(), p.of.organ, (p.decided + 3).text())
		r.rows[at].busy = i%2 == 0
	}
	return r
}
