package checks

import (
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// draft is a watch that is registered but not yet bound, with what was written.
type draft struct {
	watch  *Watch
	value  *syntax.Value
	system *syntax.Value
	extra  []Column
	used   map[string]bool // extra columns that something reads
}

// loadSystems registers all systems and watches before it binds the first, since
// refs name other watches.
func (l *loader) loadSystems() {
	systems := map[string]*System{}
	var drafts []*draft
	roots := l.systemRoots()
	l.roots = roots
	l.takeUpWatched(roots)
	for _, root := range roots {
		if system := l.system(root, systems); system != nil {
			drafts = append(drafts, l.systemWatches(system, root)...)
		}
	}
	for _, id := range sortedNames(systems) {
		s := systems[id]
		slices.SortFunc(s.Watches, func(a, b *Watch) int { return strings.Compare(a.ID, b.ID) })
		l.catalog.Systems = append(l.catalog.Systems, s)
	}
	l.bindContracts() // that only watches name
	for _, d := range drafts {
		l.mapColumns(d)
	}
	for _, d := range drafts {
		l.at[d.watch.Path()] = d.watch
	}
	l.sideBySide(len(drafts), func(l *loader, i int) { l.bindWatch(drafts[i]) })
	for _, d := range drafts {
		for _, check := range d.watch.Checks {
			l.identify(d.watch, check)
		}
	}
	l.drafts = drafts
}

func (l *loader) system(root *syntax.Value, known map[string]*System) *System {
	id := root.Get("system")
	if !scalar(id) {
		return nil
	}
	if first, ok := known[id.Text]; ok {
		l.report("DW-1301", id.Span, "put its watches into one file", "the system `%s` is defined twice", id.Text)
		l.relate(first.Span, "first defined here")
		return nil
	}
	system := &System{ID: id.Text, Title: text(root.Get("title")), Span: id.Span}
	known[id.Text] = system
	return system
}

func (l *loader) systemWatches(system *System, root *syntax.Value) []*draft {
	var drafts []*draft
	first := map[string]*Watch{}
	for _, v := range items(root.Get("watches")) {
		if l.out.has(v.Span) {
			continue
		}
		together := l.together(v)
		for _, part := range l.watchTables(v) {
			w := l.watch(system, part.value)
			if w == nil || l.usedTwice(system, w.ID, w.Span, first) {
				continue
			}
			first[w.ID] = w
			system.Watches = append(system.Watches, w)
			drafts = append(drafts, &draft{watch: w, value: part.value, system: root, used: map[string]bool{}})
			if part.name != "" {
				w.Whole = together
				together.Tables = append(together.Tables, w)
			}
		}
	}
	for _, d := range drafts {
		if w := d.watch.Whole; w != nil && d.watch.Leads() {
			l.usedTwice(system, w.ID, d.watch.Span, first)
		}
	}
	l.oldWatchIDs(first)
	return drafts
}

// usedTwice reports an id that another watch of the system has.
func (l *loader) usedTwice(system *System, id string, span diag.Span, first map[string]*Watch) bool {
	other, ok := first[id]
	if ok {
		l.report("DW-1303", span, "give one of them an `id`", "the watch id `%s` is used twice in %s", id, system.ID)
		l.relate(other.Span, "first used here")
	}
	return ok
}

// oldWatchIDs reports old ids of watches that are in use: history cannot belong to two.
func (l *loader) oldWatchIDs(byID map[string]*Watch) {
	for _, id := range sortedNames(byID) {
		for _, was := range byID[id].Was {
			if other, ok := byID[was]; ok {
				l.report("DW-1318", byID[id].Span, "an old id must be free", "`%s` is the old id of the watch `%s` and the id of another", was, id)
				l.relate(other.Span, "in use here")
			}
		}
	}
}

// watch reads what needs no other watch; nil if its contract is not known.
func (l *loader) watch(system *System, v *syntax.Value) *Watch {
	name := v.Get("contract")
	if !scalar(name) {
		return nil
	}
	if absent := v.Key("absent"); absent != nil {
		l.report("DW-1324", absent.Span, "remove the watch", "there is no shipped watch `%s/%s` to take out of effect", system.ID, watchID(v))
		return nil
	}
	c := l.known(name.Text)
	if c == nil {
		l.noContract(name)
		return nil
	}
	w := &Watch{
		System: system, ID: c.ID, Title: c.Title, Contract: c, Source: text(v.Get("source")),
		Was: texts(v.Get("was")), Scope: "all", Tags: texts(v.Get("tags")), Refs: map[string]*Watch{},
		MayBeEmpty: c.MayBeEmpty || truth(v.Get("may_be_empty")), Span: name.Span,
		Cycle: Cycle{Link: "daily", Content: "weekly"},
	}
	if id := v.Get("id"); scalar(id) {
		w.ID, w.Span = id.Text, id.Span
	}
	if t := text(v.Get("title")); t != "" {
		w.Title = t
	}
	l.cycle(w, v.Get("cycle"))
	l.from(w, l.whence(c, v), v.Get("source"))
	return w
}

// whence is what a watch says it reads, or the table with the contract's name.
func (l *loader) whence(c *Contract, v *syntax.Value) *syntax.Value {
	source := v.Get("source")
	if source == nil {
		l.report("DW-1304", v.Span, "for example `source: elderly-front`", "the watch names no source")
	}
	if from := v.Get("from"); from != nil || source == nil {
		return from
	}
	return made(strings.ReplaceAll(strings.ReplaceAll(c.ID, "-", "_"), ".", "_"), v.Span)
}

func (l *loader) cycle(w *Watch, v *syntax.Value) {
	if link := v.Get("link"); scalar(link) {
		if link.Text[0] >= '0' && link.Text[0] <= '9' {
			w.Cycle.Probe = l.probeCycle(link)
		} else {
			w.Cycle.Link = link.Text
		}
	}
	if content := text(v.Get("content")); content != "" {
		w.Cycle.Content = content
	}
}

// ShortestProbe is the least time between two probes of a link: oftener is an attack.
const ShortestProbe = 10 * time.Second

// probeCycle reads how often a link is tried. Its patrol stays daily.
func (l *loader) probeCycle(v *syntax.Value) time.Duration {
	every, err := time.ParseDuration(v.Text)
	if err != nil || every < ShortestProbe || every > 24*time.Hour {
		l.report("DW-1106", v.Span, "write 10s to 24h, as 30m", "`%s` is no time between two probes", v.Text)
		return 0
	}
	return every
}

// reads reports a query that no source would be sent.
func (l *loader) reads(v *syntax.Value) {
	if l.in.Reads == nil || !scalar(v) {
		return
	}
	if err := l.in.Reads(v.Text); err != nil {
		l.report("DW-1323", v.Span, "write one SELECT, or have the source's owner make a view", "%v", err)
	}
}

// from reads what a watch reads, and checks that its source can deliver that.
func (l *loader) from(w *Watch, v, source *syntax.Value) {
	w.From = From{Name: text(v), Query: text(v.Get("query")), Union: texts(v.Get("union")), Pattern: text(v.Get("pattern"))}
	if v != nil {
		w.From.Span = v.Span
	}
	l.reads(v.Get("query"))
	if call := v.Get("call"); call != nil && call.Form == syntax.Map {
		w.From.Call = &Call{
			Method: text(call.Get("method")), Path: text(call.Get("path")), Query: texted(call.Get("query")),
			Headers: texted(call.Get("headers")), Body: text(call.Get("body")), Type: text(call.Get("content_type")), Answer: text(call.Get("answer")), Rows: text(call.Get("rows")),
		}
		if w.From.Call.Method == "" {
			w.From.Call.Method = "GET"
		}
	}
	w.From.Each = l.shards(v.Get("each"))
	if v.Get("file") != nil {
		l.file(w, v)
	}
	if fault := patternFault(w.From.Pattern); w.From.Pattern != "" && fault != "" {
		l.report("DW-1306", v.Get("pattern").Span, "for example LOG_{period:yyyyMM}", "the pattern cannot be used: %s", fault)
	}
	s := l.sourceOf(source)
	if s == nil || v == nil {
		return
	}
	if call := v.Get("call"); call != nil && call.Form == syntax.Map {
		l.personal(s, call)
	}
	switch {
	case s.Driver == "http" && w.From.Call == nil:
		l.report("DW-1306", v.Span, "write from: {call: {path: …}}", "the source `%s` is called by HTTP: it has no tables", s.Name)
	case s.Driver != "http" && w.From.Call != nil:
		l.report("DW-1306", v.Span, "write the name of a table, or {query: …}", "the source `%s` (%s) cannot be called", s.Name, s.Driver)
	case w.From.File != nil && !s.HasFiles():
		l.report("DW-1306", v.Span, "write the name of a table, or {query: …}", "the source `%s` (%s) has no files", s.Name, s.Driver)
	case s.HasFiles() && w.From.Tables() != nil:
		l.report("DW-1306", v.Span, "give each file a watch of its own", "the source `%s` is a folder of files: it joins none", s.Name)
	case s.HasFiles() && w.From.Query != "":
		l.report("DW-1306", v.Span, "write the name of a file, and restrict rows with `where`", "the source `%s` is a folder of files: it takes no query", s.Name)
	}
}

// shards reads {district: {"110101": QZ_110101}}, sorted by group.
func (l *loader) shards(v *syntax.Value) []Shard {
	if v == nil || v.Form != syntax.Map {
		return nil
	}
	if len(v.Fields) != 1 || len(v.Fields[0].Value.Fields) == 0 {
		l.report("DW-1306", v.Span, `for example each: {district: {"110101": QZ_110101}}`, "each names one sort of group and the table of every group")
		return nil
	}
	var list []Shard
	for _, f := range v.Fields[0].Value.Fields {
		list = append(list, Shard{Group: f.Key.Text, Name: f.Value.Text})
	}
	slices.SortFunc(list, func(a, b Shard) int { return strings.Compare(a.Group, b.Group) })
	return list
}

// sourceOf resolves a source of the deployment file and reports if there is none.
func (l *loader) sourceOf(v *syntax.Value) *Source {
	if !scalar(v) {
		return nil
	}
	d := &l.catalog.Deployment
	if s := d.Source(v.Text); s != nil {
		return s
	}
	if l.broken["."] {
		return nil
	}
	var names []string
	for _, s := range d.Sources {
		names = append(names, s.Name)
	}
	l.report("DW-1304", v.Span, syntax.SuggestOr(v.Text, names, "declare it there under `sources`"), "dogwatch.yaml has no source `%s`", v.Text)
	return nil
}
