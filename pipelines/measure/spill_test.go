package measure_test

import (
	"bytes"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
	"github.com/dogwatch/dogwatch/pipelines/measure"
)

// clearMark stands in every text key of the big tables: it must not be found on disk.
const clearMark = "明文身份证"

// bigPair fills two tables of n rows with duplicates, orphans and nulls.
func bigPair(t *testing.T, f *file, n int) (own, far *checks.Watch) {
	t.Helper()
	random := rand.New(rand.NewPCG(7, 11))
	for _, name := range []string{"own_t", "far_t"} {
		f.exec(t, "CREATE TABLE "+name+" "+createColumns)
		f.exec(t, "BEGIN")
		for i := range n {
			key := any(fmt.Sprintf("%s%06d", clearMark, random.IntN(n)))
			if random.IntN(50) == 0 {
				key = nil
			}
			f.exec(t, "INSERT INTO "+name+" VALUES (?,?,?,?,?,?,?)", i+1, key, "甲", random.IntN(4), "1.50", "20260101", "202611")
		}
		f.exec(t, "COMMIT")
	}
	return watchOf("own_t"), watchOf("far_t")
}

// sorting are measures that need an order.
func sorting(t *testing.T, far *checks.Watch) []*measure.Item {
	on := []checks.Pair{{Left: "code", Right: "code"}}
	return []*measure.Item{
		itemOf("unique", nil, checks.Keys{Columns: []string{"code"}}),
		itemOf("composite", nil, checks.Keys{Columns: []string{"code", "n"}}),
		itemOf("exists", nil, checks.Match{Other: far, On: on, Want: true}),
		itemOf("absent", nil, checks.Match{Other: far, On: on, When: ruleOf(t, "n > other.n")}),
		itemOf("agreeing", nil, checks.Match{Other: far, On: on, Want: true, Agree: []checks.Pair{{Left: "n", Right: "n"}}}),
		itemOf("same", nil, checks.Reconcile{Other: far, On: on, Columns: compared()[2]}),
		itemOf("crowded", nil, checks.Reconcile{Other: far, On: []checks.Pair{{Left: "day", Right: "day"}}, Columns: compared()[2]}),
		itemOf("throng", ruleOf(t, "id <= 400"), checks.Match{Other: far, On: []checks.Pair{{Left: "day", Right: "day"}}, When: ruleOf(t, "n > other.n or code == other.code"), Agree: []checks.Pair{{Left: "name", Right: "name"}}}),
		itemOf("totals", nil, checks.Totals{Other: far, On: on, Count: "n", Sums: []checks.Pair{{Left: "amount", Right: "amount"}}, Tolerance: big.NewRat(1, 2)}),
	}
}

// inMemory is a budget that is never used up; inRuns one that forces dozens of files.
const (
	inMemory = 1 << 30
	inRuns   = 8 << 10
)

// TestSpilledIsAsInMemory: figures, samples and violating keys do not depend on where
// rows wait; on disk nothing is clear, and nothing stays there.
func TestSpilledIsAsInMemory(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	own, far := bigPair(t, f, 3000)
	source := scanOnly{f.open(t)}
	defer source.Close()
	measured := map[int64][]*measure.Item{}
	heard := map[int64]map[string][]string{}
	for _, budget := range []int64{inMemory, inRuns} {
		items := sorting(t, far)
		r := trialOn(source)
		r.spill = &measure.Spill{Dir: t.TempDir(), Budget: budget, Key: [32]byte{1, 2, 3}}
		files := 0
		r.onKey = func() { files = max(files, unreadable(t, r.spill.Dir)) }
		if err := r.run(t.Context(), taskOf(own, items...)); err != nil {
			t.Fatal(err)
		}
		if spilled := files > 0; spilled != (budget == inRuns) {
			t.Errorf("budget %d: %d files", budget, files)
		}
		if left, _ := os.ReadDir(r.spill.Dir); len(left) > 0 {
			t.Errorf("budget %d leaves %d files", budget, len(left))
		}
		measured[budget], heard[budget] = items, r.keys
	}
	for i, item := range measured[inMemory] {
		spilled := measured[inRuns][i]
		equal(t, item.Check.ID, spilled.Results[0], item.Results[0])
		if item.Results[0].Violations == 0 || fmt.Sprint(spilled.Results[0].Samples) != fmt.Sprint(item.Results[0].Samples) {
			t.Errorf("%s: %d violations, samples %v, in memory %v", item.Check.ID, item.Results[0].Violations, spilled.Results[0].Samples, item.Results[0].Samples)
		}
		if id := item.Check.ID; !slices.Equal(heard[inRuns][id], heard[inMemory][id]) {
			t.Errorf("%s: other keys when spilled", id)
		}
	}
}

// unreadable counts the files of a folder, none of which may hold a clear key.
func unreadable(t *testing.T, dir string) int {
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Error(err)
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil || bytes.Contains(content, []byte(clearMark)) || bytes.Contains(content, []byte("明文")) {
			t.Errorf("%s can be read: %v", path, err)
		}
		if info, err := os.Stat(path); err == nil && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
	}
	return len(paths)
}

// TestNoDiskBreaksOnlyWhatNeedsIt: without a folder to spill to, a check that has to
// is an error of ours and tells the way out; the others stand.
func TestNoDiskBreaksOnlyWhatNeedsIt(t *testing.T) {
	t.Parallel()
	f := newFile(t)
	breaksOnly(t, f, 3000, filepath.Join(t.TempDir(), "gone"), "a temporary file cannot be used")
}

func breaksOnly(t *testing.T, f *file, rows int, dir, reason string) {
	t.Helper()
	own, far := bigPair(t, f, rows)
	allocator := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer allocator.AssertSize(t, 0)
	config := f.config()
	config.Allocator = allocator
	source, err := sqlite.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	items := append(sorting(t, far), itemOf("rule", nil, checks.RowRule{Rule: ruleOf(t, "n < 3")}),
		itemOf("few", ruleOf(t, "id <= 20"), checks.Keys{Columns: []string{"n"}}))
	r := trialOn(scanOnly{source})
	r.spill = &measure.Spill{Dir: dir, Budget: 32 << 10}
	if err := r.run(t.Context(), taskOf(own, items...)); err != nil {
		t.Fatal(err)
	}
	for _, item := range items[:9] {
		got := item.Results[0]
		if got.Failure == nil || got.Failure.Class != "local" || got.Failure.Message != "spill to the temporary folder: local: "+reason || got.Failure.Hint == "" {
			t.Errorf("%s: %+v", item.Check.ID, got.Failure)
		}
		if got.Counts != (checks.Counts{}) || got.Groups != 0 || len(got.Samples) > 0 {
			t.Errorf("%s keeps figures of a broken measure: %+v", item.Check.ID, got)
		}
	}
	if got := items[9].Results[0]; got.Failure != nil || got.Rows != int64(rows) || got.Violations == 0 {
		t.Errorf("the rule does not stand: %+v", got)
	}
	if got := items[10].Results[0]; got.Failure != nil || got.Rows != 20 || got.Violations == 0 {
		t.Errorf("keys that fit in memory do not stand: %+v", got)
	}
}
