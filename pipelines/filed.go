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

// digested are the runs that compare the content of a file.
func digested(list []*active) []*active {
	var compares []*active
	for _, a := range list {
		if w := a.run.Watch; w.From.File != nil && compared(w) {
			compares = append(compares, a)
		}
	}
	return compares
}

// changedSince notices that another file is meant than before, or that it was written to:
// what was measured is of neither.
func (e *expected) changedSince(before *expected) {
	if e == nil || before == nil || e.File == nil || before.File == nil || e.Loading != "" {
		return
	}
	if is, was := e.File, before.File; is.Name != was.Name || is.Size != was.Size || !is.Modified.Equal(was.Modified) {
		e.Loading = "a file came while the last was read"
	}
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
