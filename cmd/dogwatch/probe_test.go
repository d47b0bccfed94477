package main

import (
	"bufio"
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// TestProbeEvery: it probes until it is told to end, and that is a clean end.
func TestProbeEvery(t *testing.T) {
	t.Parallel()
	s := newSlowSite(t)
	s.open()
	cmd := exec.CommandContext(t.Context(), "dogwatch", "probe", "--every", "10s", "--dir", s.dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.Contains(line, "desk/notices  reached in ") {
		t.Errorf("%q %v", line, err)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // the code says more
	if code := cmd.ProcessState.ExitCode(); code != exitOK {
		t.Errorf("exit code %d", code)
	}
	expectCommand(t, s.dir, "probe --every 1s", exitUsage, "--every 1s: write 10s to 24h")
	expectCommand(t, s.dir, "probe", exitOK, "desk/notices  reached in ")
}
