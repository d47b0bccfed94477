package checks

import (
	"iter"
	"math/big"
	"strings"
	"unicode"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// lint reports what is legal and yet surely not meant.
func (l *loader) lint() {
	for _, c := range l.catalog.Contracts {
		l.lintEmptiness(c)
		for _, check := range c.Checks {
			l.lintTitle(check)
			l.lintWarn(check)
		}
	}
	for _, d := range l.drafts {
		l.lintExceptions(d)
		for _, check := range d.watch.Checks {
			l.lintWarn(check)
		}
		for _, extra := range d.extra {
			if !d.used[extra.Name] && !l.mentioned(d, extra.Name) {
				l.report("DW-1320", extra.Span, "use it in `where`, or remove it", "nothing reads the extra column `%s`", extra.Name)
			}
		}
	}
	if !l.faults.Errors() { // a rule that failed may have called it
		l.lintNamed()
	}
}

// mentioned tells whether a rule that did not compile names the column.
func (l *loader) mentioned(d *draft, column string) bool {
	broken := d.watch.Where == nil && strings.Contains(text(d.value.Get("where")), column)
	for _, v := range items(d.value.Get("checks")) {
		for _, f := range fields(v) {
			broken = broken || strings.Contains(text(f.Value), column)
		}
	}
	return broken
}

// lintEmptiness: an inbound feed whose emptiness nobody would notice is an error,
// since every other check passes over an empty table.
func (l *loader) lintEmptiness(c *Contract) {
	if c.Direction != Inbound || c.MayBeEmpty || l.boundBelow(c.Checks) || l.out != nil {
		return // the check that has the bound may be left out
	}
	watched := false
	for _, d := range l.drafts {
		if d.watch.Contract == c {
			watched = true
			if !d.watch.MayBeEmpty && !l.boundBelow(d.watch.Checks) {
				l.report("DW-1210", c.Span, "add `- row_count: 1..`, or `may_be_empty: true`", "nobody would notice if `%s` came empty", c.ID)
				return
			}
		}
	}
	if !watched {
		l.report("DW-1210", c.Span, "add `- row_count: 1..`, or `may_be_empty: true`", "nobody would notice if `%s` came empty", c.ID)
	}
}

// boundBelow tells whether one of the checks is a row_count with a lower bound.
func (l *loader) boundBelow(list []*Check) bool {
	for _, check := range list {
		if check.Kind.Doc().Name != "row_count" {
			continue
		}
		args := check.use.args
		if args.Form == syntax.Map {
			args = args.Get("range")
		}
		b, err := ParseBound(text(args), BoundForm{Op: InRange})
		if err != nil || b.Low != nil && b.Low.Sign() > 0 {
			return true // a bound that cannot be read is reported by itself
		}
	}
	return false
}

func (l *loader) lintTitle(check *Check) {
	if check.Kind.Doc().NeedsID && check.Title == check.Kind.Doc().Title {
		l.report("DW-1214", check.Span, "add `title: …` in Chinese", "reports have no title for the check `%s`", check.ID)
	}
}

// lintWarn: a warn bound that only trips where the fail bound trips too.
func (l *loader) lintWarn(check *Check) {
	if check.Warn != nil && check.Fail != nil && covered(check.Warn, check.Fail) {
		l.report("DW-1510", check.Span, "make the warn bound the milder one", "`warn: %s` never shows: `fail: %s` trips first", check.Warn.Text, check.Fail.Text)
	}
}

// covered tells whether fail trips wherever warn does.
func covered(warn, fail *Bound) bool {
	if warn.Op != fail.Op || warn.Unit != fail.Unit || warn.Percent != fail.Percent {
		return false
	}
	switch warn.Op {
	case GT, GE:
		return warn.Value.Cmp(fail.Value) >= 0
	case LT, LE:
		return warn.Value.Cmp(fail.Value) <= 0
	case InRange:
		return lowest(warn.Low, fail.Low) && highest(warn.High, fail.High)
	}
	return warn.Value.Cmp(fail.Value) == 0
}

// lowest: the warn range reaches at least as far down; nil is open.
func lowest(warn, fail *big.Rat) bool {
	return warn == nil || fail != nil && warn.Cmp(fail) <= 0
}

func highest(warn, fail *big.Rat) bool {
	return warn == nil || fail != nil && warn.Cmp(fail) >= 0
}

// lintNamed: a rule of the workspace that no expression of the workspace calls.
func (l *loader) lintNamed() {
	for _, name := range sortedNames(l.namedAt) {
		at := l.namedAt[name]
		if !at.builtin && !l.called[name] {
			l.report("DW-1453", at.key.Span, "call it, or remove it", "nothing calls the rule `%s`", name)
		}
	}
}

// noteCalls remembers which named rules a source calls.
func (l *loader) noteCalls(source string) {
	for name := range calls(source) {
		l.called[name] = true
	}
}

// calls finds words with a bracket behind them.
func calls(source string) iter.Seq[string] {
	letter := func(r rune) bool { return r == '_' || unicode.IsLetter(r) }
	inner := func(r rune) bool { return letter(r) || unicode.IsNumber(r) }
	return func(yield func(string) bool) {
		for at := range len(source) {
			if source[at] != '(' {
				continue
			}
			before := strings.TrimRight(source[:at], " \t\n\f\r")
			word := before[len(strings.TrimRightFunc(before, inner)):]
			if word = strings.TrimLeftFunc(word, unicode.IsNumber); word != "" && !yield(word) {
				return
			}
		}
	}
}
