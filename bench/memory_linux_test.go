package bench_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// BenchmarkMemory reports the peak resident memory, in MiB, of the program while it
// patrols the registry of MariaDB once: twenty checks, recorded in a new state. The
// server's memory is its own.
func BenchmarkMemory(b *testing.B) {
	config, _ := engines()[1].filled(b)
	dir := b.TempDir()
	program := filepath.Join(dir, "dogwatch")
	build(b, "-o", program, "../cmd/dogwatch")
	at := filepath.Join(dir, "workspace")
	source := fmt.Sprintf("{driver: mysql, host: 127.0.0.1, port: %d, database: %s, user: %s, password: {env: DOGWATCH_BENCH_PASSWORD}}", config.Port, config.Database, config.User)
	for name, text := range workspace(source) {
		written(b, filepath.Join(at, filepath.FromSlash(name)), []byte(text))
	}
	var peak float64
	for b.Loop() {
		if err := os.RemoveAll(filepath.Join(at, "state")); err != nil {
			b.Fatal(err)
		}
		run := exec.CommandContext(b.Context(), program, "run", "--dir", at, "--as-of", asOf().Format(time.RFC3339), "--format", "json")
		run.Env = append(os.Environ(), "DOGWATCH_BENCH_PASSWORD="+config.Password)
		out, err := run.Output()
		// One row in a thousand is wrong, so it ends with 1: anomalies.
		if failed, ok := errors.AsType[*exec.ExitError](err); !ok || failed.ExitCode() != 1 {
			b.Fatalf("%v\n%s", err, out)
		}
		peak = max(peak, peakOf(b, run))
	}
	b.ReportMetric(peak, "peak-MiB")
	b.ReportMetric(0, "ns/op")
}

// peakOf is the most memory that an ended process had.
func peakOf(b *testing.B, of *exec.Cmd) float64 {
	b.Helper()
	usage, ok := of.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		b.Skip("this system does not tell the memory of a process that has ended")
	}
	return float64(usage.Maxrss) / 1024 // Linux counts in KiB
}
