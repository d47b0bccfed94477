package measure

import (
	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A groupJudge judges a rule over groups, whoever counted them, and looks for those that
// were expected and did not come.
type groupJudge struct {
	slot    *slot
	measure checks.Groups
	shown   []keyColumn
	classes []mask.Class // of the figures: a group of one row is that row
	holds   *rules.Set   // of the measure's rule; nil without
	search  keySearch
	pending []countedGroup
}

// A countedGroup is a group of rows with its figures, as columns that a rule names.
type countedGroup struct {
	key     []ir.Value
	rows    int64
	figures []ir.Value
}

// judgedAtOnce is how many groups stand in memory as a record.
const judgedAtOnce = 4096

func newGroupJudge(s *slot, m checks.Groups, shown []keyColumn, b *binding) (*groupJudge, error) {
	j := &groupJudge{slot: s, measure: m, shown: shown, search: newKeySearch(m.Expect)}
	for _, f := range m.Figures {
		classes := []mask.Class{mask.Public}
		for _, name := range exprColumns(f.Of) {
			classes = append(classes, b.class(name))
		}
		j.classes = append(j.classes, mask.Strictest(classes...))
	}
	if m.Holds == nil {
		return j, nil
	}
	var err error
	j.holds, err = rules.CompileSet([]*rules.Expr{m.Holds}, m.Schema(), s.task.Env)
	return j, err
}

// take takes a group, none twice.
func (j *groupJudge) take(g countedGroup) error {
	j.slot.result.Denominator++
	j.search.see(g.key[0].String())
	if j.holds == nil {
		return nil
	}
	if j.pending = append(j.pending, g); len(j.pending) < judgedAtOnce {
		return nil
	}
	return j.judge()
}

// finish judges what is left, and tells of the groups that did not come.
func (j *groupJudge) finish() error {
	if err := j.judge(); err != nil {
		return err
	}
	first := j.shown[0]
	for _, text := range j.search.left() {
		j.slot.result.Denominator++
		if err := j.violation([]checks.Cell{{Name: first.name, Class: mask.Public, Type: first.typ, Text: text}}, "no rows", nil); err != nil {
			return err
		}
	}
	return nil
}

func (j *groupJudge) violation(key []checks.Cell, reason string, detail func() []checks.Cell) error {
	j.slot.result.Violations++
	j.slot.result.Groups++
	standing, err := j.slot.found.stand(key, false, reason, detail)
	j.slot.known(standing, 1)
	j.slot.group(standing)
	return err
}

// judge evaluates Holds over one record of the pending groups.
func (j *groupJudge) judge() error {
	if len(j.pending) == 0 {
		return nil
	}
	schema := j.measure.Schema()
	record := j.record(schema)
	defer record.Release()
	verdicts, err := j.holds.Eval(record)
	if err != nil {
		return err
	}
	yes, unknown, faulted := truthOf(verdicts, 0)
	j.slot.result.Faulted += faulted.count()
	if err := unknown.each(j.undecided); err != nil {
		return err
	}
	rows := allRows(len(j.pending)).without(yes, unknown, faulted)
	j.pending = j.pending[:0]
	return rows.each(func(i int) error {
		key, detail := j.cells(schema, record, i)
		return j.violation(key, "", func() []checks.Cell { return detail })
	})
}

// undecided counts the rows of a pending group of which the rule says neither yes nor no.
func (j *groupJudge) undecided(i int) error {
	j.slot.result.Unknown += j.pending[i].rows
	j.slot.result.Judged -= j.pending[i].rows
	return nil
}

func (j *groupJudge) record(schema ir.Schema) arrow.Record {
	fields := make([]arrow.Field, len(schema))
	for i, f := range schema {
		fields[i] = arrow.Field{Name: f.Name, Type: f.Type.Arrow(), Nullable: true}
	}
	builder := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for _, g := range j.pending {
		at := 0
		for _, values := range [][]ir.Value{g.key, {ir.IntegerOf(g.rows)}, g.figures} {
			for _, v := range values {
				ir.Append(builder.Field(at), v)
				at++
			}
		}
	}
	return builder.NewRecord()
}

func (j *groupJudge) cells(schema ir.Schema, record arrow.Record, row int) (key, detail []checks.Cell) {
	for i, f := range schema {
		column := keyColumn{f.Name, mask.Public, f.Type} // the count
		if i < len(j.shown) {
			column = j.shown[i]
		} else if figure := i - len(j.shown) - 1; figure >= 0 {
			column.class = j.classes[figure]
		}
		cell := cellOf(column, record.Column(i), row)
		if i < len(j.shown) {
			key = append(key, cell)
		} else {
			detail = append(detail, cell)
		}
	}
	return key, detail
}
