package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// page is what the HTML template shows: words and figures, ready to print.
type page struct {
	Lang      string
	Title     string
	Tone      string // of the headline: fail, error, warn or pass
	Headline  []string
	Facts     []fact
	Tiles     []tile
	Verdicts  []string // columns of the summaries, those that occur
	ByQuality []line
	BySystem  []line
	Quality   []string // columns of BySystem
	Index     []card   // everything that needs a person, one line each
	Sections  []section
	Sources   []sourceLine
	Trends    []trendChart
	Watches   []watchList
	Proposed  []outcomeLine
	Decisions []decided
	// Exceptions in force, a row each.
	Exceptions     [][]string
	ExceptionHeads []string
	Revisions      [][]string // first and present results, a row each
	RevisionHeads  []string
	Notes          []string
}

// A tile is one big number.
type tile struct{ Tone, Name, Count string }

// A line is one row of a summary.
type line struct {
	Name  string
	Inner bool // a watch below its system
	All   string
	Cells []cell
	Share string // passed, of those that were judged
	Bar   int    // the same, 0 to 100
}

// A cell is one figure of a summary with the colour that it deserves.
type cell struct{ Tone, Text, Of string }

// A section is the items of one state.
type section struct {
	State, Heading string
	Compact        bool // needs nobody now: one line each
	Cards          []card
}

// A card shows one item.
type card struct {
	ID, State, StateName, Tone, Verdict string
	Anchor                              string // in the page
	Where                               string // system and interface alone
	Grade, Title, Place, Check, Period  string
	Found, Bounds, Why, Rule, Moves     string
	Since                               string
	Counts                              []fact
	Heads                               []string
	KeyHeads                            int // how many of Heads belong to the key
	Samples                             [][]string
	More                                string
	Also                                []string
}

// watchList is one run's outcomes: those with something to say, and those that passed
// without a violation, which are named in one line.
type watchList struct {
	Name, Place, Late string
	Outcomes          []outcomeLine
	Passed            []outcomeLine
	PassedText        string
}

// outcomeLine is one row of the full list.
type outcomeLine struct {
	Tone, Verdict, Title, Check, Place, Dimension, Found, Bounds string
	Rows, Violations, Unknown                                    string
	Moves                                                        string
}

// newPage sets a view out for the template.
func newPage(v View) page {
	t, d := tongueOf(v.Language), newDigest(v)
	p := page{
		Lang: "zh-CN", Title: t.title(v), Headline: t.headline(v, d), Facts: t.facts(v, d), Tone: tone(d, v),
		Sources: t.sources(v), Trends: t.charts(v), Notes: t.notes(v, d),
		Decisions: t.decisions(v), Exceptions: t.exceptionLines(v), ExceptionHeads: t.exceptionHeads(),
		Revisions: t.revisionLines(v), RevisionHeads: t.revisionHeads(),
	}
	if !t.chinese {
		p.Lang = "en"
	}
	for _, verdict := range []string{"fail", "error", "warn", "pass", "skipped", "waiting"} {
		if n := d.checks[verdict]; n > 0 || verdict != "waiting" {
			p.Tiles = append(p.Tiles, tile{verdict, t.verdict(verdict), commas(int64(n))})
			p.Verdicts = append(p.Verdicts, verdict)
		}
	}
	p.summaries(t, v, d)
	for _, state := range states() {
		if items := d.in(state); len(items) > 0 {
			s := section{State: state, Heading: t.word("heading." + state), Compact: state == stateWatched || state == stateRecovered || state == stateRetired}
			for i, it := range items {
				c := t.card(v, it)
				c.Anchor = state + "-" + strconv.Itoa(i+1)
				s.Cards = append(s.Cards, c)
			}
			if !s.Compact {
				p.Index = append(p.Index, s.Cards...)
			}
			p.Sections = append(p.Sections, s)
		}
	}
	p.lists(t, v)
	return p
}

// tone is the gravest thing that the headline has to say.
func tone(d *digest, v View) string {
	switch {
	case d.unwell() > 0:
		return "fail"
	case d.checks["error"] > 0 || unfinished(v) || len(v.Patrol.LeftOut) > 0:
		return "error"
	case d.checks["warn"] > 0:
		return "warn"
	case d.checks["pass"] == 0:
		return "skipped"
	}
	return "pass"
}

// summaries counts by quality dimension and by system.
func (p *page) summaries(t tongue, v View, d *digest) {
	for _, name := range dimensions() {
		if d.dimensions[name].total() == 0 && name == "stability" {
			continue
		}
		p.Quality = append(p.Quality, name)
		l := p.line(t.dimension(name), d.dimensions[name])
		for _, verdict := range p.Verdicts {
			l.Cells = append(l.Cells, countCell(verdict, d.dimensions[name][verdict]))
		}
		p.ByQuality = append(p.ByQuality, l)
	}
	watches := watchTallies(v)
	for _, s := range d.systems {
		p.BySystem = append(p.BySystem, p.matrixLine(s, false))
		for _, w := range watches {
			if w.ID == s.ID && len(watches) <= mostWatches {
				p.BySystem = append(p.BySystem, p.matrixLine(w, true))
			}
		}
	}
}

// mostWatches is how many interfaces the matrix shows one by one.
const mostWatches = 60

func (p *page) line(name string, all tally) line {
	judged := all["pass"] + all["warn"] + all["fail"] + all["error"]
	l := line{Name: name, All: commas(int64(all.total())), Share: cmp.Or(percent(int64(all["pass"]), int64(judged)), "—")}
	if judged > 0 {
		l.Bar = all["pass"] * 100 / judged
	}
	return l
}

func (p *page) matrixLine(s systemTally, inner bool) line {
	l := p.line(s.Title, s.All)
	l.Inner = inner
	for _, name := range p.Quality {
		l.Cells = append(l.Cells, matrixCell(s.Dimensions[name]))
	}
	return l
}

func countCell(verdict string, n int) cell {
	if n == 0 {
		return cell{Text: "0"}
	}
	return cell{Tone: verdict, Text: commas(int64(n))}
}

// matrixCell shows the number of the gravest verdict that is there.
func matrixCell(t tally) cell {
	total := t.total()
	if total == 0 {
		return cell{Text: "—"}
	}
	for _, verdict := range []string{"fail", "error", "warn"} {
		if t[verdict] > 0 {
			return cell{Tone: verdict, Text: commas(int64(t[verdict])), Of: commas(int64(total))}
		}
	}
	if t["pass"] == 0 {
		return cell{Tone: "skipped", Text: "○", Of: commas(int64(total))}
	}
	return cell{Tone: "pass", Text: "✓", Of: commas(int64(total))}
}

// watchTallies counts by watch, in reading order.
func watchTallies(v View) []systemTally {
	var list []systemTally
	at := map[string]int{}
	for i := range v.Patrol.Runs {
		r := &v.Patrol.Runs[i]
		key := r.System + "/" + r.Watch
		if _, ok := at[key]; !ok {
			at[key] = len(list)
			list = append(list, systemTally{ID: r.System, Title: watchOf(r), All: tally{}, Dimensions: map[string]tally{}})
		}
		s := &list[at[key]]
		for k := range r.Outcomes {
			o := &r.Outcomes[k]
			if o.Status == string(checks.Proposed) {
				continue
			}
			s.All[o.Verdict]++
			if s.Dimensions[o.Dimension] == nil {
				s.Dimensions[o.Dimension] = tally{}
			}
			s.Dimensions[o.Dimension][o.Verdict]++
		}
	}
	return list
}

// lists sets out every outcome, proposed ones apart.
func (p *page) lists(t tongue, v View) {
	for i := range v.Patrol.Runs {
		r := &v.Patrol.Runs[i]
		w := watchList{Name: watchOf(r), Place: systemOf(r) + " · " + t.aspect(r.Aspect) + " · " + r.Period}
		if r.Late != "" {
			w.Late = t.word("late", r.Late)
		}
		if r.Attempt > 1 {
			w.Place += " · " + t.word("attempt", r.Attempt)
		}
		for k := range r.Outcomes {
			o := &r.Outcomes[k]
			if o.Status == string(checks.Proposed) {
				p.Proposed = append(p.Proposed, t.outcomeLine(r, o))
				continue
			}
			if o.Verdict == string(checks.Pass) && o.Violations == 0 && t.moves(o) == "" {
				w.Passed = append(w.Passed, t.outcomeLine(r, o))
				continue
			}
			w.Outcomes = append(w.Outcomes, t.outcomeLine(r, o))
		}
		w.PassedText = t.passed(w.Passed)
		p.Watches = append(p.Watches, w)
	}
}

// passed names the checks of lines, each once: the groups of one check are counted.
func (t tongue) passed(lines []outcomeLine) string {
	var names []string
	groups := map[string]int{}
	for _, l := range lines {
		if groups[l.Title]++; groups[l.Title] == 1 {
			names = append(names, l.Title)
		}
	}
	for i, name := range names {
		if n := groups[name]; n > 1 {
			names[i] += " ×" + strconv.Itoa(n)
		}
	}
	return strings.Join(names, t.comma())
}

func (t tongue) outcomeLine(r *store.Run, o *store.Outcome) outcomeLine {
	return outcomeLine{
		Tone: o.Verdict, Verdict: t.verdict(o.Verdict), Title: cmp.Or(o.Title, o.Check), Check: o.Check + groupText(o), Place: systemOf(r) + " · " + watchOf(r),
		Dimension: t.dimension(o.Dimension), Found: t.found(o), Bounds: t.bounds(o), Moves: t.moves(o),
		Rows: commas(o.Rows), Violations: commas(o.Violations), Unknown: commas(o.Unknown + o.Faulted),
	}
}

func groupText(o *store.Outcome) string {
	if o.Group == "" {
		return ""
	}
	return "[" + o.Group + "]"
}

// notes explain the words and name the editions of the code tables.
func (t tongue) notes(v View, d *digest) []string {
	list := []string{t.word("note.masked"), t.word("note.unknown"), t.word("note.skipped")}
	if d.proposed.total() > 0 {
		list = append(list, t.word("note.proposed"))
	}
	var editions []string
	for _, r := range v.Patrol.Runs {
		editions = append(editions, r.Editions...)
	}
	slices.Sort(editions)
	if editions = slices.Compact(editions); len(editions) > 0 {
		text := editions[0]
		for _, e := range editions[1:] {
			text += t.comma() + e
		}
		list = append(list, t.word("note.editions", text))
	}
	return list
}
