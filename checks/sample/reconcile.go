package sample

import (
	"math/big"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A bunch is the rows of one key on one side: the compared cells, nil for one that could
// not be read.
type bunch struct {
	rows          [][]*ir.Value
	late, unknown bool
	faulted       int64
}

// reconcile compares the rows of every key of both sides.
func reconcile(m checks.Reconcile, own Table, others Tables, env rules.Env) (checks.Result, error) {
	far, err := others[m.Other.Contract.ID].where(m.OtherWhere, env)
	if err != nil {
		return checks.Result{}, err
	}
	r := checks.Result{Differences: &checks.Differences{Columns: map[string]int64{}}}
	var on, farOn, columns, farColumns []string
	on, farOn = lefts(m.On), rights(m.On)
	for _, c := range m.Columns {
		columns, farColumns = append(columns, c.Left), append(farColumns, c.Right)
	}
	here, err := bunches(own, on, columns, m.Until, &r, env)
	if err != nil {
		return r, err
	}
	there, err := bunches(far, farOn, farColumns, m.OtherUntil, &r, env)
	if err != nil {
		return r, err
	}
	for key := range there {
		if here[key] == nil {
			here[key] = &bunch{}
		}
	}
	for key, mine := range here {
		theirs := there[key]
		if theirs == nil {
			theirs = &bunch{}
		}
		settle(m, &r, mine, theirs)
	}
	r.Judged = r.Rows - r.Unknown - r.Faulted
	r.Groups = r.Violations
	return r, nil
}

// bunches sorts rows by key; a row whose key is null is unknown.
func bunches(t Table, on, columns []string, until *rules.Expr, r *checks.Result, env rules.Env) (map[string]*bunch, error) {
	all := map[string]*bunch{}
	var verdict *rules.Verdict
	if until != nil && len(t.Rows) > 0 {
		var err error
		if verdict, err = t.judge(until, env); err != nil {
			return nil, err
		}
	}
	for i := range t.Rows {
		values, ok := t.values(i, on)
		if !ok {
			r.Rows, r.Unknown = r.Rows+1, r.Unknown+1
			continue
		}
		b := all[keyOf(values)]
		if b == nil {
			b = &bunch{}
			all[keyOf(values)] = b
		}
		b.rows = append(b.rows, t.cells(i, columns))
		if verdict == nil || verdict.True.Has(i) {
			continue
		}
		switch {
		case verdict.Unknown.Has(i):
			b.unknown = true
		case verdict.Fault.Has(i):
			r.Faulted++
			b.faulted++
		default:
			b.late = true
		}
	}
	return all, nil
}

func (t Table) cells(row int, columns []string) (cells []*ir.Value) {
	for _, name := range columns {
		if t.Rows[row].Undecoded[name] {
			cells = append(cells, nil)
			continue
		}
		v := t.value(row, name)
		cells = append(cells, &v)
	}
	return cells
}

// settle judges one key.
func settle(m checks.Reconcile, r *checks.Result, mine, theirs *bunch) {
	n := int64(len(mine.rows) + len(theirs.rows))
	d := r.Differences
	if mine.late || theirs.late {
		r.Faulted -= mine.faulted + theirs.faulted
		d.Late++
		return
	}
	r.Rows += n
	r.Denominator++
	if faulted := mine.faulted + theirs.faulted; faulted > 0 || mine.unknown || theirs.unknown {
		r.Unknown += n - faulted
		return
	}
	if len(mine.rows) > 1 || len(theirs.rows) > 1 {
		d.Repeated++
	}
	switch {
	case len(theirs.rows) == 0:
		d.OnlyHere++
	case len(mine.rows) == 0:
		d.OnlyThere++
	default:
		differs, unknown := pairOff(m, mine.rows, theirs.rows)
		numbers := len(mine.rows) != len(theirs.rows)
		if !numbers && !slices.Contains(differs, true) {
			if unknown {
				r.Unknown += n
			}
			return
		}
		d.Differing++
		if numbers {
			d.Numbers++
		}
		for i, differ := range differs {
			if differ {
				d.Columns[m.Columns[i].Left]++
			}
		}
	}
	r.Violations++
}

// pairOff strikes out equal rows and compares what is left in order, pair by pair.
func pairOff(m checks.Reconcile, mine, theirs [][]*ir.Value) (differs []bool, unknown bool) {
	differs = make([]bool, len(m.Columns))
	theirs = slices.Clone(theirs)
	var rest [][]*ir.Value
	for _, row := range mine {
		at := slices.IndexFunc(theirs, func(other []*ir.Value) bool { return order(row, other) == 0 && !slices.Contains(row, nil) })
		if at < 0 {
			rest = append(rest, row)
			continue
		}
		theirs = slices.Delete(theirs, at, at+1)
	}
	slices.SortStableFunc(rest, order)
	slices.SortStableFunc(theirs, order)
	for i := range min(len(rest), len(theirs)) {
		for c := range m.Columns {
			a, b := rest[i][c], theirs[i][c]
			switch {
			case a == nil || b == nil:
				unknown = true
			case orderCell(a, b) != 0 && !near(*a, *b, m.Columns[c].Tolerance):
				differs[c] = true
			}
		}
	}
	return differs, unknown
}

// order compares rows cell by cell; rows with cells that could not be read come last.
func order(a, b []*ir.Value) int {
	if x, y := slices.Contains(a, nil), slices.Contains(b, nil); x != y {
		if x {
			return 1
		}
		return -1
	}
	for i := range a {
		if c := orderCell(a[i], b[i]); c != 0 {
			return c
		}
	}
	return 0
}

// orderCell compares cells: null, values, what could not be read.
func orderCell(a, b *ir.Value) int {
	rank := func(v *ir.Value) int {
		switch {
		case v == nil:
			return 2
		case v.IsNull():
			return 0
		}
		return 1
	}
	if rank(a) != rank(b) || rank(a) != 1 {
		return rank(a) - rank(b)
	}
	return ir.Compare(*a, *b)
}

// near tells whether two values are no further apart than they may be.
func near(a, b ir.Value, tolerance *big.Rat) bool {
	if tolerance == nil || a.IsNull() || b.IsNull() {
		return false
	}
	off := new(big.Rat)
	switch a.Type().Base {
	case ir.Float:
		off.Sub(new(big.Rat).SetFloat64(a.Float()), new(big.Rat).SetFloat64(b.Float()))
	case ir.Date:
		off.SetInt64((a.Number() - b.Number()) * 86400)
	case ir.Timestamp:
		off.SetFrac64(a.Number()-b.Number(), 1e6)
	default:
		off.Sub(a.Rat(), b.Rat())
	}
	return off.Abs(off).Cmp(tolerance) <= 0
}
