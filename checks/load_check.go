package checks

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// contractChecks binds a contract's checks: column shorthands in the order of the
// columns, then the written ones.
func (l *loader) contractChecks(c *Contract, root *syntax.Value) {
	c.Checks = nil
	s := &scope{l: l, contract: c, columns: c.Columns, fields: c.Schema()}
	for _, f := range fields(root.Get("columns")) {
		c.Checks = append(c.Checks, l.shorthands(s, f.Key, f.Value)...)
	}
	var written []*Check
	for _, v := range items(root.Get("checks")) {
		if l.out.has(v.Span) {
			continue
		}
		if check := l.writtenCheck(s, v); check != nil {
			written = append(written, check)
		}
	}
	l.defaultIDs(nil, written)
	c.Checks = append(c.Checks, written...)
	l.uniqueIDs(c.Checks)
}

// writtenCheck binds a check with exactly one kind key; nil if it has none.
func (l *loader) writtenCheck(s *scope, v *syntax.Value) *Check {
	kind, key := l.kindOf(v)
	if kind == nil {
		return nil
	}
	s.span = key.Span
	check := l.bind(s, kind, kind.Doc().argsOf(v))
	check.Was = texts(v.Get("was"))
	if id := v.Get("id"); scalar(id) {
		check.ID, check.Span = id.Text, id.Span
	}
	if check.ID == "" && kind.Doc().NeedsID {
		l.report("DW-1207", key.Span, "add `id: …`: history hangs on it", "a check of the kind `%s` needs an id", key.Text)
	}
	if d := text(v.Get("dimension")); d != "" {
		check.Dimension = Dimension(d)
	}
	if j := v.Get("judged"); scalar(j) {
		check.Judged = l.bound(j, BoundForm{Op: LT, Unit: UnitPercent})
	}
	l.settings(s, check, v)
	l.unread(kind, v)
	return check
}

// unread reports keys that a kind has no use for: a check of the link looks at no
// rows, and only violations with a key can be stock.
func (l *loader) unread(kind Kind, v *syntax.Value) {
	if key := v.Key("of"); key != nil && !kind.Doc().Keyed {
		l.report("DW-1504", key.Span, "remove it", "`%s` measures no violating rows, so `of` counts for nothing", kind.Doc().Name)
	}
	if kind.Doc().Aspect != Link {
		return
	}
	for _, name := range []string{"where", "judged"} {
		if key := v.Key(name); key != nil {
			l.report("DW-1504", key.Span, "remove it", "`%s` looks at no rows, so `%s` counts for nothing", kind.Doc().Name, name)
		}
	}
}

// kindOf finds the kind key of a check; nil if there is not exactly one, which
// syntax.Check has reported.
func (l *loader) kindOf(v *syntax.Value) (Kind, *syntax.Value) {
	var kind Kind
	var key *syntax.Value
	for _, f := range fields(v) {
		if k := l.kinds[f.Key.Text]; k != nil {
			if kind != nil {
				return nil, nil
			}
			kind, key = k, f.Key
		}
	}
	return kind, key
}

// bind makes a check of a kind with its defaults; its Params are nil if a fault was
// reported.
func (l *loader) bind(s *scope, kind Kind, args *syntax.Value) *Check {
	doc := kind.Doc()
	s.use = &usage{args: args}
	check := &Check{
		Title: doc.Title, Kind: kind, Dimension: doc.Dimension, Grade: 3,
		Status: InForce, Of: OfAll, Samples: 5, Span: s.span, Fail: l.fails[doc.Name], use: s.use,
	}
	if len(syntax.Check(args, l.argsForm(doc))) == 0 {
		check.Params = kind.Bind(s, args)
	}
	return check
}

// settings reads the common keys that an override may change as well.
func (l *loader) settings(s *scope, check *Check, v *syntax.Value) {
	form := boundForm(check)
	if warn, fail := v.Get("warn"), v.Get("fail"); scalar(warn) || scalar(fail) {
		l.bounds(check, warn, fail, form)
	}
	if t := text(v.Get("title")); t != "" {
		check.Title = t
	}
	if t := text(v.Get("why")); t != "" {
		check.Why = t
	}
	if t := text(v.Get("status")); t != "" {
		check.Status = Status(t)
	}
	if of := text(v.Get("of")); of != "" {
		check.Of = Of(of)
	}
	if n := v.Get("grade"); scalar(n) {
		check.Grade = int(integer(n))
	}
	if n := v.Get("samples"); scalar(n) {
		check.Samples = l.samples(n)
	}
	if where := v.Get("where"); scalar(where) {
		check.Where = s.Rule(where, nil)
	}
}

// boundForm says what the bounds of a check look like.
func boundForm(check *Check) BoundForm {
	if b, ok := check.Kind.(Bounder); ok {
		return b.BoundForm(check.Params)
	}
	return check.Kind.Doc().BoundForm()
}

// NoSamples is the number of samples of a check whose keys are not shown even masked.
const NoSamples = -1

// mostSamples caps how many keys are kept for one outcome.
const mostSamples = 100

func (l *loader) samples(v *syntax.Value) int {
	n := integer(v)
	if n < 0 || n > mostSamples {
		l.report("DW-1505", v.Span, fmt.Sprintf("0..%d", mostSamples), "%s samples are too few or too many", v.Text)
		return 0
	}
	if n == 0 {
		return NoSamples
	}
	return int(n)
}

// bounds replaces a check's bounds. A written bound puts the kind's default away.
func (l *loader) bounds(check *Check, warn, fail *syntax.Value, form BoundForm) {
	if scalar(warn) {
		check.Warn = l.bound(warn, form)
	}
	if scalar(fail) {
		check.Fail = l.bound(fail, form)
	}
}

// bound parses a bound and reports its fault where it stands.
func (l *loader) bound(v *syntax.Value, form BoundForm) *Bound {
	b, err := ParseBound(v.Text, form)
	if err != nil {
		l.report("DW-1501", v.At(err.Start, err.End), err.Hint, "not a bound: %s", err.Message)
		return nil
	}
	return &b
}

// defaultIDs names checks without an id: the kind alone if it stands once among all
// of them and those before, else kind(columns).
func (l *loader) defaultIDs(before, written []*Check) {
	if !slices.ContainsFunc(written, func(c *Check) bool { return c.ID == "" }) {
		return
	}
	count := map[string]int{}
	for _, check := range before {
		count[check.ID]++
	}
	for _, check := range written {
		if check.ID == "" {
			count[check.Kind.Doc().Name]++
		}
	}
	for _, check := range written {
		if check.ID != "" {
			continue
		}
		check.ID = check.Kind.Doc().Name
		if count[check.ID] > 1 {
			check.ID = l.idOf(check)
		}
	}
}

// idOf gives kind(columns in written order).
func (l *loader) idOf(check *Check) string {
	doc := check.Kind.Doc()
	columns := writtenColumns(check.use.args, l.argsForm(doc))
	if len(columns) == 0 {
		return doc.Name
	}
	return doc.Name + "(" + strings.Join(columns, ",") + ")"
}

// writtenColumns lists the columns named in a kind's parameters, in written order.
func writtenColumns(v *syntax.Value, s syntax.Shape) []string {
	var columns []string
	switch {
	case v == nil:
	case s.Sort == syntax.SortOneOf:
		for _, a := range s.Alternatives {
			if len(syntax.Check(v, a)) == 0 {
				return writtenColumns(v, a)
			}
		}
	case s.Sort == syntax.SortColumn && scalar(v):
		columns = append(columns, v.Text)
	case s.Sort == syntax.SortList:
		for _, item := range v.Items {
			columns = append(columns, writtenColumns(item, *s.Item)...)
		}
	case s.Sort == syntax.SortObject:
		for _, f := range v.Fields {
			if key, ok := s.Key(f.Key.Text); ok {
				columns = append(columns, writtenColumns(f.Value, key.Shape)...)
			}
		}
	}
	return columns
}

// uniqueIDs reports ids that are used twice, and old ids that are in use.
func (l *loader) uniqueIDs(list []*Check) {
	first := make(map[string]*Check, len(list))
	for _, check := range list {
		if other, ok := first[check.ID]; ok {
			l.report("DW-1208", check.Span, "give one of them an `id`", "the check id `%s` is used twice", check.ID)
			l.relate(other.Span, "first used here")
			continue
		}
		first[check.ID] = check
	}
	for _, check := range list {
		for _, was := range check.Was {
			if other, ok := first[was]; ok {
				l.report("DW-1209", check.Span, "an old id must be free: history cannot belong to two checks", "`%s` is the old id of `%s` and the id of another check", was, check.ID)
				l.relate(other.Span, "in use here")
			}
		}
	}
}
