package coverage

import (
	"context"
	"errors"
	"time"

	"github.com/dogwatch/dogwatch/checks"
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
	Unread    []store.Unread
	Confirmed []store.Confirmation
	Evidence  []store.Evidence
}

// Read takes from the state what was done in the service year.
func (in *Input) Read(ctx context.Context, state *store.Store) error {
	from, until := in.Year.From, in.Year.To.AddDate(0, 0, 1)
	var failures [4]error
	in.Done, failures[0] = state.Ledger(ctx, from, until)
	in.Unread, failures[1] = state.Unread(ctx, from, until)
	in.Confirmed, failures[2] = state.Confirmations(ctx)
	in.Evidence, failures[3] = state.Evidences(ctx, in.Year.Year)
	return errors.Join(failures[:]...)
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
	unread    map[string][]store.Unread
	confirmed map[string]bool // by patrol
	filed     map[string]int  // by row
	unbound   map[string]*checks.Unbound
	parts     map[string][]string // the watches of a watch of several tables
	titles    map[string]string   // of systems
	named     []Run               // that lines name
}

func newBooks(in Input) *books {
	b := &books{Input: in, done: map[string][]store.Done{}, unread: map[string][]store.Unread{}, confirmed: map[string]bool{}, filed: map[string]int{}, unbound: map[string]*checks.Unbound{}, parts: map[string][]string{}, titles: map[string]string{}}
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
	named := func(d store.Done) string {
		if name, ok := now[d.System+"/"+d.Watch]; ok {
			return name
		}
		return d.System + "/" + d.Watch
	}
	for _, d := range in.Done {
		if d.Aspect == string(checks.Content) {
			b.done[named(d)] = append(b.done[named(d)], d)
		}
	}
	for _, u := range in.Unread {
		b.unread[named(u.Done)] = append(b.unread[named(u.Done)], u)
	}
	for _, c := range in.Confirmed {
		b.confirmed[c.PatrolID] = true
	}
	for _, e := range in.Evidence {
		b.filed[e.Row]++
	}
	for id, title := range in.Year.Systems {
		if b.titles[id] == "" {
			b.titles[id] = title
		}
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
		Scope: c.Scope, Steps: b.Year.Workflows[c.Workflow], Watches: c.Watches,
		Defaulted: c.Defaulted, Overview: c.Overview, Counted: c.Counted, Minimum: c.Minimum, Confirmed: c.Confirmed, Evidence: b.filed[c.Row],
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
