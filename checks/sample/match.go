package sample

import (
	"math/big"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

func lefts(pairs []checks.Pair) (names []string) {
	for _, p := range pairs {
		names = append(names, p.Left)
	}
	return names
}

func rights(pairs []checks.Pair) (names []string) {
	for _, p := range pairs {
		names = append(names, p.Right)
	}
	return names
}

// match looks for the partners of each left row by comparing it with every other row.
func match(m checks.Match, own Table, others Tables, env rules.Env) (checks.Result, error) {
	far, err := others[m.Other.Contract.ID].where(m.OtherWhere, env)
	if err != nil {
		return checks.Result{}, err
	}
	r := checks.Result{Counts: checks.Counts{Rows: int64(len(own.Rows))}}
	all, violating := map[string]bool{}, map[string]bool{}
	for i := range own.Rows {
		key, ok := own.values(i, lefts(m.On))
		if !ok {
			r.Unknown++
			continue
		}
		all[keyOf(key)] = true
		truth, err := partner(m, own, i, far, env)
		if err != nil {
			return r, err
		}
		switch {
		case truth == ir.Unknown:
			r.Unknown++
		case (truth == ir.True) != m.Want:
			r.Violations++
			violating[keyOf(key)] = true
		}
	}
	r.Denominator, r.Groups = int64(len(all)), int64(len(violating))
	r.Judged = r.Rows - r.Unknown
	return r, nil
}

// partner tells whether one of the far rows is a partner of row i: true if one says
// yes, else unknown if one is unknown.
func partner(m checks.Match, own Table, i int, far Table, env rules.Env) (ir.Tri, error) {
	found := ir.False
	key, _ := own.values(i, lefts(m.On))
	for j := range far.Rows {
		other, ok := far.values(j, rights(m.On))
		if !ok || keyOf(other) != keyOf(key) {
			continue
		}
		truth, err := agrees(m, own, i, far, j, env)
		if err != nil {
			return ir.Unknown, err
		}
		if truth == ir.True {
			return ir.True, nil
		}
		if truth == ir.Unknown {
			found = ir.Unknown
		}
	}
	return found, nil
}

// agrees judges one pair by When and Agree.
func agrees(m checks.Match, own Table, i int, far Table, j int, env rules.Env) (ir.Tri, error) {
	truth := ir.True
	for _, pair := range m.Agree {
		a, b := own.value(i, pair.Left), far.value(j, pair.Right)
		switch {
		case a.IsNull() || b.IsNull():
			truth = ir.Unknown
		case ir.Compare(a, b) != 0:
			return ir.False, nil
		}
	}
	if m.When == nil {
		return truth, nil
	}
	verdict, err := join(own, i, far, j).judge(m.When, env)
	switch {
	case err != nil:
		return ir.Unknown, err
	case verdict.False(0):
		return ir.False, nil
	case !verdict.True.Has(0):
		return ir.Unknown, nil
	}
	return truth, nil
}

// join makes a table of one pair: the row, and the other's columns as other.x.
func join(own Table, i int, far Table, j int) Table {
	t := Table{Schema: append(ir.Schema{}, own.Schema...)}
	values := append([]ir.Value{}, own.Rows[i].Values...)
	for at, f := range far.Schema {
		t.Schema = append(t.Schema, ir.Field{Name: "other." + f.Name, Type: f.Type})
		values = append(values, far.Rows[j].Values[at])
	}
	t.Rows = []Row{{Values: values}}
	return t
}

// totals compares declared figures of header rows with their detail rows.
func totals(m checks.Totals, own Table, others Tables, env rules.Env) (checks.Result, error) {
	far, err := others[m.Other.Contract.ID].where(m.OtherWhere, env)
	if err != nil {
		return checks.Result{}, err
	}
	r := checks.Result{Counts: checks.Counts{Rows: int64(len(own.Rows))}}
	all, violating := map[string]bool{}, map[string]bool{}
	for i := range own.Rows {
		values, ok := own.values(i, lefts(m.On))
		if !ok {
			r.Unknown++
			continue
		}
		key := keyOf(values)
		all[key] = true
		switch declared(m, own, i, far, key) {
		case ir.Unknown:
			r.Unknown++
		case ir.False:
			r.Violations++
			violating[key] = true
		}
	}
	for j := range far.Rows {
		if values, ok := far.values(j, rights(m.On)); ok && !all[keyOf(values)] {
			all[keyOf(values)], violating[keyOf(values)] = true, true
			r.Violations++
		}
	}
	r.Denominator, r.Groups = int64(len(all)), int64(len(violating))
	r.Judged = r.Rows - r.Unknown
	return r, nil
}

// declared compares one header with its details. A figure that is off violates, even
// beside one that is not known.
func declared(m checks.Totals, own Table, i int, far Table, key string) ir.Tri {
	truth := ir.True
	note := func(declared ir.Value, actual *big.Rat, tolerance *big.Rat) {
		switch {
		case declared.IsNull() || actual == nil:
			if truth == ir.True {
				truth = ir.Unknown
			}
		default:
			off := new(big.Rat).Sub(declared.Rat(), actual)
			if off.Abs(off).Cmp(tolerance) > 0 {
				truth = ir.False
			}
		}
	}
	details := detailsOf(m, far, key)
	if m.Count != "" {
		note(own.value(i, m.Count), new(big.Rat).SetInt64(int64(len(details))), new(big.Rat))
	}
	for _, pair := range m.Sums {
		note(own.value(i, pair.Left), added(far, details, pair.Right), tolerance(m))
	}
	return truth
}

func tolerance(m checks.Totals) *big.Rat {
	if m.Tolerance == nil {
		return new(big.Rat)
	}
	return m.Tolerance
}

func detailsOf(m checks.Totals, far Table, key string) (rows []int) {
	for j := range far.Rows {
		if values, ok := far.values(j, rights(m.On)); ok && keyOf(values) == key {
			rows = append(rows, j)
		}
	}
	return rows
}

// added sums a column; nil if one of the values is null.
func added(far Table, rows []int, column string) *big.Rat {
	sum := new(big.Rat)
	for _, j := range rows {
		v := far.value(j, column)
		if v.IsNull() {
			return nil
		}
		sum.Add(sum, v.Rat())
	}
	return sum
}
