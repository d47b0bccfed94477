package selftest

import (
	"context"
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/trial"
)

// values reads the rows back. What arrives is what the questions are judged by: a
// character that the server's set does not have is a finding here and nowhere else.
func (t *Trial) values(ctx context.Context) error {
	want, schema := trial.Rows(t.dialect), trial.Schema()
	t.rows = make([]trial.Row, len(want))
	request := connectors.Request{From: t.from, Columns: []connectors.Column{idColumn()}}
	for _, field := range schema {
		request.Columns = append(request.Columns, column(field))
	}
	err := t.scan(ctx, request, func(record arrow.Record, row int) {
		id := record.Column(0).(*array.Int64).Value(row)
		if id < 1 || int(id) > len(want) {
			return
		}
		got := trial.Row{Name: want[id-1].Name}
		for i, field := range schema {
			got.Values = append(got.Values, ir.ValueAt(record.Column(i+1), field.Type, row))
		}
		t.rows[id-1] = got
	})
	if why, refused := refusal(err); refused {
		t.rows = nil
		t.result.add(Finding{Topic: TopicValue, Name: Everything, Asked: "rows of literals", Verdict: Differs, Why: why})
		return nil
	}
	if err != nil {
		return err
	}
	for i, field := range schema {
		t.result.add(t.arrived(want, i, field))
	}
	return nil
}

// arrived compares a column with what was asked for.
func (t *Trial) arrived(want []trial.Row, column int, field ir.Field) Finding {
	f := Finding{Topic: TopicValue, Name: field.Name, Asked: field.Type.String(), Verdict: Agrees}
	for i, row := range t.rows {
		if row.Values == nil {
			return Finding{Topic: TopicValue, Name: field.Name, Asked: f.Asked, Verdict: Differs, Where: want[i].Name, We: "a row", Server: "no row"}
		}
		if got, wanted := shown(row.Values[column]), shown(want[i].Values[column]); got != wanted {
			f.Verdict, f.Where, f.We, f.Server = Differs, row.Name, wanted, got
			return f
		}
	}
	return f
}

// shown writes one of our own values, so that blanks can be told apart.
func shown(v ir.Value) string {
	if v.IsNull() {
		return "null"
	}
	if v.Type().Base == ir.Text {
		return fmt.Sprintf("%+q", v.Text())
	}
	return v.String()
}

// scan reads rows one by one.
func (t *Trial) scan(ctx context.Context, request connectors.Request, each func(arrow.Record, int)) error {
	stream, err := t.Source.Scan(ctx, request)
	return drain(stream, err, each)
}

// drain reads a stream to its end and closes it.
func drain(stream connectors.Stream, err error, each func(arrow.Record, int)) error {
	if err != nil {
		return err
	}
	for stream.Next() {
		for row := range int(stream.Record().NumRows()) {
			each(stream.Record(), row)
		}
	}
	err = stream.Err()
	if closing := stream.Close(); err == nil {
		err = closing
	}
	return err
}
