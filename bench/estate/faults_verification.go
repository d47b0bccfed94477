package estate

import (
	"slices"
	"time"
)

// The results of making a report.
const (
	reportMade   = "成功"
	reportFailed = "失败"
)

// dayFrom reads the day of a date or timestamp in a row.
func dayFrom(text string) day {
	t, err := time.Parse(time.DateOnly, text[:len(time.DateOnly)])
	if err != nil {
		panic("estate: " + err.Error())
	}
	return dayOf(t.Date())
}

func succeeded(r *roll, at int) bool { return r.text(at, "result") == reportMade }

// reportedLong fits requests that were reported on weeks ago.
func reportedLong(r *roll, at int) bool {
	return dayFrom(r.text(at, "received_at")) < r.world.clock.today-20
}

func requestedTwice(r *roll) {
	at := r.pick(func(at int) bool { return reportedLong(r, at) })
	r.repeat(at)
	r.note("subject-requested-twice").primary("subject-once", r.keyOf(at)...)
}

func reportedTwice(r *roll) {
	at := r.pick(func(at int) bool { return succeeded(r, at) })
	second := r.repeat(at)
	r.set(second, "report_no", r.text(at, "report_no")+"B")
	r.note("reported-twice").primary("one-report", r.text(at, "request_no"))
}

// reportMissing leaves a request of weeks ago without its report. The key stands in the
// requests only.
func reportMissing(requests *roll) func(*roll) {
	return func(r *roll) {
		at := requests.pick(func(at int) bool { return reportedLong(requests, at) && !requests.hasFamily(at) })
		request := requests.text(at, "request_no")
		for i := range slices.Backward(r.rows) {
			if r.text(i, "request_no") == request {
				r.drop(i)
			}
		}
		requests.note("request-without-a-report").row(at, "reported")
	}
}

func reportUnasked(r *roll) {
	at := r.repeat(r.pick(func(at int) bool { return succeeded(r, at) }))
	r.set(at, "report_no", r.text(at, "report_no")+"X")
	r.set(at, "request_no", r.text(at, "request_no")+"X")
	r.note("report-that-nobody-requested").row(at, "requested")
}

func reportLate(r *roll) {
	at := r.pick(func(at int) bool { return succeeded(r, at) && at > 30 }) // requested a month ago
	r.set(at, "reported_at", (r.world.clock.today - 1).at(9*3600).text())
	r.note("report-weeks-late").row(at, "reported-in-time")
}

// reportsFail lets every fourth report fail once before it is made: the share trips.
func reportsFail(r *roll) {
	for at := range len(r.rows) {
		if at%4 != 1 || !succeeded(r, at) {
			continue
		}
		failed := r.repeat(at)
		r.set(failed, "report_no", r.text(at, "report_no")+"F2")
		r.set(failed, "result", reportFailed)
	}
	r.note("reports-fail-often").primary("failure-share")
}
