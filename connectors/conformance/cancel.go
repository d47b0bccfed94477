package conformance

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// atOnce tells what comes by itself from what would never come. How long it takes is
// tested by a clock that no busy machine disturbs: by sqldb's TestAbandon for statements,
// which every database shares, and by package pace for rests.
const atOnce = 30 * time.Second

// endless is a query that no server ends within a test; its text holds the marker.
func endless(source connectors.Source, relation connectors.Relation, marker string) connectors.Relation {
	name, id := nameOf(source, relation), quote(source, "ID")
	return connectors.Relation{Query: fmt.Sprintf(
		"SELECT COUNT(*) AS n FROM %[1]s a, %[1]s b, %[1]s c, %[1]s d WHERE a.%[2]s + b.%[2]s * c.%[2]s - d.%[2]s = -1 AND '%[3]s' <> ' '",
		name, id, marker)}
}

// end reads as far as it goes and gives the error: some servers describe an answer before
// they break it off.
func end(ctx context.Context, source connectors.Source, request connectors.Request) error {
	stream, err := source.Scan(ctx, request)
	if err != nil {
		return err
	}
	for stream.Next() {
	}
	err = stream.Err()
	return errors.Join(err, stream.Close())
}

// testCancel ends a statement that has not answered, on the server too.
func testCancel(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_CANCEL", 2000)
	source := open(t, h)
	const marker = "dogwatch-cancel-test"
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	timer := time.AfterFunc(300*time.Millisecond, cancel)
	defer timer.Stop()
	began := time.Now()
	err := end(ctx, source, connectors.Request{
		From: endless(source, relation, marker), Columns: []connectors.Column{column("n", integer)},
	})
	wants(t, "cancel", err, connectors.Cancelled)
	if took := time.Since(began) - 300*time.Millisecond; took > atOnce {
		t.Errorf("the cancel took %s", took)
	}
	gone(t, h, marker)
	if _, err := source.Schema(ctx, relation); connectors.ClassOf(err) != connectors.Cancelled {
		t.Errorf("a context that is over: %v", err)
	}
	equal(t, "rows after a cancel", len(scan(t, source, connectors.Request{
		From: relation, Columns: []connectors.Column{column("ID", integer)},
	}).rows), 2000)
}

// gone waits for a statement to leave the server, which by itself it would not.
func gone(t testing.TB, h Harness, marker string) {
	t.Helper()
	if h.Running == nil {
		return
	}
	running := 0
	for began := time.Now(); time.Since(began) < atOnce; time.Sleep(50 * time.Millisecond) {
		if running = h.Running(t, marker); running == 0 {
			return
		}
	}
	t.Errorf("%d statements still run on the server", running)
}

// testCancelReading cancels between two batches.
func testCancelReading(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_CANCEL_READING", 20_000)
	source := open(t, h)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stream, err := source.Scan(ctx, connectors.Request{
		From: relation, Columns: []connectors.Column{column("NAME", text)}, BatchRows: 100,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	if !stream.Next() {
		t.Fatalf("no batch: %v", stream.Err())
	}
	cancel()
	began := time.Now()
	for stream.Next() {
	}
	wants(t, "cancel", stream.Err(), connectors.Cancelled)
	stream.Close()
	if took := time.Since(began); took > atOnce {
		t.Errorf("the end took %s", took)
	}
}

// testTimeout ends a statement when the source's own time is over.
func testTimeout(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_TIMEOUT", 2000)
	config := h.Config
	config.Limits.Timeout = 400 * time.Millisecond
	source := openAs(t, h, config)
	const marker = "dogwatch-timeout-test"
	began := time.Now()
	err := end(t.Context(), source, connectors.Request{
		From: endless(source, relation, marker), Columns: []connectors.Column{column("n", integer)},
	})
	wants(t, "timeout", err, connectors.Timeout)
	if took := time.Since(began) - config.Limits.Timeout; took > atOnce {
		t.Errorf("the end took %s more", took)
	}
	gone(t, h, marker)
}

// testPace reads no faster than the source allows.
func testPace(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_PACE", 400)
	config := h.Config
	config.Limits.RowsPerSecond = 1000
	source := openAs(t, h, config)
	began := time.Now()
	scan(t, source, connectors.Request{From: relation, Columns: []connectors.Column{column("ID", integer)}})
	if took := time.Since(began); took < 300*time.Millisecond {
		t.Errorf("400 rows at 1000 a second took %s", took)
	}
}

// testConnections reads from more goroutines than there are connections; one that has
// to wait can be cancelled.
func testConnections(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_CONNECTIONS", 3000)
	config := h.Config
	config.Limits.Connections = 2
	source := openAs(t, h, config)
	request := connectors.Request{From: relation, Columns: []connectors.Column{column("ID", integer)}, BatchRows: 10}
	var readers sync.WaitGroup
	for range 6 {
		readers.Go(func() {
			stream, err := source.Scan(t.Context(), request)
			if err != nil {
				t.Errorf("scan: %v", err)
				return
			}
			defer stream.Close()
			rows := 0
			for stream.Next() {
				rows += int(stream.Record().NumRows())
			}
			if stream.Err() != nil || rows != 3000 {
				t.Errorf("%d rows, %v", rows, stream.Err())
			}
		})
	}
	readers.Wait()
	for range 2 {
		stream, err := source.Scan(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		defer stream.Close()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := source.Scan(ctx, request)
	wants(t, "waiting", err, connectors.Timeout)
}
