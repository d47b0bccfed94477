package pipelines

import (
	"fmt"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// read makes of the figures what is known of the delivery.
func (l *lookout) read(v *view) *expected {
	d, e := v.watch.Delivery, &expected{}
	e.Arrived = true
	if v.file != nil && !l.file(d, e, v.file.Items[0].Results[0]) {
		return e
	}
	if v.rows != nil {
		r := v.rows.Items[0].Results[0]
		if e.skipped, e.down = r.Skipped, r.Down; r.Failure != nil || r.Skipped != "" {
			if e.skipped == "" { // the checks say themselves why they cannot be evaluated
				e.skipped = r.Failure.Message
			}
			return e
		}
		if d.ArrivedAt != "" {
			e.First, e.Newest = l.instant(r.Figures[firstArrival]), l.instant(r.Figures[newestArrival])
		}
		if n, ok := r.Figures[withdrawnRows]; ok && !n.IsNull() {
			e.Withdrawn = n.Number()
		}
		l.number(d, e, r.Figures[newestBatch])
	}
	l.place(d, e, v)
	return e
}

// number names the delivery by its batch.
func (l *lookout) number(d *checks.Delivery, e *expected, batch ir.Value) {
	e.numbered = d.Batch != ""
	if d.Batch == "" || batch.IsNull() {
		return
	}
	e.name, e.number = batch.String(), batch.String()
	text := batch.String()
	if batch.Type().Base != ir.Integer {
		text = quoted(text)
	}
	if d.Mode == checks.ModeSnapshot {
		e.batch = d.Batch + " == " + text
	}
}

func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(text) + `"`
}

// instant reads a civil value in the workspace's zone; the zero time for none.
func (l *lookout) instant(v ir.Value) time.Time {
	if v.IsNull() {
		return time.Time{}
	}
	micros := v.Number()
	if v.Type().Base == ir.Date {
		micros *= 86_400_000_000
	}
	t := time.UnixMicro(micros).UTC()
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), l.now.Location())
}

// place says which delivery is expected, whether it has arrived, and whether in full.
func (l *lookout) place(d *checks.Delivery, e *expected, v *view) {
	cycle := everyCycle(d.Every)
	if newest := l.placed(e); cycle != "" && (d.ArrivedAt != "" || e.File != nil) {
		period, missing := schedule.Missing(cycle, newest, l.now, l.now.Location())
		if !missing {
			period = schedule.Delivered(cycle, newest, l.now.Location())
		}
		e.Period, e.placed, e.missing = period.Label, true, missing
		if e.name == "" && !newest.IsZero() {
			e.name = schedule.Delivered(cycle, newest, l.now.Location()).Label
		}
		if d.Due != nil {
			e.Arrived = !missing
			var err error
			if e.Due, err = schedule.After(period, d.Due.Days, d.Due.Working, d.Due.Clock, l.now.Location(), l.Catalog.Calendar); err != nil && missing {
				e.failure = &checks.Failure{Class: "definition", Message: err.Error(), Hint: "add the holidays and adjusted working days of the year to codes/holidays.csv, or write `due` in d"}
				return
			}
		}
	}
	l.complete(d, e, v)
	e.Overdue = !e.Due.IsZero() && !l.now.Before(e.Due) && (!e.Arrived || e.Loading != "" && (v.status != nil || v.file != nil))
}

// complete asks whether what has arrived is a whole delivery.
func (l *lookout) complete(d *checks.Delivery, e *expected, v *view) {
	if e.File != nil {
		l.written(d, e)
	}
	if d.Ready == nil || !e.Arrived || e.Loading != "" {
		return
	}
	if v.status == nil && e.File == nil {
		if quiet := l.now.Sub(e.Newest); !e.Newest.IsZero() && quiet < d.Ready.Quiet {
			e.Loading = fmt.Sprintf("the newest row arrived at %s, less than %s ago", e.Newest.Format(time.TimeOnly), brief(d.Ready.Quiet))
		}
		return
	}
	if v.status == nil {
		return
	}
	r := v.status.Items[0].Results[0]
	switch {
	case r.Skipped != "":
		e.skipped, e.down = r.Skipped, r.Down
	case r.Failure != nil:
		failure := *r.Failure
		failure.Message = "whether the load is complete is not known: " + failure.Message
		if failure.Hint == "" {
			failure.Hint = "try what stands under `ready` as the account of the source, and correct it"
		}
		e.failure = &failure
	case r.Figures[readyRows].IsNull() || r.Figures[readyRows].Number() == 0:
		e.Loading = "no row says that the load is complete"
	}
}

// brief writes a duration without its empty parts: 10m, 2h.
func brief(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
