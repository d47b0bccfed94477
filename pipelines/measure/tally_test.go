package measure

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// encoded is a key of text parts as appendKey makes it.
func encoded(parts ...string) []byte {
	var key []byte
	for _, p := range parts {
		key = append(append(key, byte(len(p))), p...)
	}
	return key
}

// drawnParts are parts of which many pack and many do not.
func drawnParts(t *rapid.T) []string {
	id := rapid.StringMatching(`[0-9]{17}[0-9X]`)
	part := rapid.OneOf(id, rapid.StringMatching(`[0-9]{18}`), rapid.StringMatching(`[0-9X]{18}`), rapid.StringN(0, 6, 24), rapid.SampledFrom([]string{"", "\x00", "\x00\x00", "202611", "110105199001011234"}))
	return rapid.SliceOfN(part, 2, 2).Draw(t, "parts")
}

// drawnText is a text alone, of a form that packs or nearly so.
func drawnText(t *rapid.T) []string {
	text := rapid.OneOf(
		rapid.StringMatching(`[0-9A-Z]{14,25}`), rapid.StringMatching(`[0-9]{15,38}`), rapid.StringMatching(`[0-9X]{18}`), rapid.StringMatching(`[0-9A-Za-z]{17,19}`),
		rapid.StringMatching(`[0Z]{16,24}`), rapid.StringMatching(`[09]{23,37}`), rapid.StringMatching("[/:@\\[0A]{16,18}"), rapid.StringN(0, 9, 40))
	return []string{text.Draw(t, "text")}
}

// TestPackedKeys: packing is exact, keeps the order of keys, and can be undone.
func TestPackedKeys(t *testing.T) {
	t.Parallel()
	for parts, drawn := range map[int]func(*rapid.T) []string{1: drawnText, 2: drawnParts} {
		rapid.Check(t, func(t *rapid.T) { packsInOrder(t, parts, encoded(drawn(t)...), encoded(drawn(t)...)) })
	}
}

func packsInOrder(t *rapid.T, parts int, a, b []byte) {
	p, packedA := pack(a)
	q, packedB := pack(b)
	if packedA && !bytes.Equal(p.appendTo(nil, parts), a) {
		t.Fatalf("%q comes back as %q", a, p.appendTo(nil, parts))
	}
	if packedA && packedB && p.compare(q) != bytes.Compare(a, b) {
		t.Fatalf("%q and %q: %d, packed %d", a, b, bytes.Compare(a, b), p.compare(q))
	}
}

func TestWhatPacks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key  []byte
		want bool
	}{
		{encoded("11010519900101123X"), true},
		{encoded("99999999999999999X"), true},
		{encoded("11010519900101123x"), false},
		{encoded("11010519900101123X", "202611"), true},
		{encoded("11010519900101123X", "2026-11"), false},
		{encoded("R0000000001"), true},
		{encoded("123456789012345"), true},
		{encoded("1234567890123456"), true},
		{encoded("91110105MA01ABCD7X"), true},
		{encoded("91110105MA01ABCD7XABCDE"), true},
		{encoded("91110105MA01ABCD7XABCDEF"), false},
		{encoded("622202020000000000000000000000000000"), true},
		{encoded("6222020200000000000000000000000000001"), false},
		{encoded("91110105MA01ABCD7X", "1"), false},
		{encoded("1101051990010112", "X"), false},
	} {
		if _, ok := pack(c.key); ok != c.want {
			t.Errorf("%q: %v", c.key, ok)
		}
	}
}

// TestTally: what occurs more than once is found in the order of keys, whatever fits
// in memory, and everything is given back.
func TestTally(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		spill := &Spill{Dir: dir, Budget: rapid.SampledFrom([]int64{256, 2 << 10, 1 << 30}).Draw(t, "budget")}
		counted := newTally(spill, 2)
		defer counted.close()
		want := map[string]int64{}
		few := rapid.SliceOfN(rapid.Custom(drawnParts), 1, 40).Draw(t, "keys")
		for _, at := range rapid.SliceOfN(rapid.IntRange(0, len(few)-1), 0, 300).Draw(t, "rows") {
			key := encoded(few[at]...)
			want[string(key)]++
			if err := counted.add(key); err != nil {
				t.Fatal(err)
			}
		}
		maps.DeleteFunc(want, func(_ string, n int64) bool { return n < 2 })
		var order []string
		err := counted.repeated(func(key []byte, n int64) error {
			if want[string(key)] != n {
				t.Fatalf("%q: %d, not %d", key, n, want[string(key)])
			}
			order = append(order, string(key))
			return nil
		})
		if err != nil || !slices.Equal(order, slices.Sorted(maps.Keys(want))) {
			t.Fatalf("%v: %q", err, order)
		}
		counted.close()
		if used := spill.used.Load(); used != 0 {
			t.Fatalf("%d bytes are still counted", used)
		}
	})
}

func BenchmarkTally(b *testing.B) {
	for _, form := range []string{"11010519%010d", "R%010d", "91110105MA%08X", "62220202%011d", "户口簿%012d"} {
		b.Run(fmt.Sprintf(form, 0), func(b *testing.B) {
			const rows = 1 << 20
			keys := make([][]byte, rows)
			for i := range keys {
				keys[i] = encoded(fmt.Sprintf(form, uint32(i)*2654435761))
			}
			for b.Loop() {
				counted := newTally(&Spill{Dir: b.TempDir(), Budget: 1 << 30}, 1)
				for _, k := range keys {
					if err := counted.add(k); err != nil {
						b.Fatal(err)
					}
				}
				if err := counted.repeated(func([]byte, int64) error { return nil }); err != nil {
					b.Fatal(err)
				}
				counted.close()
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
