package measure

import (
	"context"
	"errors"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The columns of an answer that are no members of its body.
const (
	statusColumn  = "status"
	latencyColumn = "latency" // seconds
)

// answerRecord is an answer as one row: status, latency, and the body's members.
func (p *probes) answerRecord(probe connectors.Probe) arrow.Record {
	columns := p.callColumns()
	fields := []arrow.Field{
		{Name: statusColumn, Type: arrow.PrimitiveTypes.Int64, Nullable: true},
		{Name: latencyColumn, Type: ir.DecimalType(18, 6).Arrow(), Nullable: true},
	}
	for _, c := range columns {
		fields = append(fields, arrow.Field{Name: c.Name, Type: c.Type, Nullable: true})
	}
	b := array.NewRecordBuilder(memory.DefaultAllocator, arrow.NewSchema(fields, nil))
	defer b.Release()
	ir.Append(b.Field(0), ir.IntegerOf(int64(probe.Status)))
	ir.Append(b.Field(1), ir.DecimalOf(decimal128.FromI64(probe.Latency.Microseconds()), ir.DecimalType(18, 6)))
	for i, c := range columns {
		ir.Append(b.Field(2+i), memberOf(probe.Record, c.Name))
	}
	return b.NewRecord()
}

// memberOf reads a member of the body; null if the answer has none.
func memberOf(body arrow.Record, name string) ir.Value {
	if body != nil {
		if at := body.Schema().FieldIndices(name); len(at) == 1 {
			return ir.ValueAt(body.Column(at[0]), ir.Of(ir.Text), 0)
		}
	}
	return ir.NullOf(ir.Of(ir.Text))
}

// call judges the body rules over the one row that the answer decodes to.
func (p *probes) call(ctx context.Context, s *slot, body []*rules.Expr) error {
	a := p.ask(ctx, connectors.ProbeCall)
	if a.err != nil {
		return a.err
	}
	s.result.Probe = &checks.ProbeResult{Reached: true, Latency: a.probe.Latency, Status: a.probe.Status}
	if len(body) == 0 {
		return nil
	}
	record := p.answerRecord(a.probe)
	defer record.Release()
	return p.judgeBody(s, body, record)
}

func (p *probes) judgeBody(s *slot, body []*rules.Expr, record arrow.Record) error {
	var names []string
	var schema ir.Schema
	for _, f := range record.Schema().Fields() {
		names = append(names, f.Name)
		schema = append(schema, ir.Field{Name: f.Name, Type: typeOf(f.Type)})
	}
	r := &reader{bind: p.bind, env: p.task.Env, columns: names}
	r.judges = newJudges(body, schema, p.task.Env)
	b := &batch{record: record, verdicts: r.judges.eval(record), reader: r}
	if err := errors.Join(r.judges.broken...); err != nil {
		return err
	}
	for i, e := range body {
		if err := s.bodyRule(b, i, e); err != nil {
			return err
		}
	}
	return nil
}

func (s *slot) bodyRule(b *batch, i int, e *rules.Expr) error {
	yes, unknown, faulted := b.truth(i)
	s.result.Rows++
	switch {
	case yes.has(0):
		s.result.Judged++
	case unknown.has(0):
		s.result.Unknown++
	case faulted.has(0):
		s.result.Faulted++
	default:
		s.result.Judged++
		s.result.Violations++
		key := []checks.Cell{{Name: "rule", Class: mask.Public, Type: ir.Of(ir.Text), Text: e.Source()}}
		return s.found.add(key, "", func() []checks.Cell { return b.trace(i, 0) })
	}
	return nil
}
