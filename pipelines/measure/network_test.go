package measure_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/pipelines/measure"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A server that is read through a failing network.
type server struct {
	name  string
	start func(testing.TB) connectors.Config
	open  connectors.Opener
	fill  []string
}

const netRows = 40000

func servers() []server {
	row := "'甲', s %% 4, 1.50, '20260101', '202611'"
	return []server{
		{"mysql", livetest.MySQL, mysql.Open, []string{
			"CREATE TABLE own_t " + createColumns,
			fmt.Sprintf("INSERT INTO own_t SELECT s, CONCAT('k', s), "+row+" FROM (SELECT seq AS s FROM seq_1_to_%d) AS n", netRows),
		}},
		{"postgres", livetest.Postgres, postgres.Open, []string{
			`CREATE TABLE own_t ("ID" INTEGER PRIMARY KEY, "DM" VARCHAR(20), "XM" VARCHAR(60), "SL" INTEGER, "JE" DECIMAL(12,2), "RQ" VARCHAR(8), "YF" VARCHAR(6))`,
			fmt.Sprintf("INSERT INTO own_t SELECT s, 'k' || s, "+row+" FROM generate_series(1, %d) AS s", netRows),
		}},
	}
}

// filled starts the server with a table that is larger than any buffer on the way.
func (s server) filled(t *testing.T) connectors.Config {
	t.Helper()
	config := s.start(t)
	db, err := livetest.OpenDB(config)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, statement := range s.fill {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	return config
}

// patience tells what ends by itself from what never would; a busy machine may take its
// time. The seconds are tested in connectors/sqldb, by a clock of the test's own.
const patience = 30 * time.Second

// A broken patrol reads one relation through the relay and one beside it.
type brokenPatrol struct {
	task, beside *measure.Task
	trial        *trial
}

func (s server) patrol(t *testing.T, config connectors.Config, r *relay) *brokenPatrol {
	t.Helper()
	allocator := memory.NewCheckedAllocator(memory.NewGoAllocator())
	config.Allocator = allocator
	relayed, err := s.open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	f := newFile(t)
	local, _ := bigPair(t, f, 100)
	near := checkedSource(t, f)
	t.Cleanup(func() {
		_ = relayed.Close()
		r.stop() // lets go of connections that were given up
		for end := time.Now().Add(patience); allocator.CurrentAlloc() > 0 && time.Now().Before(end); {
			time.Sleep(10 * time.Millisecond)
		}
		allocator.AssertSize(t, 0)
	})
	watch := watchOf("own_t")
	watch.Source = "relayed"
	p := &brokenPatrol{
		task:   taskOf(watch, itemOf("rule", nil, checks.RowRule{Rule: ruleOf(t, `name matches "^甲$" and n < 9`)}), itemOf("keys", nil, checks.Keys{Columns: []string{"code"}}), itemOf("pairs", nil, checks.Match{Other: local, On: []checks.Pair{{Left: "code", Right: "code"}}, Want: true})),
		beside: taskOf(local, itemOf("beside", nil, checks.RowRule{Rule: ruleOf(t, "n < 9")})),
	}
	p.trial = &trial{wait: func(context.Context, time.Duration) error { return nil }, spill: &measure.Spill{Dir: t.TempDir()}, open: func(_ context.Context, name string) (connectors.Source, error) {
		if name == "relayed" {
			return relayed, nil
		}
		return near, nil
	}}
	return p
}

func eachServer(t *testing.T, test func(t *testing.T, s server)) {
	t.Parallel()
	for _, s := range servers() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			test(t, s)
		})
	}
}

// TestLostConnection: what was counted before the loss is no result.
func TestLostConnection(t *testing.T) {
	eachServer(t, func(t *testing.T, s server) {
		config, r := through(t, s.filled(t), cuts, 300<<10)
		p := s.patrol(t, config, r)
		if err := p.trial.run(t.Context(), p.task, p.beside); err != nil {
			t.Fatal(err)
		}
		for _, item := range p.task.Items {
			wants(t, item, "protocol", "scan relayed own_t: protocol: ")
		}
		wants(t, p.beside.Items[0], "", "")
	})
}

// TestLostOnce: a read that is cut once begins again; counts, samples and keys are those
// of a read that was never cut. Where violations that were told cannot be taken back, it
// does not begin again.
func TestLostOnce(t *testing.T) {
	eachServer(t, func(t *testing.T, s server) {
		config := s.filled(t)
		patrol := func(mode string, after int64, forgets bool) ([]*measure.Item, map[string][]string) {
			relayed, r := through(t, config, mode, after)
			p := s.patrol(t, relayed, r)
			p.trial.forgets = forgets
			p.task.Items = append(p.task.Items,
				itemOf("violated", nil, checks.RowRule{Rule: ruleOf(t, `n < 3 and name matches "甲"`)}), itemOf("type", nil, checks.Decode{Column: "day"}),
				itemOf("sum", nil, checks.Figures{Terms: []checks.Figure{{Name: "sum", Func: checks.FigureSum, Column: "n"}}}),
				itemOf("group", nil, checks.Groups{By: []checks.GroupKey{{Name: "n", Expr: exprOf(t, "n", ir.Integer)}}}))
			p.trial.mode = measure.Stream
			if err := p.trial.run(t.Context(), p.task); err != nil {
				t.Fatal(err)
			}
			return p.task.Items, p.trial.keys
		}
		want, keys := patrol(cuts, 1<<40, true)
		got, heard := patrol(cutsOnce, 300<<10, true)
		for i, item := range got {
			equal(t, item.Check.ID, item.Results[0], want[i].Results[0])
			if id := item.Check.ID; !slices.Equal(heard[id], keys[id]) {
				t.Errorf("%s: %d keys, want %d", id, len(heard[id]), len(keys[id]))
			}
		}
		if want[3].Results[0].Violations == 0 {
			t.Error("nothing violates: the test is of no use")
		}
		if broken, _ := patrol(cutsOnce, 300<<10, false); broken[3].Results[0].Failure == nil {
			t.Error("violations were told twice")
		}
	})
}

// TestStalledServer: the source's own timeout ends a read that does not move; two
// seconds later its connection is given up.
func TestStalledServer(t *testing.T) {
	eachServer(t, func(t *testing.T, s server) {
		config, r := through(t, s.filled(t), stalls, 300<<10)
		config.Limits.Timeout = time.Second
		p := s.patrol(t, config, r)
		started := time.Now()
		if err := p.trial.run(t.Context(), p.task, p.beside); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(started); took > patience {
			t.Errorf("it took %v", took)
		}
		for _, item := range p.task.Items {
			wants(t, item, "timeout", "scan relayed own_t: timeout")
		}
		wants(t, p.beside.Items[0], "", "")
	})
}

// TestCancelDuringAStall: the statement is killed within a second, and a connection
// that still does not move is given up two seconds later, even if the server is gone
// for good.
func TestCancelDuringAStall(t *testing.T) {
	for _, mode := range []string{stalls, dies} {
		t.Run(mode, func(t *testing.T) {
			eachServer(t, func(t *testing.T, s server) {
				config, r := through(t, s.filled(t), mode, 300<<10)
				p := s.patrol(t, config, r)
				ctx, cancel := context.WithCancel(t.Context())
				var stopped time.Time
				go func() {
					<-r.stuck
					time.Sleep(100 * time.Millisecond)
					stopped = time.Now()
					cancel()
				}()
				err := p.trial.run(ctx, p.task, p.beside)
				if took := time.Since(stopped); !errors.Is(err, context.Canceled) || took > patience {
					t.Errorf("%v after %v", err, took)
				}
				for _, item := range p.task.Items {
					wants(t, item, "cancelled", "")
				}
				if message := p.task.Items[0].Results[0].Failure.Message; strings.Contains(message, "k1") {
					t.Errorf("the message quotes data: %s", message)
				}
			})
		})
	}
}
