package sample

import (
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// of names what a check belongs to: the contract, or the watch in which it stands.
func (r *runner) of(w *checks.Watch) string {
	if r.watches[w.Contract.ID] == w {
		return w.Contract.ID
	}
	return w.Path()
}

// named is of in a message.
func (r *runner) named(w *checks.Watch) string {
	if of := r.of(w); of != w.Contract.ID {
		return "watch `" + of + "`"
	}
	return "contract `" + w.Contract.ID + "`"
}

// knownSystem tells whether there is a system of this name, in effect or not.
func (r *runner) knownSystem(name *syntax.Value) bool {
	var all []string
	for _, s := range r.catalog.Systems {
		all = append(all, s.ID)
	}
	for _, u := range r.catalog.Unbound {
		all = append(all, u.System)
	}
	if slices.Contains(all, name.Text) {
		return true
	}
	slices.Sort(all)
	r.fault("DW-1627", name.Span, syntax.SuggestOr(name.Text, slices.Compact(all), "no system is written yet: watches/<system>.yaml"), "there is no system `%s`", name.Text)
	return false
}

// ofWatch tries a sample of a watch, or says why that means nothing here.
func (r *runner) ofWatch(f checks.SampleFile, system, s *syntax.Value) {
	path := system.Text + "/" + s.Get("watch").Text
	why := r.notInEffect(path)
	if why == "" {
		w := r.watchAt(path)
		if w == nil {
			r.fault("DW-1316", s.Get("watch").Span, syntax.Suggest(s.Get("watch").Text, r.watchesOf(system.Text)), "there is no watch `%s`", path)
			return
		}
		if why = untried(f, w, s.Get("check").Text); why == "" {
			r.sample(w, s)
			return
		}
	}
	r.report.Untried = append(r.report.Untried, Untried{Of: path, Check: s.Get("check").Text, Why: why})
}

// untried says why a check of a watch cannot be tried here, "" if it can.
func untried(f checks.SampleFile, w *checks.Watch, id string) string {
	at := slices.IndexFunc(w.Checks, func(c *checks.Check) bool { return c.ID == id })
	if at < 0 {
		return ""
	}
	check := w.Checks[at]
	if f.Shipped && !checks.Shipped(check.Span) {
		return "the workspace changes the check"
	}
	return check.Lacks()
}

// notInEffect says that a shipped watch is not in effect, or one of whose tables it is.
func (r *runner) notInEffect(path string) string {
	for _, u := range r.catalog.Unbound {
		if path == u.Path() || strings.HasPrefix(path, u.Path()+".") {
			return u.Path() + " is not bound here"
		}
	}
	return ""
}

// watchAt finds a watch by its path; nil if there is none.
func (r *runner) watchAt(path string) *checks.Watch {
	for _, system := range r.catalog.Systems {
		for _, w := range system.Watches {
			if w.Path() == path {
				return w
			}
		}
	}
	return nil
}

// watchesOf lists the ids of a system's watches.
func (r *runner) watchesOf(system string) (list []string) {
	for _, s := range r.catalog.Systems {
		for _, w := range s.Watches {
			if s.ID == system {
				list = append(list, w.ID)
			}
		}
	}
	return list
}
