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
	table, unread, err := summary(m, own, bundles, env)
	if err != nil {
		return r, err
	}
	r.Faulted = unread
	if m.Holds != nil && len(bundles) > 0 {
		verdict, err := table.judge(m.Holds, env)
		if err != nil {
			return r, err
		}
		_, violated, _, faulted := verdict.Counts()
		r.Groups += int64(violated)
		r.Faulted += int64(faulted)
		verdict.Unknown.Each(func(i int) { r.Unknown += int64(len(bundles[i].rows)) })
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

// summary is the table that Holds sees: one row a group. faulted counts the rows whose
// figures could not be evaluated.
func summary(m checks.Groups, own Table, bundles []*bundle, env rules.Env) (t Table, faulted int64, err error) {
	t.Schema = m.Schema()
	for _, b := range bundles {
		values := append(slices.Clone(b.key), ir.IntegerOf(int64(len(b.rows))))
		for _, f := range m.Figures {
			g, err := groupFigure(f.Aggregate, own.only(b.rows), env)
			if err != nil {
				return t, 0, err
			}
			values, faulted = append(values, columnOf(f.Aggregate, g)), faulted+g.Faulted
		}
		t.Rows = append(t.Rows, Row{Values: values})
	}
	return t, faulted, nil
}

// columnOf is a figure as a column of its group: a share in percent.
func columnOf(m checks.Aggregate, g checks.GroupFigure) ir.Value {
	switch {
	case m.Func != checks.FigureShare:
		return g.Value
	case g.Judged == 0:
		return ir.NullOf(m.Column())
	}
	return typed(big.NewRat(g.Value.Number()*100, g.Judged), m.Column())
}
