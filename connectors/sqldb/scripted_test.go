package sqldb_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
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

func (*scriptedSession) Close() error { return nil }

// TestAbandon: a driver that takes no notice of the kill keeps nobody waiting, and two
// seconds later its connection is given up and counted.
func TestAbandon(t *testing.T) {
	t.Parallel()
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
	if took := time.Since(began); connectors.ClassOf(err) != connectors.Timeout || took > 1500*time.Millisecond {
		t.Errorf("%v after %s", err, took)
	}
	if source.Abandoned() != 0 {
		t.Error("abandoned too early")
	}
	for range 100 {
		if source.Abandoned() == 1 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if source.Abandoned() != 1 || driver.kills.Load() != 1 {
		t.Errorf("%d abandoned, %d kills", source.Abandoned(), driver.kills.Load())
	}
	if _, err := source.Schema(t.Context(), connectors.Relation{Name: "T"}); err != nil {
		t.Errorf("a new connection: %v", err)
	}
	mem.AssertSize(t, 0)
}

// TestOneLogin: many who want a connection at once make one refused login.
func TestOneLogin(t *testing.T) {
	t.Parallel()
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
}
