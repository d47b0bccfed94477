package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWindowOnScreens: outside the window of a source plan, run, status and draft say so
// and until when; within it they do their work.
func TestWindowOnScreens(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "w")
	inside, err := fs.Sub(starter, "starter")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, inside); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "dogwatch.yaml")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("    path: data\n"), []byte("    path: data\n    limits: {window: \"20:00-06:00\"}\n"), 1)
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		clock, command string
		code           int
		want           string
	}{
		{"12:00", "plan", exitOK, "run   elderly-allowances/death-notices content 2026-W47: 12 checks; now waiting: outside the source's window until 20:00\n"},
		{"12:00", "run", exitOK, "不在数据源的读取时段，20:00 起可读"},
		{"12:00", "status", exitOK, "elderly-allowances/death-notices content 2026-W47  不在数据源的读取时段，20:00 起可读\n"},
		{"12:00", "draft --source front --table deaths.csv", exitUsage, "source front may be read 20:00-06:00 only"},
		{"20:00", "plan", exitOK, "run   elderly-allowances/death-notices content 2026-W47: 12 checks\n"},
		{"20:00", "run", exitAnomalies, "3 项异常"},
		{"20:30", "status", exitOK, "本期巡检都已完成"},
		{"20:00", "run --again --reason check", exitAnomalies, "3 项异常"},
		{"12:00", "run --again --reason check", exitUnevaluated, "elderly-allowances/death-notices content 2026-W47: outside the source's window until 20:00; its result stands"},
	} {
		var out bytes.Buffer
		a := newApp(strings.NewReader(""), &out, &out)
		a.now = func() time.Time {
			at, err := time.Parse(time.RFC3339, "2026-11-20T"+c.clock+":00+08:00")
			if err != nil {
				panic(err)
			}
			return at
		}
		root := newRoot(a)
		root.SetArgs(append(strings.Fields(c.command), "--dir", dir))
		code := a.code(t.Context(), root.ExecuteContext(t.Context()))
		if code != c.code || !strings.Contains(out.String(), c.want) {
			t.Errorf("%s at %s: exit code %d, want %d and %q in\n%s", c.command, c.clock, code, c.code, c.want, out.String())
		}
	}
}
