package kernel

import (
	"github.com/dogwatch/dogwatch/rules/ir"
)

// textPart makes a function from text to text that has no answer for some.
func textPart(of func(x string) (string, bool)) maker {
	return func(*ir.Node, ir.Dictionaries) operation {
		return func(f *frame, out *vector, in []*vector) {
			x := in[0]
			dead := out.dead()
			for i := range f.n {
				if dead.has(i) {
					continue
				}
				text, ok := of(x.texts[i&x.step])
				if out.texts[i] = text; !ok {
					out.null.set(i)
				}
			}
		}
	}
}

// workdaysBetween asks the table of holidays.
func workdaysBetween(_ *ir.Node, d ir.Dictionaries) operation {
	return func(f *frame, out *vector, in []*vector) {
		a, b := in[0], in[1]
		dead := out.dead()
		for i := range f.n {
			if dead.has(i) {
				continue
			}
			known := ir.Unknown
			if d != nil {
				out.ints[i], known = d.Workdays(int32(a.ints[i&a.step]), int32(b.ints[i&b.step]))
			}
			if known != ir.True {
				out.null.set(i)
			}
		}
	}
}

// A question to a dictionary sets the answer of one row, which is null unless it does.
type question func(d ir.Dictionaries, table, key string, on int32, out *vector, i int)

// ask makes the functions of dictionaries. Those of divisions name no table.
func ask(put question) maker {
	return func(n *ir.Node, d ir.Dictionaries) operation {
		table, first := ir.DivisionDictionary, 0
		if len(n.Args) == 3 {
			table, first = n.Args[0].Value.Text(), 1
		}
		return func(f *frame, out *vector, in []*vector) {
			key, on := in[first], in[first+1]
			dead := out.dead()
			for i := range f.n {
				if dead.has(i) {
					continue
				}
				if d == nil {
					out.null.set(i)
					continue
				}
				put(d, table, key.texts[i&key.step], int32(on.ints[i&on.step]), out, i)
			}
		}
	}
}

func askValid(d ir.Dictionaries, table, key string, on int32, out *vector, i int) {
	switch d.Valid(table, key, on) {
	case ir.True:
		out.truth.set(i)
	case ir.Unknown:
		out.null.set(i)
	}
}

func askTitle(d ir.Dictionaries, table, key string, on int32, out *vector, i int) {
	title, known := d.Title(table, key, on)
	if out.texts[i] = title; known != ir.True {
		out.null.set(i)
	}
}

func askNumber(d ir.Dictionaries, table, key string, on int32, out *vector, i int) {
	amount, known := d.Number(table, key, on)
	switch {
	case known != ir.True:
		out.null.set(i)
	case fits(amount):
		out.setNarrow(i, int64(amount.LowBits()))
	default:
		out.setWide(i, amount)
	}
}

// countCodes asks a dictionary for its size, once for rows of the same day.
func countCodes(n *ir.Node, d ir.Dictionaries) operation {
	table := n.Args[0].Value.Text()
	return func(f *frame, out *vector, in []*vector) {
		days, dead := in[1], out.dead()
		var day, count int64
		asked, known := false, ir.Unknown
		for i := range f.n {
			if dead.has(i) {
				continue
			}
			if on := days.ints[i&days.step]; d != nil && (!asked || on != day) {
				asked, day = true, on
				count, known = d.Count(table, int32(on))
			}
			if out.ints[i] = count; known != ir.True {
				out.null.set(i)
			}
		}
	}
}
