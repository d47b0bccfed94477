package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// childVariable makes the test program a child that does what its value says.
const childVariable = "DOGWATCH_STORE_CHILD"

func TestMain(m *testing.M) {
	if what := os.Getenv(childVariable); what != "" {
		child(what)
		return
	}
	os.Exit(m.Run())
}

// child opens the state that stdin names, claims the run of week 0 and says how it
// went. Told to hang, it marks violations as well and waits to be killed; without
// violations it finishes.
func child(what string) {
	in := bufio.NewScanner(os.Stdin)
	in.Scan()
	config := store.Config{Path: in.Text()}
	if strings.HasPrefix(in.Text(), "postgres:") {
		config = store.Config{Postgres: in.Text()}
	}
	ctx := context.Background()
	s, err := store.Open(ctx, config)
	if err != nil {
		fmt.Println("open:", err)
		return
	}
	run := week("deaths", 0)
	run.PatrolID = fmt.Sprintf("child-%d", os.Getpid())
	if err := s.BeginPatrol(ctx, store.Patrol{ID: run.PatrolID, Started: monday}); err != nil {
		fmt.Println("begin:", err)
		return
	}
	attempt, err := s.Claim(ctx, store.ClaimRequest{Run: run, Owner: run.PatrolID, Now: monday, Lease: lease})
	switch {
	case errors.Is(err, store.ErrHeld):
		fmt.Println("held")
		return
	case err != nil:
		fmt.Println("claim:", err)
		return
	}
	if what == "claim" {
		fmt.Println("claimed")
		return
	}
	fmt.Println(attempt.Mark(ctx, "unique", "", marksOf("a b c")))
	time.Sleep(time.Hour)
}

// start starts a child on the state and gives what it says.
func (s *state) start(what string) (*exec.Cmd, *bufio.Scanner) {
	s.t.Helper()
	command := exec.CommandContext(s.t.Context(), os.Args[0])
	command.Env = append(os.Environ(), childVariable+"="+what)
	command.Stdin = strings.NewReader(s.config.Path + s.config.Postgres + "\n")
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	if err == nil {
		err = command.Start()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return command, bufio.NewScanner(out)
}

// TestKilled: what kill -9 leaves is no result, and the next process takes over when
// the lease is out.
func TestKilled(t *testing.T) {
	onBoth(t, func(t *testing.T, s *state) {
		process, said := s.start("hang")
		if !said.Scan() || said.Text() != "<nil>" {
			t.Fatalf("the child says %q", said.Text())
		}
		if err := process.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = process.Wait() // killed
		run := week("deaths", 0)
		if _, found, err := s.Latest(t.Context(), run.RunKey); found || err != nil {
			t.Errorf("a killed run has a result: %v", err)
		}
		if _, err := s.claimed(run, false); !errors.Is(err, store.ErrHeld) {
			t.Errorf("before the lease is out: %v", err)
		}
		s.now = s.now.Add(lease)
		s.finishMarked(run, map[string]string{"unique": "b"}, outcome("unique fail"))
		if got := s.attempts(run); got != "abandoned finished" {
			t.Errorf("attempts: %s", got)
		}
		if left, err := s.Count(t.Context(), "SELECT COUNT(*) FROM marks"); err != nil || left != 1 {
			t.Errorf("%d marks, %v", left, err)
		}
	})
}

// TestProcessesAtOnce: of four processes that open a new state and claim one run, one
// gets it.
func TestProcessesAtOnce(t *testing.T) {
	test := func(t *testing.T, config store.Config) {
		t.Parallel()
		s := &state{t: t, config: config, now: monday}
		var mu sync.Mutex
		var answers []string
		var wg sync.WaitGroup
		for range 4 {
			process, said := s.start("claim")
			wg.Go(func() {
				said.Scan()
				_ = process.Wait() // what it says is what counts
				mu.Lock()
				defer mu.Unlock()
				answers = append(answers, said.Text())
			})
		}
		wg.Wait()
		counted := map[string]int{}
		for _, a := range answers {
			counted[a]++
		}
		if counted["claimed"] != 1 || counted["held"] != 3 {
			t.Errorf("the processes say %q", answers)
		}
	}
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		test(t, store.Config{Path: filepath.Join(t.TempDir(), "dogwatch.db")})
	})
	t.Run("postgres", func(t *testing.T) {
		test(t, store.Config{Postgres: postgresURL(t)})
	})
}
