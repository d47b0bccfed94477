package estate

import (
	"fmt"
	"slices"
	"strings"
)

// A rosterRow is one row of the list of recipients that a partner sends for every month,
// in the month after it.
type rosterRow struct {
	no      string
	id      string
	amount  fen
	batch   string
	gone    bool // withdrawn by the partner
	arrived moment
	raw     []any // of the elderly's table, in place of all that; nil: nothing is wrong with its form
}

func (r *rosterRow) key() []string { return []string{r.no} }

// rosterOf is the list for a month, as it arrived at a moment under a batch number.
func rosterOf(s system, people []person, m month, batch string, arrived moment) []rosterRow {
	var all []rosterRow
	for i := range people {
		p := &people[i]
		if !p.known[s] || p.newcomer || len(p.benefits) == 0 || p.index%3 != 0 {
			continue
		}
		all = append(all, rosterRow{
			no: fmt.Sprintf("MD%s%d%06d", batch, s, p.index), id: p.id, amount: fen(30000 + p.index%50*1000),
			batch: m.compact() + "-" + batch, arrived: arrived,
		})
	}
	return all
}

// fillRosters makes last month's lists of every system, which have arrived this month.
// The first row of the elderly's was withdrawn by the partner, who had it wrong.
func (e *Estate) fillRosters() {
	for s := range systemCount {
		e.rosters[s] = rosterOf(s, e.people, e.clock.month-1, "1", (e.clock.month.first() + 8).at(9*3600))
	}
	wrong := e.rosters[elderly][0]
	wrong.no, wrong.amount, wrong.gone = "MD0"+wrong.no[3:], 0, true
	e.rosters[elderly] = append(e.rosters[elderly], wrong)
}

// spoilRosters lets one list be late, one be half loaded, and one come wrong.
func (s *spoiler) spoilRosters() {
	for i := range s.rosters[disabled] {
		s.rosters[disabled][i].arrived = ((s.clock.month - 1).first() + 8).at(9 * 3600)
	}
	n := s.note("feed-late", disabled)
	n.primary(watchRosters, "delivery", nil)
	n.wait(rosterChecks())

	half := s.rosters[assistance][:len(s.rosters[assistance])/2]
	for i := range half {
		half[i].arrived = s.clock.today.at(noon - 1800)
	}
	half[0].amount = 0
	s.rosters[assistance], s.loading = half, true
	s.note("load-in-progress", assistance).wait(append(rosterChecks(), "delivery"))

	s.sendWrong()
}

func (n note) wait(checks []string) {
	for _, check := range checks {
		n.stop(watchRosters, check, "waiting")
	}
}

// The two batches of the elderly's list.
const (
	faultSentWrong  = "sent-without-amounts"
	faultWrongAgain = "wrong-again-when-sent-again"
)

// sendWrong lets the elderly's list come with amounts that were lost.
func (s *spoiler) sendWrong() {
	list := s.rosters[elderly]
	for i := range 5 {
		bad := &list[(i+1)*len(list)/7]
		bad.amount = 0
		s.note(faultSentWrong, elderly).primary(watchRosters, "amount-positive", bad.key())
	}
	s.sendShapeless(list[1])
}

// sendShapeless lets three rows of that list have no form at all: one of nothing, one whose
// texts are no numbers and too long, and one of somebody who stands in it already.
func (s *spoiler) sendShapeless(like rosterRow) {
	long, wrong := strings.Repeat("9", 21), strings.Repeat("0", 18)
	s.rosters[elderly] = append(s.rosters[elderly],
		rosterRow{batch: like.batch, raw: []any{nil, nil, nil, like.batch, "A", nil}},
		rosterRow{no: long, batch: like.batch, raw: []any{long, wrong, "一百", like.batch, "A", "上周一"}},
		rosterRow{no: "MD9", id: like.id, amount: like.amount, batch: like.batch, arrived: like.arrived})
	n := s.note(faultSentWrong, elderly)
	for _, column := range []string{"row_no", "id_card", "amount", "arrived_at"} {
		n.primary(watchRosters, "required("+column+")", []string{""})
	}
	for _, check := range []string{"length(row_no)", "format(id_card)", "type(amount)", "type(arrived_at)"} {
		n.primary(watchRosters, check, []string{long})
	}
	n.primary(watchRosters, "one-row-each", []string{like.id})
}

// SentAgain is the estate after the partner has sent one list a second time, in place
// of the first, and with another row wrong; and the one table of Elderly that this
// changes. The watch must be patrolled again. e, which is Current, stays as it is.
func (e *Estate) SentAgain() (*Estate, Table) {
	again := *e
	second := rosterOf(elderly, e.people, e.clock.month-1, "2", (e.clock.month.first() + 10).at(9*3600))
	bad := &second[len(second)/2]
	bad.amount = -bad.amount
	again.rosters[elderly] = slices.Concat(e.rosters[elderly], second)
	again.ledger.Entries = slices.DeleteFunc(slices.Clone(e.ledger.Entries), func(x Entry) bool { return x.Fault == faultSentWrong })
	again.ledger.Entries = append(again.ledger.Entries, Entry{System: Elderly, Watch: watchRosters, Check: "amount-positive", Key: bad.key(), Fault: faultWrongAgain, Role: Primary})
	again.ledger.Odd = append(slices.Clone(e.ledger.Odd), Odd{Name: "replaced-by-a-second-batch", System: Elderly, Watch: watchRosters, Key: e.rosters[elderly][1].key()})
	again.ledger.sort()
	return &again, again.elderlyRoster()
}

// Resent is the watch of SentAgain, as selectors name it.
const Resent = Elderly + "/" + watchRosters

// rosterChecks are the checks of a list's content.
func rosterChecks() []string {
	list := []string{"row_count", "compare", "one-row-each", "amount-positive", "length(row_no)", "format(id_card)"}
	for _, column := range []string{"row_no", "id_card", "amount", "arrived_at"} {
		list = append(list, "required("+column+")", "type("+column+")")
	}
	return list
}

func (e *Estate) noteOddRosters() {
	list := e.rosters[elderly]
	for i := range list {
		if list[i].gone {
			e.odd("withdrawn-by-the-partner", elderly, watchRosters, list[i].key())
		}
	}
	if e.loading {
		e.odd("wrong-row-of-half-a-load", assistance, watchRosters, e.rosters[assistance][0].key())
	}
}
