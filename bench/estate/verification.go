package estate

import (
	"fmt"
	"strings"
)

// A requester is a business that has households verified: what its reports look like,
// and what goes wrong with its requests and reports in Current.
type requester struct {
	name     string // of the watches: verification-NAME-requests and -reports
	template string
	viewed   bool // the report is looked at by call, and not pushed
	requests []func(*roll)
	reports  []func(*roll)
}

func requesters(w *world) []requester {
	return []requester{
		{name: "two-subsidies", template: "两补-V3",
			requests: []func(*roll){breaks("requested-before-consent", "consented_on", constant(w.clock.today.text()), reportedLong, "consent-before-request")},
			reports:  []func(*roll){breaks("report-by-an-old-template", "template", constant("两补-V2"), nil, "code(template)")}},
		{name: "housing", template: "住房-V2", requests: []func(*roll){linkAway, requestedTwice, breaks("request-without-a-name", "name", constant(nil), nil, "required(name)")}, reports: []func(*roll){reportedTwice}},
		{name: "medical-insurance", template: "医保-V1", viewed: true,
			reports: []func(*roll){refusing, breaks("report-cites-eight-of-nine", "cited_units", constant(int64(8)), succeeded, "cites-all-feedback"),
				breaks("report-that-counts-in-words", "cited_units", constant("九家"), succeeded, "type(cited_units)"),
				breaks("report-of-an-unwritten-day", "reported_at", constant("昨天"), succeeded, "type(reported_at)")}},
		{name: "moca-province", template: "部省-V1", reports: []func(*roll){linkCameAndWent, reportsFail}},
		{name: "social-assistance", template: "救助-V4", reports: []func(*roll){reportUnasked, reportLate}},
	}
}

// verifications are the requests and reports of all requesters.
func (w *world) verifications() []*roll {
	var all []*roll
	for n, q := range requesters(w) {
		requests := w.requests(q, n)
		reports := w.reports(q, requests)
		if q.name == "social-assistance" {
			reports.spoil(reportMissing(requests))
		}
		all = append(all, requests.probed().spoil(q.requests...), reports.probed().spoil(q.reports...))
	}
	return all
}

// requests came in over the last two months, about one person or two.
func (w *world) requests(q requester, n int) *roll {
	r := w.roll(Verification, "verification-requests", []string{"request_no", "id_card"},
		text("request_no", 32), text("id_card", 18), text("name", 100), date("consented_on"), timestamp("received_at")).as("verification-" + q.name + "-requests")
	r.name = strings.ReplaceAll(r.watch, "-", "_")
	people := w.some(func(p *person) bool { return p.death == 0 && p.odd == "" && p.index%12 == n })
	for i := 0; i < 60 && len(people) > 1; i++ {
		received := w.clock.today - 1 - day(i)
		for _, p := range people[:1+i%2] {
			at := r.add(p, fmt.Sprintf("QQ%d%s%04d", n, w.clock.month.compact(), i), p.id, p.name, (received - 2).text(), received.at(9*3600+i).text())
			if i == 0 {
				r.odd("requested-yesterday-not-reported-yet", at)
			}
		}
		people = people[1+i%2:]
	}
	return r
}

// reports follow five days after their requests. The seventh failed at first.
func (w *world) reports(q requester, requests *roll) *roll {
	r := w.roll(Verification, "verification-reports", []string{"report_no"},
		text("report_no", 32), text("request_no", 32), text("template", 20), integer("cited_units"), text("result", 10), timestamp("reported_at")).as("verification-" + q.name + "-reports")
	r.name, r.call = strings.ReplaceAll(r.watch, "-", "_"), q.viewed
	last := ""
	for i := range requests.rows {
		request := requests.text(i, "request_no")
		received := dayFrom(requests.text(i, "received_at"))
		if request == last || received+5 >= w.clock.today {
			continue
		}
		last = request
		row := func(no, result string, cited, at int) int {
			return r.add(nil, no, request, q.template, int64(cited), result, (received + 5).at(15*3600+at).text())
		}
		if len(r.rows) == 6 {
			r.odd("report-that-failed-and-was-made-again", row("BG"+request[2:]+"F", reportFailed, 3, 0))
		}
		row("BG"+request[2:], reportMade, 9, 600)
	}
	return r
}
