package kernel

import (
	"strconv"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// layoutOf gives the layout that a call names, or the usual one.
func layoutOf(n *ir.Node, usual string) layout {
	if len(n.Args) > 1 {
		return newLayout(n.Args[1].Value.Text())
	}
	return newLayout(usual)
}

// toDate makes date(x) of a text, month or timestamp.
func toDate(n *ir.Node, _ ir.Dictionaries) operation {
	switch n.Args[0].Type.Base {
	case ir.Text:
		return parsed(layoutOf(n, ir.DateLayout), func(p ir.Parts) int64 {
			day, _ := ir.DayOf(p.Year, p.Month, p.Day)
			return int64(day)
		})
	case ir.Month:
		return numberOne(firstOfMonth)
	case ir.Timestamp:
		return numberOne(ir.DayOfMicros)
	}
	return numberOne(func(x int64) int64 { return x })
}

// toMonth makes month(x) of a text, date or timestamp.
func toMonth(n *ir.Node, _ ir.Dictionaries) operation {
	switch n.Args[0].Type.Base {
	case ir.Text:
		return parsed(layoutOf(n, ir.MonthLayout), func(p ir.Parts) int64 { return ir.MonthNumber(p.Year, p.Month) })
	case ir.Timestamp:
		return numberOne(func(x int64) int64 { return monthOfDay(ir.DayOfMicros(x)) })
	case ir.Date:
		return numberOne(monthOfDay)
	}
	return numberOne(func(x int64) int64 { return x })
}

// dayOfMonth makes first_day and last_day of a date or month.
func dayOfMonth(of func(month int64) int64) maker {
	return func(n *ir.Node, _ ir.Dictionaries) operation {
		if n.Args[0].Type.Base == ir.Month {
			return numberOne(of)
		}
		return numberOne(func(day int64) int64 { return of(monthOfDay(day)) })
	}
}

// parsed reads texts by a layout; another text faults.
func parsed(l layout, of func(ir.Parts) int64) operation {
	return func(f *frame, out *vector, in []*vector) {
		x := in[0]
		dead := out.dead()
		for i := range f.n {
			if dead.has(i) {
				continue
			}
			p, ok := l.read(x.texts[i&x.step])
			if !ok {
				out.fail(i, ir.NotADate)
				continue
			}
			out.ints[i] = of(p)
		}
	}
}

func isDate(n *ir.Node, d ir.Dictionaries) operation {
	l := layoutOf(n, ir.DateLayout)
	return test(func(x string) bool {
		_, ok := l.read(x)
		return ok
	})(n, d)
}

// toText writes values as package ir does.
func toText(n *ir.Node, d ir.Dictionaries) operation {
	switch n.Args[0].Type.Base {
	case ir.Text:
		return change(func(x string) string { return x })(n, d)
	case ir.Boolean:
		return truthText
	case ir.Integer:
		return written(func(to []byte, x *vector, i int) []byte { return strconv.AppendInt(to, x.ints[i&x.step], 10) })
	case ir.Decimal:
		return written(func(to []byte, x *vector, i int) []byte {
			return append(to, ir.FormatDecimal(x.decimal(i), x.scale)...)
		})
	case ir.Date:
		l := layoutOf(n, ir.DateLayout)
		return written(func(to []byte, x *vector, i int) []byte { return l.write(to, x.ints[i&x.step]*ir.MicrosPerDay) })
	case ir.Month:
		l := layoutOf(n, ir.MonthLayout)
		return written(func(to []byte, x *vector, i int) []byte {
			return l.write(to, firstOfMonth(x.ints[i&x.step])*ir.MicrosPerDay)
		})
	}
	if len(n.Args) == 1 {
		return written(func(to []byte, x *vector, i int) []byte { return append(to, ir.FormatTimestamp(x.ints[i&x.step])...) })
	}
	l := layoutOf(n, ir.TimestampLayout)
	return written(func(to []byte, x *vector, i int) []byte { return l.write(to, x.ints[i&x.step]) })
}

func truthText(f *frame, out *vector, in []*vector) {
	for i := range f.n {
		out.texts[i] = strconv.FormatBool(in[0].truth.has(i))
	}
}

// written makes texts out of values.
func written(write func(to []byte, x *vector, i int) []byte) operation {
	return func(f *frame, out *vector, in []*vector) {
		dead := out.dead()
		var buffer []byte
		for i := range f.n {
			if !dead.has(i) {
				buffer = write(buffer[:0], in[0], i)
				out.texts[i] = f.keep(buffer)
			}
		}
	}
}
