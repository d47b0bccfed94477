package coverage

import (
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/schedule"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// What a line is served by, beside watch and evidence.
const (
	NotYet = "not-yet"
)

// Input is what a table is made of.
type Input struct {
	Catalog   *checks.Catalog
	Year      checks.ServiceYear
	Today     time.Time // a civil date at midnight UTC
	Done      []store.Done
	Confirmed []store.Confirmation
	Evidence  []store.Evidence
}

// A Table is the coverage of a service year by a day.
type Table struct {
	Year  string    `json:"service_year"`
	Like  string    `json:"like,omitempty"` // the service year whose rows it takes
	From  time.Time `json:"from"`
	To    time.Time `json:"to"`
	Today time.Time `json:"as_of"`
	Lines []Line    `json:"rows"`
	Runs  []Run     `json:"runs,omitempty"` // those that lines name, in their order, each once
}

// A Run is the newest one of a watch.
type Run struct {
	Name   string `json:"run"`                    // system/watch@period, as lines name it
	System string `json:"system_title,omitempty"` // "" if no watch tells it
	Period string `json:"period"`
	Patrol string `json:"patrol"` // in which it was made
}

// A Line is one row of the agreement.
type Line struct {
	Row       string    `json:"row"`
	Section   string    `json:"section"`
	System    string    `json:"system"`
	Name      string    `json:"system_title,omitempty"` // of the system; "" if no watch tells it
	Title     string    `json:"title"`
	Served    string    `json:"served"`            // watch, evidence or not-yet
	Planned   string    `json:"planned,omitempty"` // what is to serve a row that is not yet served
	Cycle     string    `json:"cycle"`
	Defaulted bool      `json:"cycle_defaulted,omitempty"`
	Overview  bool      `json:"overview_only,omitempty"`
	Minimum   int       `json:"minimum,omitempty"` // in the year
	Due       int       `json:"due"`
	Done      int       `json:"done"`
	Missing   int       `json:"missing"`
	Gaps      []string  `json:"gaps,omitempty"`      // periods that are over and were not done
	Unbound   []Lacking `json:"unbound,omitempty"`   // watches that are not in effect here
	Evidence  int       `json:"evidence,omitempty"`  // files that people filed
	Runs      []string  `json:"last_runs,omitempty"` // the newest run of each watch: system/watch@period
}

// Lacking is a watch that is not in effect here, and why.
type Lacking struct {
	Watch  string `json:"watch"`            // system/watch
	Source string `json:"source,omitempty"` // that is not declared; "" if a person says why
	Absent string `json:"absent,omitempty"` // a person's words
}

// New makes the table. Its lines stand in the order of the service year.
func New(in Input) Table {
	t := Table{Year: in.Year.Year, Like: in.Year.Like, From: in.Year.From, To: in.Year.To, Today: in.Today}
	b := newBooks(in)
	for _, c := range in.Year.Clauses {
		t.Lines = append(t.Lines, b.line(c))
	}
	t.Runs = b.named
	return t
}

// books hold what was done, to be looked up.
type books struct {
	Input
	done      map[string][]store.Done // by system/watch as it is named now
	confirmed map[string]bool         // by patrol
	filed     map[string]int          // by row
	unbound   map[string]*checks.Unbound
	parts     map[string][]string // the watches of a watch of several tables
	titles    map[string]string   // of systems
	named     []Run               // that lines name
}

func newBooks(in Input) *books {
	b := &books{Input: in, done: map[string][]store.Done{}, confirmed: map[string]bool{}, filed: map[string]int{}, unbound: map[string]*checks.Unbound{}, parts: map[string][]string{}, titles: map[string]string{}}
	now := map[string]string{}
	for _, s := range in.Catalog.Systems {
		b.titles[s.ID] = s.Title
		for _, w := range s.Watches {
			for _, was := range w.Was {
				now[s.ID+"/"+was] = w.Path()
			}
			if w.Whole != nil {
				b.parts[w.Whole.Path()] = append(b.parts[w.Whole.Path()], w.Path())
			}
		}
	}
	for _, d := range in.Done {
		path := d.System + "/" + d.Watch
		if name, ok := now[path]; ok {
			path = name
		}
		if d.Aspect == string(checks.Content) {
			b.done[path] = append(b.done[path], d)
		}
	}
	for _, c := range in.Confirmed {
		b.confirmed[c.PatrolID] = true
	}
	for _, e := range in.Evidence {
		b.filed[e.Row]++
	}
	for _, u := range in.Catalog.Unbound {
		b.unbound[u.Path()] = u
		if b.titles[u.System] == "" {
			b.titles[u.System] = u.SystemTitle
		}
	}
	return b
}

func (b *books) line(c checks.Clause) Line {
	l := Line{
		Row: c.Row, Section: c.Section, System: c.System, Name: b.titles[c.System], Title: c.Title, Served: c.By, Cycle: c.Cycle,
		Defaulted: c.Defaulted, Overview: c.Overview, Minimum: c.Minimum, Evidence: b.filed[c.Row],
	}
	switch c.By {
	case checks.ByWatch:
		b.watched(&l, c)
	case checks.ByEvidence:
		l.Due, l.Done = max(due(b.Year, c, b.Today), b.leastByNow(c)), l.Evidence
	default:
		l.Served, l.Planned = NotYet, c.By
		l.Due = max(due(b.Year, c, b.Today), b.leastByNow(c))
	}
	l.Missing = max(0, l.Due-l.Done)
	return l
}

// leastByNow is the share of a yearly minimum that months gone by should have brought.
func (b *books) leastByNow(c checks.Clause) int {
	months := 0
	for first := b.Year.From.AddDate(0, 1, 0); !first.After(b.Today) && months < 12; first = first.AddDate(0, 1, 0) {
		months++
	}
	return c.Minimum * months / 12
}

// watched counts the periods in which every watch of the clause that is in effect was
// patrolled. A clause whose watches are all unbound has nothing done.
func (b *books) watched(l *Line, c checks.Clause) {
	var bound []string
	for _, path := range c.Watches {
		switch u := b.unbound[path]; {
		case u == nil && b.parts[path] != nil:
			bound = append(bound, b.parts[path]...)
		case u == nil:
			bound = append(bound, path)
		case u.Absent != "":
			l.Unbound = append(l.Unbound, Lacking{Watch: path, Absent: u.Absent})
		default:
			l.Unbound = append(l.Unbound, Lacking{Watch: path, Source: u.Source})
		}
	}
	for _, path := range bound {
		if list := b.done[path]; len(list) > 0 {
			l.Runs = append(l.Runs, b.name(path, list[len(list)-1]))
		}
	}
	l.Due = due(b.Year, c, b.Today)
	over := periods(b.Year, c.Cycle, b.Today)
	if c.Cycle == checks.OnDemand || c.Cycle == string(schedule.Yearly) {
		over = []schedule.Period{{Label: b.Year.Year, Start: b.Year.From, End: b.Year.To.AddDate(0, 0, 1)}}
	}
	for _, p := range over {
		if len(bound) > 0 && !slices.ContainsFunc(bound, func(path string) bool { return !b.patrolled(c, path, p) }) {
			l.Done++
		} else if l.Due > 0 {
			l.Gaps = append(l.Gaps, p.Label)
		}
	}
	if c.Counted > 0 {
		l.Gaps = nil // which of the year's weeks are the counted ones is nobody's to say
	}
}

// name gives a run the name by which lines know it.
func (b *books) name(path string, d store.Done) string {
	name := path + "@" + d.Period
	if !slices.ContainsFunc(b.named, func(r Run) bool { return r.Name == name }) {
		b.named = append(b.named, Run{Name: name, System: b.titles[d.System], Period: d.Period, Patrol: d.PatrolID})
	}
	return name
}

// patrolled tells whether a watch was patrolled in a period, and the record confirmed
// where the clause asks for that.
func (b *books) patrolled(c checks.Clause, path string, p schedule.Period) bool {
	return slices.ContainsFunc(b.done[path], func(d store.Done) bool {
		return p.Contains(d.Start) && (!c.Confirmed || b.confirmed[d.PatrolID])
	})
}
