package pipelines_test

import (
	"fmt"
	"strings"
	"testing"
)

const markContract = `contract: marks
title: 标记
counterparty: elsewhere
direction: inbound
key: [no]
columns:
  no: {title: 编号, type: integer, class: internal}
  ill: {title: 患病, type: boolean, class: sensitive}
  paid: {title: 金额, type: integer, class: sensitive}
checks:
  - row_count: 1..
  - {id: nobody, rule: not ill}
  - {id: heavy, group: {by: [no], figures: {total: {sum: paid}}, holds: total < 100}}
  - {id: unshown, rule: not ill, samples: 0}
`

// TestShownOfSensitive: an outcome shows which part of a rule holds, but not a
// sensitive yes or no itself, and no key at all where none is asked for.
func TestShownOfSensitive(t *testing.T) {
	t.Parallel()
	w := newTown(t, "CREATE TABLE MARKS (NO INTEGER PRIMARY KEY, ILL BOOLEAN, PAID INTEGER)", "INSERT INTO MARKS VALUES (1, 1, 4321), (2, 0, 5)")
	w.write("contracts/marks.yaml", markContract)
	w.write("watches/town.yaml", "system: town\ntitle: 城\nwatches:\n  - {contract: marks, source: front, from: MARKS, columns: {no: NO, ill: ILL, paid: PAID}}\n")
	o := w.patrol(t)
	nobody, unshown := o["nobody"], o["unshown"]
	if nobody.Violations != 1 || len(nobody.Samples) != 1 {
		t.Fatalf("%d violations, samples %v", nobody.Violations, nobody.Samples)
	}
	if shown := fmt.Sprint(nobody.Samples[0].Detail); strings.Contains(shown, "{ill true}") || !strings.Contains(shown, "{not ill false}") {
		t.Errorf("shown of a sensitive column: %s", shown)
	}
	if heavy := fmt.Sprint(o["heavy"].Samples); !strings.Contains(heavy, "{total ***}") || strings.Contains(heavy, "4321") {
		t.Errorf("shown of a sum of sensitive numbers: %s", heavy)
	}
	if unshown.Violations != 1 || len(unshown.Samples) != 0 {
		t.Errorf("samples: 0 shows %v", unshown.Samples)
	}
}
