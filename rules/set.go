package rules

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules/interp"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Set is all rules of one table, bound to one Env. It is immutable: several
// goroutines may judge batches with it.
type Set struct {
	bound        []*ir.Node
	traced       []*ir.Node // bound but not folded: what people wrote
	columns      []Field
	dictionaries Dictionaries
}

// CompileSet binds the rules of a table. Every rule must give a boolean, and the
// schema must have the columns that they read with the types they were compiled for.
func CompileSet(exprs []*Expr, schema Schema, env Env) (*Set, error) {
	s := &Set{dictionaries: env.Dictionaries}
	for _, e := range exprs {
		if e.Type().Base != ir.Boolean {
			return nil, fmt.Errorf("rule %q gives %s, not true or false", e.source, e.Type())
		}
		bound, err := e.Bind(env)
		if err != nil {
			return nil, err
		}
		traced, err := ir.Bind(e.root, env)
		if err != nil {
			return nil, err
		}
		s.bound, s.traced = append(s.bound, bound), append(s.traced, traced)
	}
	columns, err := columnsOf(exprs, schema)
	s.columns = columns
	return s, err
}

// columnsOf collects the columns of the expressions, sorted by name, and checks
// them against the schema.
func columnsOf(exprs []*Expr, schema Schema) ([]Field, error) {
	found := map[string]Type{}
	for _, e := range exprs {
		var err error
		e.root.Walk(func(n *ir.Node) {
			if n.Kind != ir.Column || err != nil {
				return
			}
			f, ok := schema.Field(n.Name)
			if !ok {
				err = fmt.Errorf("rule %q reads column %s, which the schema does not have", e.source, n.Name)
			} else if f.Type.Base != n.Type.Base || f.Type.Scale != n.Type.Scale {
				err = fmt.Errorf("rule %q was compiled for column %s as %s, here it is %s", e.source, n.Name, n.Type, f.Type)
			}
			found[n.Name] = f.Type
		})
		if err != nil {
			return nil, err
		}
	}
	fields := make([]Field, 0, len(found))
	for name, t := range found {
		fields = append(fields, Field{Name: name, Type: t})
	}
	slices.SortFunc(fields, func(a, b Field) int { return compareNames(a.Name, b.Name) })
	return fields, nil
}

func compareNames(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// Columns lists what a record must have, sorted.
func (s *Set) Columns() []string {
	names := make([]string, len(s.columns))
	for i, f := range s.columns {
		names[i] = f.Name
	}
	return names
}

// Rules is the number of rules.
func (s *Set) Rules() int { return len(s.bound) }

// Eval judges a batch with every rule. The record stays the caller's. It fails when
// a column is missing or has another type than promised.
func (s *Set) Eval(rec arrow.Record) (*Verdicts, error) {
	cells, err := cellsOf(rec, s.columns)
	if err != nil {
		return nil, err
	}
	out := &Verdicts{rows: int(rec.NumRows())}
	for _, n := range s.bound {
		out.rules = append(out.rules, s.judge(n, cells, out.rows))
	}
	return out, nil
}

func (s *Set) judge(n *ir.Node, cells cells, rows int) Verdict {
	v := newVerdict(rows)
	for row := range rows {
		r := interp.Eval(n, cells.at(row), s.dictionaries)
		switch {
		case r.Fault != ir.NoFault:
			v.Fault.Set(row)
			v.reasons[row] = r.Fault
		case r.Value.IsNull():
			v.Unknown.Set(row)
		case r.Value.Bool():
			v.True.Set(row)
		}
	}
	return v
}
