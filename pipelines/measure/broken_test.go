package measure_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// checkedSource opens a file whose records must all have been released in the end.
func checkedSource(t *testing.T, f *file) connectors.Source {
	t.Helper()
	allocator := memory.NewCheckedAllocator(memory.NewGoAllocator())
	config := f.config()
	config.Allocator = allocator
	source, err := sqlite.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := source.Close(); err != nil {
			t.Error(err)
		}
		allocator.AssertSize(t, 0)
	})
	return source
}

// wants holds a result against a class of failure, "" for none.
func wants(t *testing.T, item *measure.Item, class, words string) {
	t.Helper()
	r := item.Results[0]
	switch {
	case class == "" && (r.Failure != nil || r.Skipped != "" || r.Rows == 0):
		t.Errorf("%s does not stand: %+v %q, %d rows", item.Check.ID, r.Failure, r.Skipped, r.Rows)
	case class != "" && (r.Failure == nil || r.Failure.Class != class || !strings.Contains(r.Failure.Message, words)):
		t.Errorf("%s: %+v %q, want %s with %q", item.Check.ID, r.Failure, r.Skipped, class, words)
	case class != "" && (r.Counts != (checks.Counts{}) || len(r.Samples) > 0):
		t.Errorf("%s keeps what was counted before: %+v", item.Check.ID, r)
	}
}

// TestColumnThatVanished: its checks say so, the others stand.
func TestColumnThatVanished(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 100)
	f.exec(t, "ALTER TABLE own_t DROP COLUMN SL")
	task := taskOf(own, many(t, far)...)
	if err := trialOn(checkedSource(t, f)).run(t.Context(), task); err != nil {
		t.Fatal(err)
	}
	for _, item := range task.Items {
		r := item.Results[0]
		uses := slices.Contains([]string{"composite", "absent", "agreeing", "same", "crowded", "throng", "totals", "groups"}, item.Check.ID)
		if rule, ok := item.Measures[0].(checks.RowRule); ok {
			uses = slices.Contains(rule.Rule.Columns(), "n")
		}
		if gone := r.Skipped == "column n is missing in the source (SL)"; gone != uses || r.Failure != nil {
			t.Errorf("%s: %q %+v", item.Check.ID, r.Skipped, r.Failure)
		}
	}
}

// altered changes a relation between its description and its read.
type altered struct {
	connectors.Source
	alter func()
}

func (a *altered) Scan(ctx context.Context, r connectors.Request) (connectors.Stream, error) {
	if r.From.Name == "own_t" {
		a.alter()
	}
	return a.Source.Scan(ctx, r)
}

// TestColumnDroppedBeforeTheRead: the read fails, nothing of it is judged; another
// relation stands.
func TestColumnDroppedBeforeTheRead(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 100)
	source := &altered{checkedSource(t, f), func() { f.exec(t, "ALTER TABLE own_t DROP COLUMN SL") }}
	tasks := []*measure.Task{taskOf(own, sorting(t, far)...), taskOf(far, itemOf("rule", nil, checks.RowRule{Rule: ruleOf(t, "n < 3")}))}
	if err := trialOn(source).run(t.Context(), tasks...); err != nil {
		t.Fatal(err)
	}
	for _, item := range tasks[0].Items {
		wants(t, item, "missing", "scan front own_t: missing: no such column")
	}
	wants(t, tasks[1].Items[0], "", "")
}

// TestRelationThatIsMissing breaks the checks that read it, on either side.
func TestRelationThatIsMissing(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 100)
	f.exec(t, "DROP TABLE far_t")
	items := append(sorting(t, far), itemOf("schema", nil, checks.Probe{Aspect: checks.ProbeSchema}))
	lost := itemOf("lost", nil, checks.RowRule{Rule: ruleOf(t, "n < 3")})
	if err := trialOn(checkedSource(t, f)).run(t.Context(), taskOf(own, items...), taskOf(far, lost)); err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		switch item.Check.ID {
		case "unique", "composite", "schema":
			wants(t, item, "", "")
		default:
			wants(t, item, "missing", "far_t")
		}
	}
	wants(t, lost, "missing", "far_t")
}

// TestSourceThatCannotBeOpened: one connectivity failure, its content checks skipped.
func TestSourceThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 100)
	own.Source = "gone"
	good := checkedSource(t, f)
	r := &trial{open: func(ctx context.Context, name string) (connectors.Source, error) {
		if name == "gone" {
			return sqlite.Open(ctx, connectors.Config{Name: "gone", Driver: "sqlite", Path: filepath.Join(t.TempDir(), "none.db")})
		}
		return good, nil
	}}
	connect, rule := itemOf("connect", nil, checks.Probe{Aspect: checks.ProbeConnect}), itemOf("rule", nil, checks.RowRule{Rule: ruleOf(t, "n < 3")})
	back := itemOf("back", nil, checks.Match{Other: own, On: []checks.Pair{{Left: "code", Right: "code"}}, Want: true})
	stands := itemOf("stands", nil, checks.Keys{Columns: []string{"code"}})
	if err := r.run(t.Context(), taskOf(own, connect, rule), taskOf(far, back, stands)); err != nil {
		t.Fatal(err)
	}
	if got := connect.Results[0]; got.Violations != 1 || got.Probe == nil || got.Probe.Class != "missing" || got.Probe.Reached {
		t.Errorf("connect: %+v", got)
	}
	if got := rule.Results[0]; got.Skipped != "source gone is down (missing)" || got.Failure != nil {
		t.Errorf("rule: %q %+v", got.Skipped, got.Failure)
	}
	if got := back.Results[0]; got.Skipped != "test/own_t: source gone is down (missing)" || got.Failure != nil {
		t.Errorf("back: %q %+v", got.Skipped, got.Failure)
	}
	wants(t, stands, "", "")
}

// TestPanicBreaksOneCheck: a fault of ours while one check is judged is that check's.
func TestPanicBreaksOneCheck(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 300)
	items := many(t, far)
	source := checkedSource(t, f)
	runner := &measure.Runner{
		Open:  func(context.Context, string) (connectors.Source, error) { return source, nil },
		Spill: &measure.Spill{},
		Sink: func(_ *measure.Task, item *measure.Item, _ []checks.Cell) error {
			switch item.Check.ID {
			case "unique", "exists", "n >= 1":
				panic("as if a kernel broke")
			case "totals":
				return errors.New("the state is full")
			}
			return nil
		},
	}
	if err := runner.Measure(t.Context(), []*measure.Task{taskOf(own, items...)}); err != nil {
		t.Fatal(err)
	}
	for _, item := range items {
		switch item.Check.ID {
		case "unique", "exists", "n >= 1":
			wants(t, item, "rule", "internal fault while judging "+item.Check.ID)
		case "totals":
			wants(t, item, "rule", "the state is full")
		default:
			wants(t, item, "", "")
		}
	}
}

// slow gives a batch now and then.
type slow struct{ connectors.Source }

type slowStream struct {
	connectors.Stream
	ctx context.Context
}

func (s slow) Scan(ctx context.Context, r connectors.Request) (connectors.Stream, error) {
	r.BatchRows = 10
	stream, err := s.Source.Scan(ctx, r)
	return &slowStream{stream, ctx}, err
}

func (s *slowStream) Next() bool {
	select {
	case <-s.ctx.Done():
	case <-time.After(100 * time.Millisecond):
	}
	return s.Stream.Next()
}

// TestCancelledPatrol ends long before its minute of reading is over, and what it had
// counted is no result.
func TestCancelledPatrol(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 5000)
	ctx, cancel := context.WithCancel(t.Context())
	items := sorting(t, far)
	r := trialOn(slow{checkedSource(t, f)})
	r.spill = &measure.Spill{Dir: t.TempDir()}
	time.AfterFunc(350*time.Millisecond, cancel)
	started := time.Now()
	if err := r.run(ctx, taskOf(own, items...)); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if took := time.Since(started); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	for _, item := range items {
		wants(t, item, "cancelled", "")
	}
}
