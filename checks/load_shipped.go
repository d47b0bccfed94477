package checks

import (
	"bytes"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// An Unbound is a shipped watch that is not in effect here.
type Unbound struct {
	System      string
	SystemTitle string
	ID          string
	Title       string // its own, else its contract's; by Input.InEffect only its own
	Contract    string // its id
	Source      string // that the deployment would have to declare
	Calls       bool   // it is asked by calls, and has no table
	Absent      string // why this installation has no such interface, in a person's words; "" if nobody said
}

// Path is the watch's name in selectors.
func (u *Unbound) Path() string { return u.System + "/" + u.ID }

// systemRoots reads the watches of every layer. What a workspace says of a shipped watch
// is laid over it; a shipped watch that neither the workspace names nor a declared source
// serves is not in effect.
func (l *loader) systemRoots() []*syntax.Value {
	shipped, roots := map[string]*syntax.Value{}, []*syntax.Value{}
	for _, d := range l.watchFiles() {
		root := l.watches(d)
		switch id := text(root.Get("system")); {
		case root == nil:
		case d.builtin:
			shipped[id] = root
		default:
			roots = append(roots, root)
		}
	}
	for i, root := range roots {
		id := text(root.Get("system"))
		if d, ok := l.asideWatches[id]; ok {
			delete(l.asideWatches, id)
			shipped[id] = l.watches(d)
		}
		if shipped[id] != nil {
			roots[i] = l.laidOver(shipped[id], root)
			shipped[id] = nil
		}
	}
	for _, id := range sortedNames(shipped) {
		if shipped[id] == nil {
			continue
		}
		if root := l.laidOver(shipped[id], nil); len(items(root.Get("watches"))) > 0 {
			roots = append(roots, root)
		}
	}
	return slices.DeleteFunc(roots, func(root *syntax.Value) bool { return l.out.system(text(root.Get("system"))) })
}

// watchFiles lists the files that have a watch in effect, parsed, and sets the others
// aside.
func (l *loader) watchFiles() (docs []document) {
	for _, d := range l.documents("watches", ".yaml") {
		if isSample(d.base) {
			l.misnamed(d)
			continue
		}
		if d.builtin && l.in.InEffect && !l.served(d) {
			l.asideWatches[d.base] = d
		} else {
			docs = append(docs, d)
		}
	}
	l.parseAhead(docs, l.watchesForm())
	return docs
}

// misnamed warns of watches in a file that is one of samples by its name.
func (l *loader) misnamed(d document) {
	if !d.builtin && bytes.Contains(append([]byte("\n"), d.data...), []byte("\nwatches:")) {
		l.report("DW-1109", fileSpan(d.name), "rename it: a name that ends in _test is that of samples", "the file has watches, which are not read from a file of samples")
	}
}

func (l *loader) watchesForm() syntax.Shape {
	return l.form("watches", func() syntax.Shape { return watchesShape(l.in.Kinds) })
}

func (l *loader) watches(d document) *syntax.Value { return l.parse("watches", d, l.watchesForm()) }

// served tells whether a shipped system may have a watch of a declared source, since its
// file holds the source's name. A file is called as its system.
func (l *loader) served(d document) bool {
	return slices.ContainsFunc(l.catalog.Deployment.Sources, func(s Source) bool { return bytes.Contains(d.data, []byte(s.Name)) })
}

// laidOver is a shipped system with what the workspace says of it; own is nil where it
// says nothing.
func (l *loader) laidOver(shipped, own *syntax.Value) *syntax.Value {
	first := own
	if own == nil {
		first = shipped
	}
	refs := shipped.Get("refs")
	if own.Get("refs") != nil && refs != nil {
		refs = overWatch(refs, own.Get("refs"))
	} else if refs == nil {
		refs = own.Get("refs")
	}
	list := &syntax.Value{Form: syntax.List, Span: first.Span}
	left := slices.Clone(items(own.Get("watches")))
	for _, v := range items(shipped.Get("watches")) {
		at := slices.IndexFunc(left, func(o *syntax.Value) bool { return watchID(o) == watchID(v) })
		if at < 0 {
			if l.declared(text(v.Get("source"))) {
				list.Items = append(list.Items, v)
			} else {
				l.unbind(shipped, v, nil)
			}
			continue
		}
		if absent := left[at].Get("absent"); absent != nil {
			l.unbind(shipped, v, absent)
		} else {
			list.Items = append(list.Items, overWatch(v, left[at]))
		}
		left = slices.Delete(left, at, at+1)
	}
	list.Items = append(list.Items, left...)
	root := madeMap(first.Span, picked(first, "system", "title")...)
	if refs != nil {
		root.Fields = append(root.Fields, madeField("refs", refs))
	}
	return withFields(root, []syntax.Field{madeField("watches", list)})
}

// watchID is the id that a watch will have.
func watchID(v *syntax.Value) string {
	if id := v.Get("id"); scalar(id) {
		return id.Text
	}
	return text(v.Get("contract"))
}

func (l *loader) declared(source string) bool { return l.catalog.Deployment.Source(source) != nil }

// unbind notes a shipped watch that is not in effect.
func (l *loader) unbind(system, v, absent *syntax.Value) {
	u := &Unbound{
		System: text(system.Get("system")), SystemTitle: text(system.Get("title")), ID: watchID(v), Title: text(v.Get("title")),
		Contract: text(v.Get("contract")), Source: text(v.Get("source")),
		Calls: v.Get("from").Get("call") != nil, Absent: text(absent),
	}
	if c := l.contracts[u.Contract]; u.Title == "" && c != nil {
		u.Title = c.Title
	} else if w := l.wholes[u.Contract]; u.Title == "" && w != nil {
		u.Title = w.title
	}
	l.catalog.Unbound = append(l.catalog.Unbound, u)
}

// unbound gives the shipped watch at a path that is not in effect, or nil.
func (l *loader) unbound(path string) *Unbound {
	system, _, _ := strings.Cut(path, "/")
	if d, ok := l.asideWatches[system]; ok && !l.mustBeAlone() {
		delete(l.asideWatches, system)
		if root := l.watches(d); root != nil {
			l.laidOver(root, nil) // notes them: none of their sources is declared
		}
	}
	for _, u := range l.catalog.Unbound {
		if u.Path() == path {
			return u
		}
	}
	return nil
}

// overWatch lays one map over another: its keys replace, its checks join.
func overWatch(shipped, own *syntax.Value) *syntax.Value {
	merged := madeMap(own.Span)
	for _, f := range shipped.Fields {
		if own.Get(f.Key.Text) == nil {
			merged.Fields = append(merged.Fields, f)
		}
	}
	for _, f := range own.Fields {
		if f.Key.Text == "checks" {
			f.Value = overChecks(shipped.Get("checks"), f.Value)
		}
		merged.Fields = append(merged.Fields, f)
	}
	return merged
}

// overChecks joins two lists of checks. What the second says of an id of the first is
// laid over it.
func overChecks(shipped, own *syntax.Value) *syntax.Value {
	return byWrittenID(own.Span, shipped, own, overWatch)
}
