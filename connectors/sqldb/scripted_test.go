package sqldb_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// scripted is a driver for what no real server does on demand: hanging for ever and
// refusing logins. Everything else is tested on real ones.
type scripted struct {
	query  func(context.Context) error // what a statement does; nil: it fails
	login  func() error
	logins atomic.Int32
	kills  atomic.Int32
	open   atomic.Int32 // sessions
	most   atomic.Int32
}

var errRefused = errors.New("refused")

func (*scripted) Dialect() sqldb.Dialect { return plain{} }

func (d *scripted) Open(context.Context) (sqldb.Session, error) {
	d.logins.Add(1)
	if d.login != nil {
		if err := d.login(); err != nil {
			return nil, err
		}
	}
	d.most.Store(max(d.most.Load(), d.open.Add(1)))
	return &scriptedSession{d}, nil
}

func (*scripted) Classify(err error) sqldb.Failure {
	if errors.Is(err, errRefused) {
		return sqldb.Failure{Class: connectors.Auth, Reason: "the login was refused"}
	}
	return sqldb.Failure{}
}

type scriptedSession struct{ driver *scripted }

func (s *scriptedSession) Query(ctx context.Context, _ string, _ []any) (sqldb.Answer, error) {
	return nil, s.driver.query(ctx)
}

func (*scriptedSession) Describe(context.Context, []string) (connectors.Schema, error) {
	return connectors.Schema{}, nil
}

func (*scriptedSession) Flavour() connectors.Flavour { return connectors.Flavour{Dialect: "plain"} }

func (s *scriptedSession) Kill(context.Context) error {
	s.driver.kills.Add(1)
	return nil
}

func (s *scriptedSession) Close() error {
	s.driver.open.Add(-1)
	return nil
}

// TestAbandon: a driver that takes no notice of the kill keeps nobody waiting, and two
// seconds later its connection is given up and counted. The times are those of a clock
// of the test's own: how busy the machine is does not matter.
func TestAbandon(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		driver := &scripted{query: func(ctx context.Context) error {
			<-ctx.Done()
			return ctx.Err()
		}}
		source, err := sqldb.Open(t.Context(), connectors.Config{Name: "s", Allocator: mem}, driver)
		if err != nil {
			t.Fatal(err)
		}
		defer source.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err = source.Scan(ctx, connectors.Request{
			From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{column("A", arrow.BinaryTypes.String)},
		})
		if took := time.Since(began); connectors.ClassOf(err) != connectors.Timeout || took > 1100*time.Millisecond {
			t.Errorf("%v after %s", err, took)
		}
		if source.Abandoned() != 0 {
			t.Error("abandoned too early")
		}
		time.Sleep(2100*time.Millisecond - time.Since(began))
		if source.Abandoned() != 1 || driver.kills.Load() != 1 {
			t.Errorf("%d abandoned, %d kills", source.Abandoned(), driver.kills.Load())
		}
		if _, err := source.Schema(t.Context(), connectors.Relation{Name: "T"}); err != nil {
			t.Errorf("a new connection: %v", err)
		}
		mem.AssertSize(t, 0)
	})
}

// TestOneProof: the login that opened a source answers one probe of it, while it is
// fresh; the next one logs in anew, in the place of the session that lies idle.
func TestOneProof(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		for wait, logins := range map[time.Duration]int32{0: 2, 61 * time.Second: 3} {
			driver := &scripted{login: func() error { time.Sleep(70 * time.Millisecond); return nil }}
			source, err := sqldb.Open(t.Context(), connectors.Config{Name: "s", Limits: connectors.Limits{Connections: 1}}, driver)
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(wait)
			for range 2 {
				probe, err := source.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeConnect})
				if err != nil || probe.Latency != 70*time.Millisecond {
					t.Errorf("%+v, %v", probe, err)
				}
			}
			if n := driver.logins.Load(); n != logins {
				t.Errorf("%d logins, want %d", n, logins)
			}
			if n := driver.open.Load(); n != 1 {
				t.Errorf("%d sessions are open", n)
			}
			if err := source.Close(); err != nil || driver.open.Load() != 0 || driver.most.Load() > 1 {
				t.Errorf("%d sessions are left, %d at once, %v", driver.open.Load(), driver.most.Load(), err)
			}
		}
	})
}

// TestOneLogin: many who want a connection at once make one refused login.
func TestOneLogin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		driver := &scripted{query: func(context.Context) error { return errors.New("gone") }}
		config := connectors.Config{Name: "s", Limits: connectors.Limits{Connections: 8}}
		source, err := sqldb.Open(t.Context(), config, driver)
		if err != nil {
			t.Fatal(err)
		}
		defer source.Close()
		driver.login = func() error {
			time.Sleep(50 * time.Millisecond)
			return errRefused
		}
		request := connectors.Request{From: connectors.Relation{Name: "T"}, Columns: []connectors.Column{column("A", arrow.BinaryTypes.String)}}
		if _, err := source.Scan(t.Context(), request); connectors.ClassOf(err) != connectors.Protocol {
			t.Fatalf("the first scan uses the open session: %v", err)
		}
		classes := make(chan connectors.Class, 20)
		for range 20 {
			go func() {
				_, err := source.Scan(t.Context(), request)
				classes <- connectors.ClassOf(err)
			}()
		}
		for range 20 {
			if class := <-classes; class != connectors.Auth {
				t.Errorf("class %s", class)
			}
		}
		if n := driver.logins.Load(); n != 2 {
			t.Errorf("%d logins, want the first and one that was refused", n)
		}
	})
}
