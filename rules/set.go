package rules

import (
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/kernel"
)

// A Set is all rules of one table, bound to one Env. It is immutable: several
// goroutines may judge batches with it.
type Set struct {
	program      *kernel.Program
	traced       []*ir.Node // bound but not folded: what people wrote
	columns      []Field
	dictionaries Dictionaries
}

// CompileSet binds the rules of a table. Every rule must give a boolean, and the
// schema must have the columns that they read with the types they were compiled for.
func CompileSet(exprs []*Expr, schema Schema, env Env) (*Set, error) {
	s := &Set{dictionaries: env.Dictionaries}
	var roots []*ir.Node
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
		roots, s.traced = append(roots, bound), append(s.traced, traced)
	}
	var err error
	if s.columns, err = columnsOf(exprs, schema); err != nil {
		return nil, err
	}
	if s.program, err = kernel.Compile(roots, s.columns, env.Dictionaries); err != nil {
		return nil, err
	}
	return s, nil
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
func (s *Set) Rules() int { return len(s.traced) }

// Eval judges a batch with every rule. The record stays the caller's. It fails when
// a column is missing or has another type than promised.
func (s *Set) Eval(rec arrow.Record) (*Verdicts, error) {
	columns, err := arraysOf(rec, s.columns)
	if err != nil {
		return nil, err
	}
	rows := int(rec.NumRows())
	judged, err := s.program.Judge(columns, rows)
	if err != nil {
		return nil, err
	}
	out := &Verdicts{rows: rows, rules: make([]Verdict, len(judged))}
	for i, v := range judged {
		out.rules[i] = Verdict{rows: rows, reasons: v.Reasons, True: v.True, Unknown: v.Unknown, Fault: v.Fault}
	}
	return out, nil
}
