package estate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"
	"testing"
	"time"
)

// small is the size of most tests' estates.
const small = LeastPeople

func generate(t *testing.T, seed uint64, people int, step Step) *Estate {
	t.Helper()
	e, err := Generate(Config{Seed: seed, People: people, Step: step})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// fingerprint digests every row of every table but the rolls, each of which is added
// and changed by itself.
func fingerprint(e *Estate) string {
	h := sha256.New()
	digest(h, e.ownTables)
	fmt.Fprintln(h, e.ledger)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func digest(h hash.Hash, tables func(system string) []Table) {
	for _, system := range Systems() {
		for _, table := range tables(system) {
			fmt.Fprintln(h, table.Name, table.Columns)
			for row := range table.Rows {
				fmt.Fprintln(h, row...)
			}
		}
	}
}

// rollPrint digests what the fingerprint leaves out.
func rollPrint(e *Estate) string {
	h := sha256.New()
	digest(h, e.rollTables)
	for _, r := range e.rolls {
		if r.call {
			fmt.Fprintln(h, r.system, r.watch, *r.page())
		}
	}
	fmt.Fprintln(h, e.Ledger())
	return hex.EncodeToString(h.Sum(nil)[:8])
}

func TestSameConfigSameBytes(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for seed := range uint64(3) {
		for _, step := range []Step{Previous, Current} {
			name := fmt.Sprintf("seed %d step %d", seed, step)
			first, second := generate(t, seed, small, step), generate(t, seed, small, step)
			if rollPrint(first) != rollPrint(second) {
				t.Errorf("%s: the rolls of two runs differ", name)
			}
			once, again := fingerprint(first), fingerprint(second)
			if once != again {
				t.Errorf("%s: two runs differ: %s, %s", name, once, again)
			}
			if other, ok := seen[once]; ok {
				t.Errorf("%s is the same as %s", name, other)
			}
			seen[once] = name
		}
	}
}

// The estate is the same on every machine. Who changes the generator changes these.
func TestGoldenFingerprints(t *testing.T) {
	t.Parallel()
	for seed, want := range []string{"0f0dd641852f5ccb", "746520c99910d119", "4a8b29ff48ba9114"} {
		if got := fingerprint(generate(t, uint64(seed), small, Current)); got != want {
			t.Errorf("seed %d: %s, not %s", seed, got, want)
		}
	}
}

func TestPreviousIsClean(t *testing.T) {
	t.Parallel()
	l := generate(t, 1, small, Previous).Ledger()
	if len(l.Entries) != stockOfPetitions || !slices.Equal(l.Faults(), []string{"old-stock"}) {
		t.Errorf("previous has faults: %v %v", l.Entries, l.Faults())
	}
}

func TestManyFaultsAndOddities(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		l := generate(t, seed, small, Current).Ledger()
		if n := len(l.Faults()); n < 45 {
			t.Errorf("seed %d: %d faults: %v", seed, n, l.Faults())
		}
		if n := len(l.OddNames()); n < 35 {
			t.Errorf("seed %d: %d oddities: %v", seed, n, l.OddNames())
		}
		if t.Failed() {
			return
		}
	}
}

func TestCountIsRows(t *testing.T) {
	t.Parallel()
	e := generate(t, 2, small, Current)
	for _, system := range Systems() {
		for _, table := range e.Tables(system) {
			n := 0
			for row := range table.Rows {
				if len(row) != len(table.Columns) {
					t.Fatalf("%s: %d values for %d columns", table.Name, len(row), len(table.Columns))
				}
				n++
			}
			if n != table.Count || n == 0 && table.Name != "T_JM_DL" {
				t.Errorf("%s: %d rows, Count %d", table.Name, n, table.Count)
			}
		}
	}
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []Config{{People: 100}, {AsOf: time.Date(2026, 11, 5, 18, 0, 0, 0, time.UTC)}, {AsOf: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}} {
		if _, err := Generate(c); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}

// BenchmarkEstate makes the estate of the demonstration and reads every row of it.
func BenchmarkEstate(b *testing.B) {
	rows := 0
	for b.Loop() {
		e, err := Generate(Config{People: DefaultPeople, Step: Current})
		if err != nil {
			b.Fatal(err)
		}
		for _, system := range Systems() {
			for _, table := range e.Tables(system) {
				for range table.Rows {
					rows++
				}
			}
		}
	}
	b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "rows/s")
}
