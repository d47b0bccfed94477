package kernel

import (
	"math"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// numberOne makes a function of one number: a date, month, timestamp or integer.
func numberOne(compute func(x int64) int64) operation {
	return func(f *frame, out *vector, in []*vector) {
		x := in[0]
		dead := out.dead()
		for i := range f.n {
			if !dead.has(i) {
				out.ints[i] = compute(x.ints[i&x.step])
			}
		}
	}
}

// numberPair makes a function of two numbers.
func numberPair(compute func(a, b int64) (int64, ir.Fault)) operation {
	return func(f *frame, out *vector, in []*vector) {
		a, b := in[0], in[1]
		dead := out.dead()
		for i := range f.n {
			if dead.has(i) {
				continue
			}
			z, why := compute(a.ints[i&a.step], b.ints[i&b.step])
			if out.ints[i] = z; why != ir.NoFault {
				out.fail(i, why)
			}
		}
	}
}

// moved makes date ± days and month ± months.
func moved(base ir.Base, sign int64) operation {
	return numberPair(func(a, b int64) (int64, ir.Fault) {
		if sign < 0 && b == math.MinInt64 {
			return 0, ir.OutOfCalendar
		}
		return shifted(base, a, sign*b)
	})
}

// shifted moves a day or month within the calendar.
func shifted(base ir.Base, x, by int64) (int64, ir.Fault) {
	low, high := ir.MinDay, ir.MaxDay
	if base == ir.Month {
		low, high = ir.MinMonth, ir.MaxMonth
	}
	if by < low-x || by > high-x {
		return 0, ir.OutOfCalendar
	}
	return x + by, ir.NoFault
}

func addDays(*ir.Node, ir.Dictionaries) operation { return moved(ir.Date, 1) }

// addMonths keeps the day of the month, or takes the last one.
func addMonths(n *ir.Node, _ ir.Dictionaries) operation {
	if n.Type.Base == ir.Month {
		return moved(ir.Month, 1)
	}
	return numberPair(func(day, by int64) (int64, ir.Fault) {
		month, why := shifted(ir.Month, monthOfDay(day), by)
		if why != ir.NoFault {
			return 0, why
		}
		return sameDayIn(month, day), ir.NoFault
	})
}

func daysBetween(*ir.Node, ir.Dictionaries) operation {
	return numberPair(func(a, b int64) (int64, ir.Fault) { return b - a, ir.NoFault })
}

func secondsBetween(*ir.Node, ir.Dictionaries) operation {
	return numberPair(func(a, b int64) (int64, ir.Fault) { return (b - a) / 1_000_000, ir.NoFault })
}

// monthsBetween is the largest n with add_months(a, n) <= b, mirrored for b < a.
func monthsBetween(n *ir.Node, _ ir.Dictionaries) operation {
	if n.Args[0].Type.Base == ir.Month {
		return numberPair(func(a, b int64) (int64, ir.Fault) { return b - a, ir.NoFault })
	}
	return numberPair(func(a, b int64) (int64, ir.Fault) {
		if b < a {
			return -wholeMonths(b, a), ir.NoFault
		}
		return wholeMonths(a, b), ir.NoFault
	})
}

func wholeMonths(a, b int64) int64 {
	n := monthOfDay(b) - monthOfDay(a)
	if sameDayIn(monthOfDay(b), a) > b {
		n--
	}
	return n
}

// ages counts the birthdays that have passed on the day; 29 February has its birthday
// on 28 February in other years.
func ages(*ir.Node, ir.Dictionaries) operation {
	return numberPair(func(birth, on int64) (int64, ir.Fault) {
		birthYear, birthMonth, birthDay := ir.CivilOf(birth)
		year, month, day := ir.CivilOf(on)
		years := int64(year - birthYear)
		if month < birthMonth || month == birthMonth && day < min(birthDay, ir.DaysIn(year, birthMonth)) {
			years--
		}
		return years, ir.NoFault
	})
}

// field makes year, month_of, day and weekday.
func field(of func(day int64) int64) maker {
	return func(n *ir.Node, _ ir.Dictionaries) operation {
		switch n.Args[0].Type.Base {
		case ir.Timestamp:
			return numberOne(func(x int64) int64 { return of(ir.DayOfMicros(x)) })
		case ir.Month:
			return numberOne(func(x int64) int64 { return of(firstOfMonth(x)) })
		}
		return numberOne(of)
	}
}

func yearOfDay(day int64) int64 {
	year, _, _ := ir.CivilOf(day)
	return int64(year)
}

func monthInYear(day int64) int64 {
	_, month, _ := ir.CivilOf(day)
	return int64(month)
}

func dayInMonth(day int64) int64 {
	_, _, d := ir.CivilOf(day)
	return int64(d)
}

// weekday counts from Monday 1; day 0, 1970-01-01, was a Thursday.
func weekday(day int64) int64 { return ((day+3)%7+7)%7 + 1 }

func monthOfDay(day int64) int64 {
	year, month, _ := ir.CivilOf(day)
	return ir.MonthNumber(year, month)
}

func firstOfMonth(month int64) int64 {
	day, _ := ir.DayOf(int(month/12), int(month%12)+1, 1)
	return int64(day)
}

func lastOfMonth(month int64) int64 {
	year, number := int(month/12), int(month%12)+1
	day, _ := ir.DayOf(year, number, ir.DaysIn(year, number))
	return int64(day)
}

// sameDayIn gives the day of the month that day has, in another month, cut to its
// last day.
func sameDayIn(month, day int64) int64 {
	return min(firstOfMonth(month)+dayInMonth(day)-1, lastOfMonth(month))
}
