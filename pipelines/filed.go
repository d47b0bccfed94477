package pipelines

import (
	"fmt"
	"path"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
)

// compared tells that a check of the watch compares the file's content with the last one.
func compared(w *checks.Watch) bool {
	return slices.ContainsFunc(w.Checks, func(c *checks.Check) bool {
		return slices.ContainsFunc(c.Kind.Measures(w, c), func(m checks.Measure) bool {
			d, ok := m.(checks.Delivered)
			return ok && d.Digest
		})
	})
}

// file takes over how the watch's file stands; false if nothing is known of it.
func (l *lookout) file(d *checks.Delivery, e *expected, r checks.Result) bool {
	if r.Failure != nil || r.Skipped != "" {
		if e.skipped, e.down = r.Skipped, r.Down; r.Failure != nil {
			e.failure = r.Failure
		}
		return false
	}
	f := *r.File
	if !f.Modified.IsZero() {
		f.Modified = f.Modified.In(l.now.Location())
	}
	e.File = &f
	if f.Name == "" {
		return true
	}
	e.name = path.Base(f.Name)
	if d.ArrivedAt == "" {
		e.First, e.Newest = f.Modified, f.Modified
	}
	return true
}

// placed is the instant by which one knows which delivery has come last.
func (l *lookout) placed(e *expected) time.Time {
	if e.File != nil {
		return e.File.Placed(l.now.Location())
	}
	return e.Newest
}

// written asks whether the file is complete.
func (l *lookout) written(d *checks.Delivery, e *expected) {
	switch f := e.File; {
	case f.Loading != "":
		e.Loading = f.Loading
	case d.Ready == nil || f.Name == "":
	case l.now.Sub(f.Modified) < d.Ready.Quiet:
		e.Loading = fmt.Sprintf("%s was written to at %s, less than %s ago", path.Base(f.Name), f.Modified.Format(time.TimeOnly), brief(d.Ready.Quiet))
	}
}
