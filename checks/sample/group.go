package sample

import (
	"maps"
	"math/big"
	"slices"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// bundle is the rows of one group.
type bundle struct {
	key  []ir.Value
	rows []int
}

// groups judges Holds over each group and looks for those that are expected.
func groups(m checks.Groups, own Table, env rules.Env) (checks.Result, error) {
	r := checks.Result{Counts: checks.Counts{Rows: int64(len(own.Rows))}}
	bundles, unknown, err := bundled(m, own, env)
	if err != nil {
		return r, err
	}
	r.Unknown = unknown
	missing := len(absent(m.Expect, bundles))
	r.Denominator, r.Groups = int64(len(bundles)+missing), int64(missing)
	if m.Holds != nil && len(bundles) > 0 {
		verdict, err := summary(m, own, bundles).judge(m.Holds, env)
		if err != nil {
			return r, err
		}
		_, violated, _, faulted := verdict.Counts()
		r.Groups += int64(violated)
		r.Faulted = int64(faulted)
	}
	r.Violations = r.Groups
	r.Judged = r.Rows - r.Unknown
	return r, nil
}

func bundled(m checks.Groups, own Table, env rules.Env) (list []*bundle, unknown int64, err error) {
	var keys [][]ir.Value
	for _, by := range m.By {
		values, err := own.computed(by.Expr, env)
		if err != nil {
			return nil, 0, err
		}
		keys = append(keys, values)
	}
	found := map[string]*bundle{}
	for i := range own.Rows {
		var key []ir.Value
		null := false
		for _, column := range keys {
			key, null = append(key, column[i]), null || column[i].IsNull()
		}
		if null {
			unknown++
			continue
		}
		text := keyOf(key)
		if found[text] == nil {
			found[text] = &bundle{key: key}
		}
		found[text].rows = append(found[text].rows, i)
	}
	for _, text := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[text])
	}
	return list, unknown, nil
}

// absent lists the expected texts that no group has as its first key, sorted.
func absent(expect []string, bundles []*bundle) []string {
	var gone []string
	for _, text := range expect {
		if !slices.ContainsFunc(bundles, func(b *bundle) bool { return b.key[0].String() == text }) {
			gone = append(gone, text)
		}
	}
	slices.Sort(gone)
	return slices.Compact(gone)
}

// summary is the table that Holds sees: one row a group.
func summary(m checks.Groups, own Table, bundles []*bundle) Table {
	var t Table
	for _, by := range m.By {
		t.Schema = append(t.Schema, ir.Field{Name: by.Name, Type: by.Expr.Type()})
	}
	t.Schema = append(t.Schema, ir.Field{Name: "count", Type: ir.Of(ir.Integer)})
	names := slices.Sorted(maps.Keys(m.Sums))
	for _, name := range names {
		t.Schema = append(t.Schema, ir.Field{Name: name, Type: ir.DecimalType(ir.MaxPrecision, own.Schema[own.column(m.Sums[name])].Type.Scale)})
	}
	for _, b := range bundles {
		values := append(slices.Clone(b.key), ir.IntegerOf(int64(len(b.rows))))
		for i, name := range names {
			values = append(values, groupSum(own, b.rows, m.Sums[name], t.Schema[len(m.By)+1+i].Type))
		}
		t.Rows = append(t.Rows, Row{Values: values})
	}
	return t
}

// groupSum adds the values that are not null.
func groupSum(own Table, rows []int, column string, t ir.Type) ir.Value {
	sum := new(big.Int)
	for _, i := range rows {
		v := own.value(i, column)
		switch {
		case v.IsNull():
		case v.Type().Base == ir.Decimal:
			sum.Add(sum, v.Decimal().BigInt())
		default:
			sum.Add(sum, big.NewInt(v.Number()))
		}
	}
	n, ok := ir.FitsDecimal(sum)
	if !ok {
		return ir.NullOf(t)
	}
	return ir.DecimalOf(n, t)
}
