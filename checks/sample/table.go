package sample

import (
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Table is rows of typed values in memory.
type Table struct {
	Schema ir.Schema
	Rows   []Row
}

// A Row has a value for each column of its table's schema.
type Row struct {
	Values    []ir.Value
	Undecoded map[string]bool // columns whose stored form could not be read; null in Values
}

// column gives the place of a column; -1 if there is none.
func (t Table) column(name string) int {
	for i, f := range t.Schema {
		if f.Name == name {
			return i
		}
	}
	return -1
}

// value gives a cell; a column that is not there is null.
func (t Table) value(row int, column string) ir.Value {
	at := t.column(column)
	if at < 0 {
		return ir.Value{}
	}
	return t.Rows[row].Values[at]
}

// values gives some cells of a row; ok is false if one of them is null.
func (t Table) values(row int, columns []string) (list []ir.Value, ok bool) {
	ok = true
	for _, name := range columns {
		v := t.value(row, name)
		ok = ok && !v.IsNull()
		list = append(list, v)
	}
	return list, ok
}

// record makes an Arrow record of the table; the caller releases it.
func (t Table) record() arrow.Record {
	fields := make([]arrow.Field, len(t.Schema))
	for i, f := range t.Schema {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type.Arrow(), Nullable: true}
	}
	builder := array.NewRecordBuilder(memory.NewGoAllocator(), arrow.NewSchema(fields, nil))
	defer builder.Release()
	for _, row := range t.Rows {
		for i, v := range row.Values {
			ir.Append(builder.Field(i), v)
		}
	}
	return builder.NewRecord()
}

// judge asks a rule of every row.
func (t Table) judge(rule *rules.Expr, env rules.Env) (*rules.Verdict, error) {
	set, err := rules.CompileSet([]*rules.Expr{rule}, t.Schema, env)
	if err != nil {
		return nil, err
	}
	record := t.record()
	defer record.Release()
	verdicts, err := set.Eval(record)
	if err != nil {
		return nil, err
	}
	return verdicts.Rule(0), nil
}

// where keeps the rows for which a rule is true; a nil rule keeps all.
func (t Table) where(rule *rules.Expr, env rules.Env) (Table, error) {
	if rule == nil {
		return t, nil
	}
	verdict, err := t.judge(rule, env)
	if err != nil {
		return Table{}, err
	}
	kept := Table{Schema: t.Schema}
	for i, row := range t.Rows {
		if verdict.True.Has(i) {
			kept.Rows = append(kept.Rows, row)
		}
	}
	return kept, nil
}

// computed gives the value of an expression for every row; a faulted one is null.
func (t Table) computed(expr *rules.Expr, env rules.Env) ([]ir.Value, error) {
	values, _, err := t.valued(expr, env)
	return values, err
}

// valued also tells how many rows faulted.
func (t Table) valued(expr *rules.Expr, env rules.Env) ([]ir.Value, int64, error) {
	compiled, err := rules.CompileValue(expr, t.Schema, env)
	if err != nil {
		return nil, 0, err
	}
	record := t.record()
	defer record.Release()
	column, faults, err := compiled.Eval(memory.NewGoAllocator(), record)
	if err != nil {
		return nil, 0, err
	}
	defer column.Release()
	values := make([]ir.Value, len(t.Rows))
	for i := range values {
		values[i] = ir.ValueAt(column, compiled.Type(), i)
	}
	return values, int64(len(faults)), nil
}

// keyOf writes values so that equal keys have equal texts.
func keyOf(values []ir.Value) string {
	key := ""
	for _, v := range values {
		text := v.String()
		key += strconv.Itoa(len(text)) + ":" + text
	}
	return key
}
