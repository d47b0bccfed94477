package measure

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/decimal128"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestGroupTotalsSpill: more groups than stand in memory, in two rounds, come out
// ordered, each once and with all that was added.
func TestGroupTotalsSpill(t *testing.T) {
	t.Parallel()
	const groups = 3*groupsInMemory/2 + 7
	spill := &Spill{Dir: t.TempDir(), Budget: 1 << 20}
	figures := []*figureOf{
		{measure: checks.Aggregate{Func: checks.FigureSum}}, {measure: checks.Aggregate{Func: checks.FigureMax}},
		{measure: checks.Aggregate{Func: checks.FigureDeviation}}, {measure: checks.Aggregate{Func: checks.FigureMedian}, values: &valueList{sorter: newSorter(spill)}},
	}
	totals := newGroupTotals(newSorter(spill), figures)
	for round := range 2 {
		for i := range groups {
			key := fmt.Sprintf("%07d", i)
			g, err := totals.of([]byte(key), func() []byte { return []byte(key) })
			if err != nil {
				t.Fatal(err)
			}
			g.count++
			for j, f := range figures {
				g.figures[j].number++
				n := decimal128.FromI64(int64(i * (1 - 2*round)))
				if f.values == nil {
					g.figures[j].add(f.measure.Func, n)
					continue
				}
				b := array.NewDecimal128Builder(memory.DefaultAllocator, &arrow.Decimal128Type{Precision: 38})
				b.Append(n)
				if err := f.values.add(f.measure.Func, []byte(key), b.NewArray(), 0); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	n := 0
	err := totals.each(func(g group) error {
		if string(g.row) != fmt.Sprintf("%07d", n) || g.count != 2 {
			return fmt.Errorf("group %d is %s with %d rows", n, g.row, g.count)
		}
		sum, most, spread, median := g.figures[0], g.figures[1], g.figures[2], g.figures[3]
		if sum.number != 2 || sum.sum.number().Sign() != 0 || most.best != decimal128.FromI64(int64(n)) || spread.sumOfSquares().Int64() != 2*int64(n)*int64(n) {
			return fmt.Errorf("group %d: %+v", n, g.figures)
		}
		if median.best != decimal128.FromI64(int64(-n)) || median.upper != decimal128.FromI64(int64(n)) {
			return fmt.Errorf("group %d: the middle values are %v and %v", n, median.best, median.upper)
		}
		n++
		return nil
	})
	if err != nil || n != groups {
		t.Fatalf("%d of %d groups: %v", n, groups, err)
	}
	if used := spill.used.Load(); used != 0 {
		t.Errorf("%d bytes are still counted as used", used)
	}
}

// TestWide: sums beyond 128 bits are exact, whatever their parts.
func TestWide(t *testing.T) {
	t.Parallel()
	most := new(big.Int).Sub(ir.PowerOfTen(ir.MaxPrecision), big.NewInt(1))
	rapid.Check(t, func(t *rapid.T) {
		want, left, right := new(big.Int), wide{}, wide{}
		for range rapid.IntRange(0, 40).Draw(t, "values") {
			n := big.NewInt(rapid.Int64().Draw(t, "n"))
			if rapid.Bool().Draw(t, "extreme") {
				n = new(big.Int).Mul(most, big.NewInt(int64(rapid.SampledFrom([]int{1, -1}).Draw(t, "sign"))))
			}
			want.Add(want, n)
			if rapid.Bool().Draw(t, "side") {
				left.add(decimal128.FromBigInt(n))
			} else {
				right.add(decimal128.FromBigInt(n))
			}
		}
		left.plus(readWide(right.append(nil)))
		if got := left.number(); got.Cmp(want) != 0 {
			t.Fatalf("%s, not %s", got, want)
		}
	})
}

// TestOrdered: bytes order as numbers do.
func TestOrdered(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) decimal128.Num {
			return decimal128.New(rapid.Int64().Draw(t, name), rapid.Uint64().Draw(t, name))
		}
		a, b := draw("a"), draw("b")
		x, y := string(appendOrdered(nil, a)), string(appendOrdered(nil, b))
		if (x < y) != (a.Cmp(b) < 0) || readOrdered([]byte(x)) != a {
			t.Fatalf("%v %v", a, b)
		}
	})
}
