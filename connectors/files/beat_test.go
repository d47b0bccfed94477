package files_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
)

// TestProbeBeat: when a file was written, and the time that its first line holds.
func TestProbeBeat(t *testing.T) {
	t.Parallel()
	dir, written := t.TempDir(), time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)
	for name, text := range map[string]string{"done.flag": "\uFEFF 20261124093000 \r\nmore", "empty.flag": "", "bad.flag": "yesterday", "log-1": "20261101000000", "log-2": "20261102000000"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, written, written); err != nil {
			t.Fatal(err)
		}
	}
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	source, err := files.Open(t.Context(), connectors.Config{Name: "flags", Path: dir, Allocator: mem})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close(); mem.AssertSize(t, 0) })
	stamp := []connectors.Column{{Name: "beat", Type: connectors.TimestampType, Form: connectors.Form{Layout: "yyyyMMddHHmmss"}}}
	for _, c := range []struct {
		file  string
		class connectors.Class
		want  string // of the first line; "fault", or "null"
	}{
		{"done.flag", "", "2026-11-24 09:30:00"}, {"log-*", "", "2026-11-02 00:00:00"}, {"bad.flag", "", "fault"}, {"empty.flag", "", "null"},
		{"gone.flag", connectors.Missing, ""}, {"../done.flag", connectors.Refused, ""}, {".", connectors.Decode, ""},
	} {
		request := connectors.ProbeRequest{Aspect: connectors.ProbeBeat, From: connectors.Relation{Name: c.file}}
		plain, err := source.(connectors.Prober).Probe(t.Context(), request)
		if err != nil || c.class != "" {
			if err == nil || connectors.ClassOf(err) != c.class {
				t.Errorf("%s: %v", c.file, err)
			}
			continue
		}
		request.Columns = stamp
		probe, err := source.(connectors.Prober).Probe(t.Context(), request)
		if err != nil || !plain.Written.Equal(written) || !probe.Written.Equal(written) {
			t.Fatalf("%s: %v %v %v", c.file, plain.Written, probe.Written, err)
		}
		got := "fault"
		if values := probe.Record.Column(0).(*array.Timestamp); len(probe.Faults) == 0 && values.IsNull(0) {
			got = "null"
		} else if len(probe.Faults) == 0 {
			got = time.UnixMicro(int64(values.Value(0))).UTC().Format(time.DateTime)
		}
		if got != c.want {
			t.Errorf("%s: %s, not %s", c.file, got, c.want)
		}
		probe.Record.Release()
	}
}
