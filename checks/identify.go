package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// identify works out what a check of a watch is known by: what a person has decided
// about it (accepted it, recorded its stock) holds as long as these stay. Texts, grade
// and status say nothing of what is measured; where the data lie neither. So a check of a
// contract is known by the same in every watch that leaves it as it is.
func (l *loader) identify(w *Watch, check *Check) {
	use := l.used[check]
	if use.definition == "" {
		l.identifyUse(w, check, use)
	}
	check.Subject, check.Definition = use.subject, use.definition
}

func (l *loader) identifyUse(w *Watch, check *Check, use *usage) {
	h := l.identity[:0]
	sources := canonical(use.args)
	h = field(h, "kind", check.Kind.Doc().Name)
	h = field(h, "args", sources)
	h = field(h, "key", w.Contract.Key...)
	for _, name := range slices.Sorted(slices.Values(use.columns)) {
		if c := w.Mapping(name); c != nil {
			h = field(h, "column", name, c.Type.String())
		}
	}
	if check.Where != nil {
		h = field(h, "where", check.Where.Source())
		sources += " " + check.Where.Source()
	}
	called := l.callees(sources)
	for _, name := range slices.Sorted(maps.Keys(called)) {
		h = field(h, "rule", name, called[name])
	}
	for _, name := range l.constantNames {
		if v := l.catalog.Constants[name]; mentions(sources, called, name) {
			h = field(h, "constant", name, v.Type().String(), v.String())
		}
	}
	use.subject = digest(h)
	h = field(h, "bounds", check.Warn.String(), check.Fail.String(), check.Judged.String(), string(check.Of))
	use.definition = digest(h)
	l.identity = h
}

func digest(of []byte) string {
	sum := sha256.Sum256(of)
	return hex.EncodeToString(sum[:])
}

// mentions tells whether a name stands in one of the sources. That it stands in a text
// there, and not as a name, costs a person one decision more and hides nothing.
func mentions(source string, called map[string]string, name string) bool {
	for _, text := range called {
		source += " " + text
	}
	return strings.Contains(source, name)
}

// field adds named texts; each with its length, so that no two lists are alike.
func field(to []byte, name string, texts ...string) []byte {
	to = append(strconv.AppendInt(append(append(to, name...), ' '), int64(len(texts)), 10), '\n')
	for _, t := range texts {
		to = append(append(append(strconv.AppendInt(to, int64(len(t)), 10), ' '), t...), '\n')
	}
	return to
}

// canonical writes a value without its layout: a map by its keys in order.
func canonical(v *syntax.Value) string {
	if v == nil {
		return "-"
	}
	switch v.Form {
	case syntax.List:
		parts := make([]string, len(v.Items))
		for i, item := range v.Items {
			parts[i] = canonical(item)
		}
		return "[" + strings.Join(parts, ",") + "]"
	case syntax.Map:
		parts := make([]string, len(v.Fields))
		for i, f := range v.Fields {
			parts[i] = fmt.Sprintf("%q:%s", f.Key.Text, canonical(f.Value))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	}
	return fmt.Sprintf("%q", v.Text)
}

// callees gives the sources of the named rules that a text calls, by name, with those
// that they call in turn.
func (l *loader) callees(text string) map[string]string {
	found := map[string]string{}
	for pending := []string{text}; len(pending) > 0; pending = pending[1:] {
		for name := range calls(pending[0]) {
			rule, ok := l.named[name]
			if _, seen := found[name]; ok && !seen {
				found[name] = rule.Source
				pending = append(pending, rule.Source)
			}
		}
	}
	return found
}
