package measure

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A question is one statement that answers several measures: all figures over one
// relation with one filter, or one measure of keys.
type question struct {
	pushes  []*push
	request connectors.Aggregate
	places  [][]int // for each push, where its terms stand in the request
}

// questions joins the figures that can be asked together; each term is asked once.
func questions(pushes []*push) []*question {
	var list []*question
	byTarget := map[string]*question{}
	for _, q := range pushes {
		if q.read != nil {
			list = append(list, &question{pushes: []*push{q}, request: q.request})
			continue
		}
		target := fmt.Sprintf("%s\x00%v\x00%s\x00%v", q.slot.task.Watch.Source, q.request.From, q.request.Where.Text, q.request.Where.Args)
		joined := byTarget[target]
		if joined == nil {
			joined = &question{request: connectors.Aggregate{From: q.request.From, Where: q.request.Where}}
			byTarget[target] = joined
			list = append(list, joined)
		}
		joined.add(q)
	}
	return list
}

func (j *question) add(q *push) {
	var places []int
	for _, t := range q.request.Terms {
		t.Name = ""
		at := slices.IndexFunc(j.request.Terms, func(o connectors.Term) bool { o.Name = ""; return fmt.Sprint(o) == fmt.Sprint(t) })
		if at < 0 {
			at = len(j.request.Terms)
			t.Name = fmt.Sprintf("f%d", at)
			j.request.Terms = append(j.request.Terms, t)
		}
		places = append(places, at)
	}
	j.pushes, j.places = append(j.pushes, q), append(j.places, places)
}

// ask sends the question and hands the answers out. On an error no push has any.
func (j *question) ask(ctx context.Context) error {
	var answers []ir.Value
	err := eachRow(ctx, j.pushes[0].querier, j.request, func(record arrow.Record, row int) error {
		for i, t := range j.request.Terms {
			answers = append(answers, ir.ValueAt(record.Column(i), answerType(t), row))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(answers) != len(j.request.Terms) {
		return &connectors.Error{Op: "aggregate", Source: j.pushes[0].slot.task.Watch.Source, Class: connectors.Protocol, Reason: "totals came in more or fewer than one row"}
	}
	return j.handOut(answers)
}

// handOut gives every push its answers, or none if one of them is not sure.
func (j *question) handOut(answers []ir.Value) error {
	own := make([][]ir.Value, len(j.pushes))
	for i, q := range j.pushes {
		for _, at := range j.places[i] {
			own[i] = append(own[i], answers[at])
		}
		if err := q.sure(own[i]); err != nil {
			return err
		}
	}
	for i, q := range j.pushes {
		if err := q.fill(own[i]); err != nil {
			q.slot.fail(failureOf(err))
		}
	}
	return nil
}

// step describes the question for people.
func (j *question) step() Step {
	step := Step{Mode: ModePush, Source: j.pushes[0].slot.task.Watch.Source}
	for _, q := range j.pushes {
		step.Lines = append(step.Lines, "answered by the server: "+q.slot.task.Watch.Path()+"/"+q.slot.item.Check.ID)
	}
	if why := j.pushes[0].bind.why; why != "" {
		step.Lines = append(step.Lines, why)
	}
	if j.pushes[0].bind.confined {
		step.Lines = append(step.Lines, "personal data stays in the source")
	}
	fragment, err := j.pushes[0].querier.RenderAggregate(j.request)
	step.Statement = show(fragment, err)
	return step
}
