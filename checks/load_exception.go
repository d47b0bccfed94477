package checks

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

func exceptionsShape() syntax.Shape {
	fingerprint := syntax.Text()
	one := syntax.Object(
		syntax.Key{Name: "keys", Shape: syntax.ListOf(syntax.MapOf(syntax.Text().OrNull())), Example: "[{batch_no: \"2026-03\"}]", Doc: "Violations by values of their key, as they read after decoding; a column that is left out may have any. For personal data write fingerprints."},
		syntax.Key{Name: "fingerprint", Shape: syntax.OneOf(fingerprint, syntax.ListOf(fingerprint)), Doc: "Violations by the fingerprint of their key, one or several, as `dogwatch explain --fingerprints` prints them."},
		syntax.Key{Name: "rule", Shape: syntax.Rule(), Example: `pay_month < "2019-01"`, Doc: "Violating rows for which this is true; only of checks that judge single rows."},
		syntax.Key{Name: "reason", Shape: syntax.Words(), Required: true, Doc: "Why they are excepted; reports show it."},
		syntax.Key{Name: "owner", Shape: syntax.Words(), Required: true, Doc: "Who answers for it."},
		syntax.Key{Name: "expires", Shape: syntax.Date(), Required: true, Doc: "Its last day. After that it does not apply, and lint warns."},
	).Titled("an exception").Choosing("keys", "fingerprint", "rule")
	return syntax.ListOf(one)
}

func exceptionsKey(of string) syntax.Key {
	return syntax.Key{Name: "exceptions", Shape: exceptionsShape(), Doc: "Violations of " + of + " that are known to be right or cannot be repaired: they are counted apart, and no bound looks at them."}
}

// fingerprintForm is what mask.Fingerprint gives.
var fingerprintForm = regexp.MustCompile(`^[0-9a-f]{64}$`)

// exceptions reads a list of exceptions; rules are compiled against the watch's rows.
func (l *loader) exceptions(s *scope, v *syntax.Value) []*Exception {
	var list []*Exception
	for _, item := range items(v) {
		e := &Exception{Reason: text(item.Get("reason")), Owner: text(item.Get("owner")), Span: item.Span}
		e.Expires, _ = time.Parse(time.DateOnly, text(item.Get("expires"))) // syntax.Check has reported another form
		for _, key := range items(item.Get("keys")) {
			e.Keys = append(e.Keys, exceptedKey(key))
		}
		e.Fingerprints = l.fingerprints(item.Get("fingerprint"))
		if rule := item.Get("rule"); scalar(rule) {
			e.Rule = s.Rule(rule, nil)
		}
		list = append(list, e)
	}
	return list
}

// exceptCheck reads the exceptions written at a check of a watch.
func (l *loader) exceptCheck(d *draft, check *Check, v *syntax.Value) {
	if v.Get("exceptions") == nil {
		return
	}
	check.Exceptions, check.exceptionsAt = l.exceptionsOf(d, v), v
}

func (l *loader) exceptionsOf(d *draft, v *syntax.Value) []*Exception {
	if v.Get("exceptions") == nil {
		return nil
	}
	s := l.exceptionScope(d)
	list := l.exceptions(s, v.Get("exceptions"))
	l.noteUse(d, s.use)
	return list
}

// exceptionScope compiles the rules of exceptions. What they use is not what the check
// is about.
func (l *loader) exceptionScope(d *draft) *scope {
	s := l.watchScope(d)
	s.span, s.use = d.watch.Span, &usage{}
	return s
}

func exceptedKey(v *syntax.Value) ExceptedKey {
	var key ExceptedKey
	for _, f := range fields(v) {
		key = append(key, ExceptedCell{Column: f.Key.Text, Text: text(f.Value), Null: f.Value.Form == syntax.Null})
	}
	return key
}

func (l *loader) fingerprints(v *syntax.Value) []string {
	list := items(v)
	if scalar(v) {
		list = []*syntax.Value{v}
	}
	var prints []string
	for _, item := range list {
		if !fingerprintForm.MatchString(text(item)) {
			l.report("DW-1331", item.Span, "copy all 64 digits from `dogwatch explain --fingerprints`", "this is no fingerprint")
			continue
		}
		prints = append(prints, item.Text)
	}
	return prints
}

// lintExceptions looks at the exceptions of a watch and of its checks, once everything
// is bound: whether they can name anything, whether they say too much, whether they
// have run out.
func (l *loader) lintExceptions(d *draft) {
	w := d.watch
	if v := d.value.Get("exceptions"); v != nil {
		var names []string
		for _, check := range w.Checks {
			names = append(names, KeyNames(w, check)...)
		}
		l.lintExceptionList(w, w.Exceptions, v, "a check of "+w.ID, names)
	}
	for _, v := range items(d.value.Get("checks")) {
		if at := slices.IndexFunc(w.Checks, func(c *Check) bool { return c.exceptionsAt == v && v.Get("exceptions") != nil }); at >= 0 {
			check := w.Checks[at]
			l.lintExceptionKind(w, check, v)
			l.lintExceptionList(w, check.Exceptions, v.Get("exceptions"), "`"+check.ID+"`", KeyNames(w, check))
		}
	}
}

// lintExceptionKind: only violating rows can be excepted, and by a rule only those
// that are judged one by one.
func (l *loader) lintExceptionKind(w *Watch, check *Check, v *syntax.Value) {
	if !check.Kind.Doc().Keyed {
		l.report("DW-1504", v.Key("exceptions").Span, "remove it", "`%s` measures no violating rows, so `exceptions` count for nothing", check.Kind.Doc().Name)
		return
	}
	for _, item := range items(v.Get("exceptions")) {
		if rule := item.Key("rule"); rule != nil && check.Params != nil && check.Lacks() == "" && !SingleRows(w, check) {
			l.report("DW-1333", rule.Span, "name the violations by `keys` or `fingerprint`", "`%s` does not judge single rows, so a rule cannot except any", check.Kind.Doc().Name)
		}
	}
}

func (l *loader) lintExceptionList(w *Watch, list []*Exception, v *syntax.Value, of string, names []string) {
	for i, item := range items(v) {
		for _, key := range items(item.Get("keys")) {
			for _, f := range fields(key) {
				l.lintExceptedCell(w, f, of, names)
			}
		}
		if at := item.Get("expires"); i < len(list) && !list[i].Expires.IsZero() && !list[i].InForce(l.today()) {
			l.report("DW-1335", at.Span, "settle it with "+list[i].Owner+", then remove it or give it another day", "this exception expired on %s: it does not apply any more", list[i].Expires.Format(time.DateOnly))
		}
	}
}

// lintExceptedCell never repeats the value, nor shows its line.
func (l *loader) lintExceptedCell(w *Watch, f syntax.Field, of string, names []string) {
	if len(names) > 0 && !slices.Contains(names, f.Key.Text) {
		l.report("DW-1332", f.Key.Span, syntax.Suggest(f.Key.Text, names), "violations of %s have no key column `%s`", of, f.Key.Text)
		l.hide()
		return
	}
	m := w.Mapping(f.Key.Text)
	if m == nil || m.Class == mask.Public || m.Class == mask.Internal || f.Value.Form == syntax.Null {
		return
	}
	l.report("DW-1334", f.Key.Span, "write `fingerprint:` as `dogwatch explain --fingerprints` prints it", "a clear value of `%s` (%s) stands in this file", f.Key.Text, m.Class)
	l.hide()
}

// hide keeps the line of the diagnostic reported last from being shown.
func (l *loader) hide() { l.faults[len(l.faults)-1].Hidden = true }

// today is the day of Input.AsOf at 00:00 UTC; zero if there is none.
func (l *loader) today() time.Time {
	if l.in.AsOf.IsZero() {
		return time.Time{}
	}
	y, m, d := l.in.AsOf.In(l.catalog.Deployment.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// String says what an exception names, without a value: "2 keys", "1 fingerprint", or
// its rule.
func (e *Exception) String() string {
	switch {
	case e.Rule != nil:
		return e.Rule.Source()
	case len(e.Keys) > 0:
		return fmt.Sprintf("keys: %d", len(e.Keys))
	}
	return fmt.Sprintf("fingerprints: %d", len(e.Fingerprints))
}
