package bench_test

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// childVariable makes the test binary a single patrol whose peak memory is read.
const childVariable = "DOGWATCH_BENCH_CHILD"

// BenchmarkMemory reports the peak resident memory, in MiB, of a process that patrols
// the registry of MariaDB once with all twenty checks. The server's memory is its own.
func BenchmarkMemory(b *testing.B) {
	e := engines()[1]
	if os.Getenv(childVariable) != "" {
		patrolOnce(b, e)
		return
	}
	config, _ := e.filled(b)
	var peak float64
	for b.Loop() {
		child := exec.CommandContext(b.Context(), os.Args[0], "-test.run", "^$", "-test.bench", "^BenchmarkMemory$", "-test.benchtime", "1x")
		child.Env = append(os.Environ(), "GOGC=50", // as cmd/dogwatch sets it
			childVariable+"="+strconv.Itoa(config.Port)+" "+config.Database+" "+config.User+" "+config.Password)
		out, err := child.CombinedOutput()
		if err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		peak = max(peak, peakOf(b, out))
	}
	b.ReportMetric(peak, "peak-MiB")
	b.ReportMetric(0, "ns/op")
}

const peakLine = "peak-kB "

func patrolOnce(b *testing.B, e engine) {
	part := strings.SplitN(os.Getenv(childVariable), " ", 4)
	port, err := strconv.Atoi(part[0])
	if err != nil {
		b.Fatal(err)
	}
	config := connectors.Config{Name: "front", Driver: "mysql", Host: "127.0.0.1", Port: port, Database: part[1], User: part[2], Password: part[3]}
	newPatrol(b, e, config, func(s connectors.Source) connectors.Source { return s }).run(b)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		b.Skip("peak memory is read from /proc: ", err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			_, _ = os.Stdout.WriteString("\n" + peakLine + strings.Fields(rest)[0] + "\n")
		}
	}
}

func peakOf(b *testing.B, out []byte) float64 {
	b.Helper()
	_, rest, ok := bytes.Cut(out, []byte(peakLine))
	if !ok {
		b.Fatalf("no peak in\n%s", out)
	}
	kB, err := strconv.ParseFloat(strings.Fields(string(rest))[0], 64)
	if err != nil {
		b.Fatal(err)
	}
	return kB / 1024
}
