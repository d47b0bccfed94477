package checks

import (
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// bindRefs finds for every contract that a check of this watch compares with whose
// data are meant: what the watch's refs name, the watch itself or another table of it,
// this system's only watch of the contract, or what the system's refs name.
func (l *loader) bindRefs(d *draft) {
	own, system := l.refs(d.value.Get("refs")), l.refs(d.system.Get("refs"))
	asked := map[string]bool{}
	for _, check := range d.watch.Checks {
		for _, other := range check.use.others {
			if asked[other.Text] {
				continue
			}
			asked[other.Text] = true
			if target := l.target(d, check, other, own, system); target != nil {
				d.watch.Refs[other.Text] = target
			}
		}
	}
}

func (l *loader) target(d *draft, check *Check, other *syntax.Value, own, system map[string]*Watch) *Watch {
	if w, ok := own[other.Text]; ok {
		l.noteUnbound(check, d.value.Get("refs").Get(other.Text))
		return w
	}
	for _, w := range append(d.watch.Siblings(), d.watch) {
		if w.Contract.ID == other.Text {
			return w
		}
	}
	var watching []*Watch
	for _, w := range d.watch.System.Watches {
		if w.Contract.ID == other.Text {
			watching = append(watching, w)
		}
	}
	if len(watching) == 1 {
		return watching[0]
	}
	if w, ok := system[other.Text]; ok {
		l.noteUnbound(check, d.system.Get("refs").Get(other.Text))
		return w
	}
	if u := l.unboundOf(d, other.Text); u != nil && len(watching) == 0 {
		check.Unbound = u.Path()
		return nil
	}
	if path := l.out.watching(d.watch.System.ID, func(u unit) bool { return u.contract == other.Text }); path != "" && len(watching) == 0 {
		check.LeftOut = path
		return nil
	}
	if len(watching) > 1 {
		l.report("DW-1315", d.watch.Span, "name one of them under `refs` of this watch: "+strings.Join(paths(watching), ", "),
			"`%s` compares with `%s`, and %s watches it %d times", check.ID, other.Text, d.watch.System.ID, len(watching))
	} else {
		l.report("DW-1314", d.watch.Span,
			"add a watch of it to "+d.watch.System.ID+", or name another system's under `refs: {"+other.Text+": system/watch}`",
			"`%s` compares with `%s`, which %s does not watch", check.ID, other.Text, d.watch.System.ID)
	}
	l.relate(other.Span, "named here")
	return nil
}

// noteUnbound says of a check that whom it compares with is not in effect here.
func (l *loader) noteUnbound(check *Check, ref *syntax.Value) {
	if u := l.unbound(text(ref)); u != nil {
		check.Unbound = u.Path()
	} else if l.out.watch(text(ref)) {
		check.LeftOut = ref.Text
	}
}

// unboundOf gives the shipped watch of a contract that the watch's system would have.
func (l *loader) unboundOf(d *draft, contract string) *Unbound {
	for _, u := range l.catalog.Unbound {
		if u.System == d.watch.System.ID && u.Contract == contract {
			return u
		}
	}
	return nil
}

// refs reads a map of contracts to watches. An entry that is at fault stays in the
// map with a nil watch, so that it is reported once.
func (l *loader) refs(v *syntax.Value) map[string]*Watch {
	refs := map[string]*Watch{}
	for _, f := range fields(v) {
		refs[f.Key.Text] = nil
		if l.known(f.Key.Text) == nil {
			l.noContract(f.Key)
			continue
		}
		if !scalar(f.Value) {
			continue
		}
		w := l.watchAt(f.Value)
		if w != nil && w.Contract.ID != f.Key.Text {
			l.report("DW-1317", f.Value.Span, "name a watch of `"+f.Key.Text+"`", "%s watches `%s`, not `%s`", w.Path(), w.Contract.ID, f.Key.Text)
			continue
		}
		refs[f.Key.Text] = w
	}
	return refs
}

// watchAt resolves "system/watch" and reports if there is none.
func (l *loader) watchAt(v *syntax.Value) *Watch {
	if w, ok := l.at[v.Text]; ok {
		return w
	}
	if !l.out.watch(v.Text) && l.unbound(v.Text) == nil && !l.broken["watches"] && !l.broken["contracts"] {
		l.report("DW-1316", v.Span, syntax.SuggestOr(v.Text, sortedNames(l.at), "no watch is written yet: watches/<system>.yaml"), "there is no watch `%s`", v.Text)
	}
	return nil
}

func paths(watches []*Watch) []string {
	var list []string
	for _, w := range watches {
		list = append(list, w.Path())
	}
	return list
}
