package checks

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// included is what a contract, or one of its tables, says together with what it
// includes: the columns of the shared files in the order in which they are named, then
// its own, and so the checks. What it says itself of a shared column, or of a shared
// check's id, stands in that one's place.
func (l *loader) included(v *syntax.Value) *syntax.Value {
	names := v.Get("include")
	if names == nil {
		return v
	}
	columns, checks := &syntax.Value{Form: syntax.Map, Span: v.Span}, &syntax.Value{Form: syntax.List, Span: v.Span}
	for _, name := range items(names) {
		part := l.shared(name)
		columns = joinedColumns(columns, part.Get("columns"))
		checks = joinedChecks(checks, part.Get("checks"))
	}
	whole := madeMap(v.Span)
	for _, f := range v.Fields {
		if f.Key.Text != "columns" && f.Key.Text != "checks" && f.Key.Text != "include" {
			whole.Fields = append(whole.Fields, f)
		}
	}
	return withFields(whole, []syntax.Field{
		madeField("columns", joinedColumns(columns, v.Get("columns"))), madeField("checks", joinedChecks(checks, v.Get("checks"))),
	})
}

// shared reads a shared file once; nil, reported, if there is none.
func (l *loader) shared(name *syntax.Value) *syntax.Value {
	if !scalar(name) {
		return nil
	}
	if l.sharedFiles == nil {
		l.sharedFiles, l.sharedRoots = map[string]document{}, map[string]*syntax.Value{}
		for _, d := range l.documents("shared", ".yaml") {
			l.sharedFiles[d.base] = d // a workspace's own stands in place of a shipped one
		}
	}
	d, ok := l.sharedFiles[name.Text]
	if !ok {
		l.report("DW-1218", name.Span, syntax.SuggestOr(name.Text, sortedNames(l.sharedFiles), "write shared/"+name.Text+".yaml, with `columns` and `checks`"), "there is no shared/%s.yaml to include", name.Text)
		return nil
	}
	if _, read := l.sharedRoots[name.Text]; !read {
		l.sharedRoots[name.Text] = l.parse("contracts", d, sharedShape(l.in.Kinds))
	}
	return l.sharedRoots[name.Text]
}

// joinedColumns lays the second map's columns over the first's and adds the others.
func joinedColumns(first, second *syntax.Value) *syntax.Value {
	joined := &syntax.Value{Form: syntax.Map, Span: first.Span, Fields: slices.Clone(first.Fields)}
	for _, f := range fields(second) {
		at := slices.IndexFunc(joined.Fields, func(o syntax.Field) bool { return o.Key.Text == f.Key.Text })
		if at < 0 {
			joined.Fields = append(joined.Fields, f)
		} else {
			joined.Fields[at] = f
		}
	}
	return joined
}

// joinedChecks puts the second list's checks in place of those of the first with the same
// written id, and adds the others.
func joinedChecks(first, second *syntax.Value) *syntax.Value {
	return byWrittenID(first.Span, first, second, func(_, own *syntax.Value) *syntax.Value { return own })
}

// byWrittenID joins two lists of checks: where both have one of the same written id, meet
// says what stands in the place of the first.
func byWrittenID(span diag.Span, first, second *syntax.Value, meet func(first, second *syntax.Value) *syntax.Value) *syntax.Value {
	joined := &syntax.Value{Form: syntax.List, Span: span, Items: slices.Clone(items(first))}
	for _, v := range items(second) {
		id := v.Get("id")
		at := slices.IndexFunc(joined.Items, func(o *syntax.Value) bool { return scalar(id) && o.Get("id").Is(id.Text) })
		if at < 0 {
			joined.Items = append(joined.Items, v)
		} else {
			joined.Items[at] = meet(joined.Items[at], v)
		}
	}
	return joined
}
