package selftest

import (
	"context"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
	"github.com/dogwatch/dogwatch/rules/trial"
)

// questions asks every condition.
func (t *Trial) questions(ctx context.Context) error {
	if t.rows == nil {
		return nil
	}
	for _, q := range trial.Questions() {
		f, err := t.ask(ctx, q)
		if err != nil {
			return err
		}
		t.result.add(f)
	}
	return nil
}

// ask has the server pick the rows for which a condition is true, those for which it is
// false, and those for which it is not true, as the ways of a patrol do.
func (t *Trial) ask(ctx context.Context, q trial.Question) (Finding, error) {
	f := Finding{Topic: TopicFunction, Name: q.Function, Asked: q.Source, Verdict: Agrees}
	holds, ok, why := q.Write(t.dialect, t.querier.Quote)
	if !ok {
		f.Verdict, f.Why = Ours, why
		return f, nil
	}
	var picked [3]map[int]bool
	for i, condition := range []sqlgen.Fragment{sqlgen.IsTrue(holds), sqlgen.IsFalse(holds), sqlgen.IsNotTrue(holds)} {
		var err error
		if picked[i], err = t.pick(ctx, condition); err != nil {
			var refused bool
			if f.Why, refused = refusal(err); refused {
				f.Verdict = Differs
				return f, nil
			}
			return f, err
		}
	}
	for i, row := range t.rows {
		we, server := truth(q.Judge(row.Values)), answer(picked[0][i+1], picked[1][i+1], picked[2][i+1])
		if we != server {
			f.Verdict, f.Where, f.We, f.Server = Differs, row.Name, we, server
			return f, nil
		}
	}
	return f, nil
}

// pick gives the numbers of the rows that a condition lets through.
func (t *Trial) pick(ctx context.Context, condition sqlgen.Fragment) (map[int]bool, error) {
	found := map[int]bool{}
	request := connectors.Request{From: t.from, Columns: []connectors.Column{idColumn()}, Where: connectors.Fragment{Text: condition.Text, Args: condition.Args}}
	err := t.scan(ctx, request, func(record arrow.Record, row int) {
		found[int(record.Column(0).(*array.Int64).Value(row))] = true
	})
	return found, err
}

func truth(t ir.Tri) string {
	return map[ir.Tri]string{ir.True: "true", ir.False: "false", ir.Unknown: "unknown"}[t]
}

// answer says what a server takes a row for by the conditions that let it through.
func answer(yes, no, notTrue bool) string {
	switch {
	case yes && !no && !notTrue:
		return "true"
	case no && !yes && notTrue:
		return "false"
	case !yes && !no && notTrue:
		return "unknown"
	}
	return "contradictory"
}
