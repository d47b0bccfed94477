package sqlgen

import (
	"math/big"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// longestText is the number of bytes of the longest text that is decoded.
const longestText = 16 << 20

// arithmetic accepts what cannot overflow: decimals whose result has fewer than 38
// digits, and integers whose range is known to fit.
func arithmetic(sign string) func(*writer, *ir.Node) string {
	return func(w *writer, n *ir.Node) string {
		if !w.fits(n) {
			return w.mayOverflow(n)
		}
		return "(" + w.node(n.Args[0]) + sign + w.node(n.Args[1]) + ")"
	}
}

func minus(w *writer, n *ir.Node) string {
	if n.Args[0].Type.Base == ir.Date && n.Args[1].Type.Base == ir.Date {
		return days(w, n.Args[0], n.Args[1])
	}
	return arithmetic(" - ")(w, n)
}

func negative(w *writer, n *ir.Node) string {
	if !w.fits(n) {
		return w.mayOverflow(n)
	}
	return "(- " + w.node(n.Args[0]) + ")"
}

// asDecimal needs no text: servers compare and add integers and decimals exactly.
func asDecimal(w *writer, n *ir.Node) string {
	if n.Args[0].Type.Base != ir.Integer && !w.fits(n) {
		return w.refuse("a decimal of %d digits is judged by Dogwatch", ir.MaxPrecision)
	}
	return w.node(n.Args[0])
}

// days is the number of days from early to late.
func days(w *writer, late, early *ir.Node) string {
	switch w.dialect {
	case SQLite:
		return w.refuse("SQLite keeps dates as text")
	case MySQL:
		return "DATEDIFF(" + w.node(late) + ", " + w.node(early) + ")"
	case Postgres:
		return "CAST(" + w.node(late) + " - " + w.node(early) + " AS bigint)"
	}
	return "(" + w.node(late) + " - " + w.node(early) + ")"
}

// fits reports that a result has room on the server as with us.
func (w *writer) fits(n *ir.Node) bool {
	switch n.Type.Base {
	case ir.Decimal:
		return n.Type.Precision < ir.MaxPrecision && w.dialect != SQLite && (w.dialect != MySQL || n.Type.Scale <= mostMySQLScale)
	case ir.Integer:
		return rangeOf(n) != nil
	}
	return false
}

func (w *writer) mayOverflow(n *ir.Node) string {
	if n.Type.Base == ir.Decimal && w.dialect == SQLite {
		return w.refuse("SQLite has no exact decimals")
	}
	return w.refuse("arithmetic on %s may overflow and is judged by Dogwatch", n.Type)
}

// An interval holds every value that an integer expression can have.
type interval struct{ low, high *big.Int }

func newInterval(low, high int64) *interval { return &interval{big.NewInt(low), big.NewInt(high)} }

// rangeOf finds the range of an integer expression; nil if it may leave the integers.
// A column may hold any integer.
func rangeOf(n *ir.Node) *interval {
	switch {
	case n.IsConstant() && !n.Value.IsNull() && n.Type.Base == ir.Integer:
		return newInterval(n.Value.Number(), n.Value.Number())
	case n.Kind == ir.Column && n.Type.Base == ir.Integer:
		return newInterval(-1<<63, 1<<63-1)
	case n.Kind != ir.Call:
		return nil
	}
	switch n.Function.Name {
	case "len":
		return newInterval(0, longestText)
	case "days_between":
		return newInterval(ir.MinDay-ir.MaxDay, ir.MaxDay-ir.MinDay)
	case "neg":
		return combined("-", newInterval(0, 0), rangeOf(n.Args[0]))
	case "-":
		if n.Args[0].Type.Base == ir.Date {
			return newInterval(ir.MinDay-ir.MaxDay, ir.MaxDay-ir.MinDay)
		}
	case "+", "*":
	default:
		return nil
	}
	return combined(n.Function.Name, rangeOf(n.Args[0]), rangeOf(n.Args[1]))
}

// combined computes with ranges: the extremes come from the ends.
func combined(sign string, a, b *interval) *interval {
	if a == nil || b == nil {
		return nil
	}
	var out *interval
	for _, x := range []*big.Int{a.low, a.high} {
		for _, y := range []*big.Int{b.low, b.high} {
			z := new(big.Int)
			switch sign {
			case "+":
				z.Add(x, y)
			case "-":
				z.Sub(x, y)
			default:
				z.Mul(x, y)
			}
			switch {
			case !z.IsInt64():
				return nil
			case out == nil:
				out = &interval{z, z}
			case z.Cmp(out.low) < 0:
				out.low = z
			case z.Cmp(out.high) > 0:
				out.high = z
			}
		}
	}
	return out
}
