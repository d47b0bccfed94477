package livetest

import (
	"errors"
	"testing"
	"time"
)

// TestBusyBackend: a server that is ended takes along a backend that computes, which
// does not look whether its postmaster is still there: its connection is closed.
func TestBusyBackend(t *testing.T) {
	t.Parallel()
	server, err := StartPostgres()
	if errors.Is(err, errNone) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	config := server.config
	config.Database = "postgres"
	db, err := postgresDatabase{}.open(config)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ended := make(chan error, 1)
	go func() {
		_, err := db.ExecContext(t.Context(), "DO 'BEGIN PERFORM 1; LOOP END LOOP; END'")
		ended <- err
	}()
	for computing := false; !computing; time.Sleep(10 * time.Millisecond) {
		asked := "SELECT count(*) > 0 FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %'"
		if err := db.QueryRowContext(t.Context(), asked).Scan(&computing); err != nil {
			t.Fatal(err)
		}
	}
	server.Stop()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Error("the backend goes on computing")
	}
}
