package pipelines_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/dogwatch/dogwatch/connectors/livetest"
	"github.com/dogwatch/dogwatch/pipelines"
	"github.com/dogwatch/dogwatch/pipelines/store"
)

// crowdedTown violates a rule 40,000 times, which is more than two batches of keys, and
// another twice; its state lies on a disk of a size.
func crowdedTown(t *testing.T, size string) *town {
	t.Helper()
	w := newTown(t, "CREATE TABLE ZF (ID INTEGER, JE INTEGER)",
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) INSERT INTO ZF SELECT i, 5 FROM n")
	w.state = filepath.Join(livetest.SmallDisk(t, size), "state.db")
	w.write("contracts/pays.yaml", `contract: pays
title: 支付
direction: inbound
counterparty: partner
key: [id]
columns:
  id: {title: 号, type: integer, required: true, class: internal}
  amount: {title: 金额, type: integer, class: internal}
checks:
  - row_count: 1..
  - {id: many, title: 多, rule: amount > 5}
  - {id: few, title: 少, rule: id > 2}
`)
	w.write("watches/sys.yaml", "system: sys\ntitle: 系统\nwatches:\n  - {contract: pays, source: front, from: ZF, columns: {id: ID, amount: JE}, cycle: {content: weekly}}\n")
	return w
}

// TestFullState: a state without room for the keys of a check makes that check an error
// with its counts, whatever number of keys went in before; the others stand.
func TestFullState(t *testing.T) {
	t.Parallel()
	for _, size := range []string{"7m", "8m", "9m", "10m"} {
		t.Run(size, func(t *testing.T) {
			t.Parallel()
			w := crowdedTown(t, size)
			o := w.patrol(t)
			many := o["many"]
			if many.Verdict != "error" || many.Violations != 40000 || many.Judged != 40000 || len(many.Samples) == 0 || !many.Incomplete {
				t.Errorf("%s (%s), %d of %d, %d samples", many.Verdict, many.Reason, many.Violations, many.Judged, len(many.Samples))
			}
			if !strings.Contains(many.Reason, w.state) || !strings.Contains(many.Reason, "dogwatch state prune") {
				t.Errorf("no way out in %q", many.Reason)
			}
			if few := o["few"]; few.Verdict != "fail" || few.Violations != 2 || few.New != 2 || few.Incomplete {
				t.Errorf("the other check does not stand: %+v", few)
			}
			if o["row_count"].Verdict != "pass" || len(w.lost) > 0 {
				t.Errorf("%+v; not recorded: %v", o["row_count"], w.lost)
			}
			w.refusesPart(t)
		})
	}
}

// refusesPart expects that a part of the violations is not handed on as if it were all.
func (w *town) refusesPart(t *testing.T) {
	t.Helper()
	state, err := store.Open(t.Context(), store.Config{Path: w.state})
	if err != nil {
		t.Fatal(err)
	}
	defer state.Close()
	list, err := pipelines.Findings(t.Context(), state, w.catalog(t), "partner", "")
	if err == nil || !strings.Contains(err.Error(), "sys/pays/many") {
		t.Errorf("%d findings, %v", len(list), err)
	}
}

// TestFullWhileReading: a state whose disk is full when a run ends records nothing of it;
// the outcomes are shown all the same, and what is not recorded is said.
func TestFullWhileReading(t *testing.T) {
	t.Parallel()
	w := crowdedTown(t, "2m")
	full := false
	w.told = func() {
		if !full {
			full = true
			fill(t, filepath.Dir(w.state))
		}
	}
	o := w.patrol(t)
	for name, violations := range map[string]int64{"many": 40000, "few": 2} {
		if got := o[name]; got.Verdict != "error" || got.Violations != violations || !strings.Contains(got.Reason, w.state) {
			t.Errorf("%s: %s (%s), %d violations", name, got.Verdict, got.Reason, got.Violations)
		}
	}
	if o["row_count"].Verdict != "pass" || len(w.lost) == 0 || !strings.Contains(strings.Join(w.lost, "\n"), "sys/pays content 2026-W47: no room is left on the disk of the state ("+w.state) {
		t.Errorf("%+v; not recorded: %q", o["row_count"], w.lost)
	}
}

// fill takes what room a file system has left.
func fill(t *testing.T, dir string) {
	t.Helper()
	file, err := os.Create(filepath.Join(dir, "filler"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	block := make([]byte, 4096)
	for err == nil {
		_, err = file.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
}
