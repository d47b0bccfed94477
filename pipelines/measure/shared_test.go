package measure_test

import (
	"context"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// A counted source counts the statements that a patrol sends.
type counted struct {
	connectors.Source
	connectors.Querier
	connectors.Prober
	scans, questions, schemas, probes atomic.Int64
}

func count(s connectors.Source) *counted {
	return &counted{Source: s, Querier: s.(connectors.Querier), Prober: s.(connectors.Prober)}
}

func (c *counted) Scan(ctx context.Context, r connectors.Request) (connectors.Stream, error) {
	c.scans.Add(1)
	return c.Source.Scan(ctx, r)
}

func (c *counted) Aggregate(ctx context.Context, r connectors.Aggregate) (connectors.Stream, error) {
	c.questions.Add(1)
	return c.Querier.Aggregate(ctx, r)
}

func (c *counted) Schema(ctx context.Context, from connectors.Relation) (connectors.Schema, error) {
	c.schemas.Add(1)
	return c.Source.Schema(ctx, from)
}

func (c *counted) Probe(ctx context.Context, r connectors.ProbeRequest) (connectors.Probe, error) {
	c.probes.Add(1)
	return c.Prober.Probe(ctx, r)
}

// many gives checks of every kind of measure over one watch.
func many(t *testing.T, far *checks.Watch) []*measure.Item {
	items := append(sorting(t, far), itemOf("decode", nil, checks.Decode{Column: "day"}),
		itemOf("groups", nil, checks.Groups{By: []checks.GroupKey{{Name: "n", Expr: ruleOf(t, "n > 1")}}}))
	for _, source := range judged() {
		items = append(items, itemOf(source, nil, checks.RowRule{Rule: ruleOf(t, source)}))
	}
	return items
}

// TestOneScanServesAll: every check of every watch on a relation is judged in one
// read of it, the other sides of pairs included.
func TestOneScanServesAll(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 200)
	twin, narrow := watchOf("own_t"), watchOf("own_t")
	twin.ID, narrow.ID = "twin", "narrow"
	source := count(f.open(t))
	defer source.Close()
	tasks := []*measure.Task{taskOf(own, many(t, far)...), taskOf(twin, many(t, far)...), taskOf(far, many(t, own)...)}
	if err := trialOn(source).run(t.Context(), tasks...); err != nil {
		t.Fatal(err)
	}
	if n := source.scans.Load(); n != 2 {
		t.Errorf("%d scans of two relations", n)
	}
	for i, item := range tasks[0].Items {
		equal(t, item.Check.ID, tasks[1].Items[i].Results[0], item.Results[0])
	}
	source.scans.Store(0)
	narrow.Where = ruleOf(t, "id <= 100")
	narrowed := taskOf(narrow, many(t, far)...)
	if err := trialOn(source).run(t.Context(), taskOf(own, many(t, far)...), narrowed); err != nil {
		t.Fatal(err)
	}
	if n := source.scans.Load(); n != 3 {
		t.Errorf("%d scans: a filter that the server applies asks for a read of its own", n)
	}
	if r := narrowed.Items[9].Results[0]; r.Rows != 100 {
		t.Errorf("the filter lets %d rows through", r.Rows)
	}
}

// TestFiguresAreOneQuestion: totals of several checks are one statement, and none is a
// scan.
func TestFiguresAreOneQuestion(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, _ := bigPair(t, f, 50)
	source := count(f.open(t))
	defer source.Close()
	rows := checks.Figure{Name: "rows", Func: checks.FigureRows}
	items := []*measure.Item{
		itemOf("count", nil, checks.Figures{Terms: []checks.Figure{rows}}),
		itemOf("most", nil, checks.Figures{Terms: []checks.Figure{rows, {Name: "max", Func: checks.FigureMax, Column: "id"}}}),
		itemOf("some", nil, checks.Figures{Terms: []checks.Figure{{Name: "some", Func: checks.FigureRows, Where: ruleOf(t, "id > 10")}}}),
	}
	asking := trialOn(source)
	asking.mode = measure.Pushdown
	if err := asking.run(t.Context(), taskOf(own, items...)); err != nil {
		t.Fatal(err)
	}
	if source.questions.Load() != 1 || source.scans.Load() != 0 {
		t.Errorf("%d questions and %d scans", source.questions.Load(), source.scans.Load())
	}
	got := []string{items[0].Results[0].Figures["rows"].String(), items[1].Results[0].Figures["max"].String(), items[2].Results[0].Figures["some"].String()}
	if !slices.Equal(got, []string{"50", "50", "40"}) {
		t.Errorf("figures %v", got)
	}
}

// TestIndexServesUniqueness: a key that an index begins with is asked of the server,
// another one is streamed, with the same verdict.
func TestIndexServesUniqueness(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, _ := bigPair(t, f, 500)
	source := count(f.open(t))
	defer source.Close()
	asking := trialOn(source)
	asking.mode = measure.Pushdown
	streamed := itemOf("code", nil, checks.Keys{Columns: []string{"code"}})
	if err := asking.run(t.Context(), taskOf(own, streamed)); err != nil {
		t.Fatal(err)
	}
	if source.scans.Load() != 1 || source.questions.Load() != 0 {
		t.Errorf("without an index: %d scans, %d questions", source.scans.Load(), source.questions.Load())
	}
	f.exec(t, "CREATE INDEX by_code ON own_t (DM)")
	pushed := itemOf("code", nil, checks.Keys{Columns: []string{"code"}})
	if err := asking.run(t.Context(), taskOf(own, pushed)); err != nil {
		t.Fatal(err)
	}
	if source.scans.Load() != 1 || source.questions.Load() == 0 {
		t.Errorf("with an index: %d scans, %d questions", source.scans.Load()-1, source.questions.Load())
	}
	equal(t, "unique", pushed.Results[0], streamed.Results[0])
}
