package checks

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
)

// An identity is what a check is known by. It is worked out when it is first asked for,
// which no patrol does before it has rows to wait for.
type identity struct {
	once                sync.Once
	work                func() (subject, definition string)
	subject, definition string
}

func (i *identity) get() (subject, definition string) {
	i.once.Do(func() {
		i.subject, i.definition = i.work()
		i.work = nil
	})
	return i.subject, i.definition
}

// identify says what a check of a watch is known by: what a person has decided about it
// (accepted it, recorded its stock) holds as long as these stay. Texts, grade and status
// say nothing of what is measured; where the data lie neither. So a check of a contract is
// known by the same in every watch that leaves it as it is.
func (l *loader) identify(w *Watch, check *Check) {
	use := check.use
	if use.known == nil {
		args, columns, meaning := use.args, use.columns, l.meaning
		use.known = &identity{work: func() (string, string) { return meaning.identity(w, check, args, columns) }}
	}
	check.known = use.known
}

// meaning is what names in rules stand for.
type meaning struct {
	named         map[string]rules.NamedRule
	constants     map[string]rules.Value
	constantNames []string // sorted
}

func (m *meaning) identity(w *Watch, check *Check, args *syntax.Value, columns []string) (subject, definition string) {
	var h []byte
	sources := canonical(args)
	h = field(h, "kind", check.Kind.Doc().Name)
	h = field(h, "args", sources)
	h = field(h, "key", w.Contract.Key...)
	for _, name := range slices.Sorted(slices.Values(columns)) {
		if c := w.Mapping(name); c != nil {
			h = field(h, "column", name, c.Type.String())
		}
	}
	if check.Where != nil {
		h = field(h, "where", check.Where.Source())
		sources += " " + check.Where.Source()
	}
	called := m.callees(sources)
	for _, name := range slices.Sorted(maps.Keys(called)) {
		h = field(h, "rule", name, called[name])
	}
	for _, name := range m.constantNames {
		if v := m.constants[name]; mentions(sources, called, name) {
			h = field(h, "constant", name, v.Type().String(), v.String())
		}
	}
	subject = digest(h)
	h = field(h, "bounds", check.Warn.String(), check.Fail.String(), check.Judged.String(), string(check.Of))
	return subject, digest(h)
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
func (m *meaning) callees(text string) map[string]string {
	found := map[string]string{}
	for pending := []string{text}; len(pending) > 0; pending = pending[1:] {
		for name := range calls(pending[0]) {
			rule, ok := m.named[name]
			if _, seen := found[name]; ok && !seen {
				found[name] = rule.Source
				pending = append(pending, rule.Source)
			}
		}
	}
	return found
}
