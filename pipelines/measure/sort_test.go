package measure

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestSorterOrdersByBytes: pairs come by the bytes of their keys, equal keys in the order
// of adding, whatever the budget; nothing stays in the account or on disk.
func TestSorterOrdersByBytes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		spill := &Spill{Dir: dir, Budget: rapid.SampledFrom([]int64{1, 200, 1 << 20}).Draw(t, "budget")}
		s := newSorter(spill)
		defer s.close()
		var want [][2]string
		alphabet := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0, 1, 'a', 0xFF}), 0, 20)
		for i := range rapid.IntRange(0, 60).Draw(t, "pairs") {
			key := alphabet.Draw(t, "key")
			payload := fmt.Sprint(i)
			if err := s.add(key, []byte(payload)); err != nil {
				t.Fatal(err)
			}
			want = append(want, [2]string{string(key), payload})
		}
		slices.SortStableFunc(want, func(a, b [2]string) int { return bytes.Compare([]byte(a[0]), []byte(b[0])) })
		c, err := s.sorted()
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; c.next(); i++ {
			if string(c.key()) != want[i][0] || string(c.payload()) != want[i][1] {
				t.Fatalf("pair %d: %q %q, want %q", i, c.key(), c.payload(), want[i])
			}
			want[i][0] = "seen"
		}
		if c.err != nil || slices.ContainsFunc(want, func(w [2]string) bool { return w[0] != "seen" }) {
			t.Fatal(c.err, want)
		}
		s.close()
		if left := spill.used.Load(); left != 0 {
			t.Fatalf("%d bytes stay in the account", left)
		}
	})
}

// BenchmarkSorter sorts ID cards, integers and texts with a long common beginning.
func BenchmarkSorter(b *testing.B) {
	const n = 500_000
	random := rand.New(rand.NewPCG(1, 2))
	for _, form := range []struct {
		name string
		key  func() []byte
	}{
		{"id_card", func() []byte {
			return fmt.Appendf(nil, "1101%02d%04d%02d%02d%04d", random.IntN(16), 1930+random.IntN(90), 1+random.IntN(12), 1+random.IntN(28), random.IntN(10000))
		}},
		{"integer", func() []byte { return fmt.Appendf(nil, "%08d", random.IntN(1e8)) }},
		{"prefix", func() []byte { return fmt.Appendf(nil, "CN-110000-2026-%010d", random.IntN(1e9)) }},
	} {
		b.Run(form.name, func(b *testing.B) {
			keys := make([][]byte, n)
			for i := range keys {
				keys[i] = form.key()
			}
			payload := make([]byte, 60)
			for b.Loop() {
				s := newSorter(&Spill{Budget: 1 << 40})
				for _, k := range keys {
					_ = s.add(k, payload)
				}
				if _, err := s.sorted(); err != nil {
					b.Fatal(err)
				}
				s.close()
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
