package pipelines_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestStability: recorded probes are judged at the link patrol; one bad probe is no
// outage, three in a row are.
func TestStability(t *testing.T) {
	t.Parallel()
	w := newTown(t, logTable("LOG_A", "(1,'a')")...)
	w.write("contracts/logs.yaml", logContract+"  - stability: {confirm: 3}\n    fail: \"< 90%\"\n")
	w.write("watches/demo.yaml", logWatch("LOG_A")[:len(logWatch("LOG_A"))-len("{content: monthly}\n")]+"{link: monthly, content: monthly}\n")
	record := func(day int, reached bool) {
		state, err := store.Open(t.Context(), store.Config{Path: filepath.Join(w.dir, "state.db")})
		if err != nil {
			t.Fatal(err)
		}
		defer state.Close()
		p := store.ProbeRecord{System: "demo", Watch: "logs", At: w.asOf.AddDate(0, 0, -day), Reached: reached, Latency: 20 * time.Millisecond}
		if !reached {
			p.Class, p.Latency = "timeout", 0
		}
		if err := state.RecordProbe(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if o := w.patrol(t)["stability"]; o.Verdict != "skipped" {
		t.Errorf("without probes: %+v", o)
	}
	w.asOf = w.asOf.AddDate(0, 1, 0)
	for day := range 19 {
		record(day, day != 4)
	}
	if o := w.patrol(t)["stability"]; o.Verdict != "pass" || o.Parts["longest outage"] != "1 probe" || o.Parts["p95"] != "0.02s" {
		t.Errorf("one bad probe: %+v", o)
	}
	w.asOf = w.asOf.AddDate(0, 1, 0)
	for day := range 19 {
		record(day, day < 4 || day > 6)
	}
	if o := w.patrol(t)["stability"]; o.Verdict != "fail" || o.Parts["longest outage"] != "3 probes" {
		t.Errorf("an outage: %+v", o)
	}
}
