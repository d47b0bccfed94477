package report

import (
	"slices"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// sourceLine is one row of the table of sources.
type sourceLine struct {
	Name, ID, Driver, Tone, Reached, Latency, Server, Watches string
}

// sourceFacts gathers what the outcomes say of one source.
type sourceFacts struct {
	watches []string
	down    string // class of the failure
	known   bool   // some outcome tells whether it was reached
	latency *store.Outcome
	version string
}

// sources tells how each source fared: reached, how fast, what it is.
func (t tongue) sources(v View) []sourceLine {
	var names []string
	found := map[string]*sourceFacts{}
	for i := range v.Patrol.Runs {
		r := &v.Patrol.Runs[i]
		if found[r.Source] == nil {
			found[r.Source] = &sourceFacts{}
			names = append(names, r.Source)
		}
		found[r.Source].take(r)
	}
	slices.Sort(names)
	var list []sourceLine
	for _, name := range names {
		list = append(list, t.sourceLine(v, name, found[name]))
	}
	return list
}

func (f *sourceFacts) take(r *store.Run) {
	if watch := r.System + "/" + r.Watch; !slices.Contains(f.watches, watch) {
		f.watches = append(f.watches, watch)
	}
	for k := range r.Outcomes {
		switch o := &r.Outcomes[k]; {
		case o.Kind == "connect" && o.Verdict == "fail":
			f.known, f.down = true, o.Parts["class"]
		case o.Kind == "connect" && o.Measured == "1":
			f.known = true
			if o.Parts["version"] != "" {
				f.version = o.Parts["version"]
			}
		case o.Kind == "latency" && o.Measured != "":
			f.latency = o
		}
	}
}

func (t tongue) sourceLine(v View, name string, f *sourceFacts) sourceLine {
	l := sourceLine{Name: v.source(name), ID: name, Server: f.version, Watches: commas(int64(len(f.watches))), Tone: "skipped", Reached: "—", Latency: "—"}
	for _, s := range v.Sources {
		if s.Name == name {
			l.Driver = s.Driver
		}
	}
	if l.Server != "" && l.Driver != "" && l.Server[0] >= '0' && l.Server[0] <= '9' {
		l.Server = l.Driver + " " + l.Server // a bare number says little
	}
	switch {
	case f.down != "":
		l.Tone, l.Reached = "fail", t.word("no")+t.bracket(t.class(f.down))
	case f.known:
		l.Tone, l.Reached = "pass", t.word("yes")
	}
	if f.latency != nil {
		l.Latency = t.measured(f.latency)
	}
	return l
}
