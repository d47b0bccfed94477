package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// A slowSite is a workspace whose only source is a service that answers when it is let.
type slowSite struct {
	dir    string
	asked  chan struct{} // gets a value for every call that waits
	answer chan struct{} // closed: calls are answered
	open   func()
}

func newSlowSite(t *testing.T) *slowSite {
	t.Helper()
	s := &slowSite{dir: t.TempDir(), asked: make(chan struct{}, 100), answer: make(chan struct{})}
	s.open = sync.OnceFunc(func() { close(s.answer) })
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	t.Cleanup(s.open) // first: Close waits for the calls
	err := writeFiles(s.dir, map[string][]byte{
		"dogwatch.yaml": []byte("version: 1\nsources:\n  service: {driver: http, url: \"" + server.URL + "\", options: {health: /health}}\n"),
		"contracts/notices.yaml": []byte(`contract: notices
title: 通知
direction: call
key: [code]
columns:
  code: {title: 编号, type: text, required: true, class: public}
checks:
  - {row_count: 1.., title: 有通知}
`),
		"watches/desk.yaml": []byte(`system: desk
title: 窗口
watches:
  - contract: notices
    source: service
    from: {call: {path: /notices}}
    columns: {code: code}
    cycle: {link: weekly, content: weekly}
`),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ServeHTTP lets /health answer at once, and the notices when they are let.
func (s *slowSite) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/notices" {
		s.asked <- struct{}{}
		select {
		case <-s.answer:
		case <-r.Context().Done():
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `[{"code": "x"}]`) // the caller may be gone
}

// wait waits until the service is asked.
func (s *slowSite) wait(t *testing.T) {
	t.Helper()
	select {
	case <-s.asked:
	case <-time.After(2 * time.Minute):
		t.Fatal("the service is never asked")
	}
}

// run patrols in this process, with the clock ahead by some time.
func (s *slowSite) run(ctx context.Context, ahead time.Duration) (code int, said string) {
	var out strings.Builder
	a := newApp(strings.NewReader(""), io.Discard, &out)
	a.now = func() time.Time { return time.Now().Add(ahead) }
	root := newRoot(a)
	root.SetArgs([]string{"run", "--dir", s.dir, "--as-of", "2026-11-20"})
	code = a.code(ctx, root.ExecuteContext(ctx))
	return code, out.String()
}

// start patrols in a process of its own and waits until it asks the service.
func (s *slowSite) start(t *testing.T) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "dogwatch", "run", "--dir", s.dir, "--as-of", "2026-11-20")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	s.wait(t)
	return cmd
}

// attempts gives every attempt's state, by aspect in the order of attempts.
func (s *slowSite) attempts(t *testing.T) map[string][]store.State {
	t.Helper()
	state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(s.dir, "state", "dogwatch.db")})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = state.Close() }() // only read
	runs, err := state.Runs(t.Context(), store.Filter{Attempts: true})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]store.State{}
	for _, run := range runs {
		found[run.Aspect] = append(found[run.Aspect], run.State)
		if run.State != store.Finished && len(run.Outcomes) > 0 {
			t.Errorf("%s is %s and has outcomes", run.RunKey, run.State)
		}
	}
	return found
}

func (s *slowSite) expect(t *testing.T, want ...store.State) {
	t.Helper()
	found := s.attempts(t)
	for _, aspect := range []string{"link", "content"} {
		if got := found[aspect]; !slices.Equal(got, want) {
			t.Errorf("%s attempts are %v, not %v", aspect, got, want)
		}
	}
}

func TestInterrupted(t *testing.T) {
	t.Parallel()
	s := newSlowSite(t)
	cmd := s.start(t)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_ = cmd.Wait() // the code says more
	if code := cmd.ProcessState.ExitCode(); code != exitInterrupted {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(began); took > 20*time.Second { // the service never answers
		t.Errorf("it took %v to stop", took)
	}
	s.expect(t, store.Interrupted)

	s.open()
	if code, said := s.run(t.Context(), 0); code != exitOK {
		t.Errorf("exit code %d\n%s", code, said)
	}
	s.expect(t, store.Interrupted, store.Finished)
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	s := newSlowSite(t)
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-s.asked
		cancel()
	}()
	if code, said := s.run(ctx, 0); code != exitInterrupted || !strings.Contains(said, "interrupted") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	s.expect(t, store.Interrupted)
}

func TestKilled(t *testing.T) {
	t.Parallel()
	s := newSlowSite(t)
	cmd := s.start(t)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // killed
	s.expect(t, store.Running)

	s.open()
	if code, said := s.run(t.Context(), 0); code != exitOK { // the dead process is known to be dead
		t.Errorf("exit code %d\n%s", code, said)
	}
	s.expect(t, store.Abandoned, store.Finished)
}

// TestGone: only a process of this host that has ended is known to be gone.
func TestGone(t *testing.T) {
	t.Parallel()
	dead := exec.Command(os.Args[0], "-test.run=^$")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	is := gone("here")
	for owner, want := range map[string]bool{
		fmt.Sprintf("here:%d", dead.Process.Pid): true, fmt.Sprintf("there:%d", dead.Process.Pid): false,
		fmt.Sprintf("here:%d", os.Getppid()): false, "here:x": false, "here": false, "": false,
	} {
		if got := is(owner); got != want {
			t.Errorf("%s: %v", owner, got)
		}
	}
}

// TestTwoAtOnce: while one process patrols, another does not; afterwards it shows.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	s := newSlowSite(t)
	cmd := s.start(t)
	code, said := s.run(t.Context(), 0)
	if code != exitUnevaluated || !strings.Contains(said, "another process is doing this run") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	s.open()
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if code, said := s.run(t.Context(), 0); code != exitOK || !strings.Contains(said, "finished before") {
		t.Errorf("exit code %d\n%s", code, said)
	}
	s.expect(t, store.Finished)
}

// TestManyAtOnce: of several that begin together, one does each run.
func TestManyAtOnce(t *testing.T) {
	t.Parallel()
	s := newSlowSite(t)
	s.open()
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			if code, said := s.run(t.Context(), 0); code != exitOK && code != exitUnevaluated {
				t.Errorf("exit code %d\n%s", code, said)
			}
		})
	}
	all.Wait()
	s.expect(t, store.Finished)
}
