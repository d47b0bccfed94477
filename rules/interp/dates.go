package interp

import (
	"github.com/dogwatch/dogwatch/rules/ir"
)

// dates evaluates the functions of dates, months and timestamps.
func (e evaluation) dates(n *ir.Node, args []ir.Value) Result {
	x := args[0]
	switch n.Function.Name {
	case "date":
		return toDate(args)
	case "is_date":
		_, ok := ir.ParseLayout(x.Text(), layoutOf(args, ir.DateLayout))
		return boolean(ok)
	case "month":
		return toMonth(args)
	case "year", "month_of", "day", "weekday":
		return value(ir.IntegerOf(partOf(n.Function.Name, x)))
	case "first_day":
		return value(ir.DateOf(firstOfMonth(monthOf(x))))
	case "last_day":
		return value(ir.DateOf(lastOfMonth(monthOf(x))))
	case "add_days":
		return shifted(x, args[1].Number())
	case "add_months":
		return addMonths(x, args[1].Number())
	case "working_days_between":
		return e.workdays(args)
	case "days_between":
		return value(ir.IntegerOf(args[1].Number() - x.Number()))
	case "seconds_between":
		return value(ir.IntegerOf((args[1].Number() - x.Number()) / 1_000_000))
	case "months_between":
		return value(ir.IntegerOf(monthsBetween(x, args[1])))
	}
	return value(ir.IntegerOf(age(x.Number(), args[1].Number())))
}

func layoutOf(args []ir.Value, otherwise string) string {
	if len(args) > 1 {
		return args[1].Text()
	}
	return otherwise
}

func toDate(args []ir.Value) Result {
	x := args[0]
	switch x.Type().Base {
	case ir.Text:
		p, ok := ir.ParseLayout(x.Text(), layoutOf(args, ir.DateLayout))
		if !ok {
			return fault(ir.NotADate)
		}
		return value(ir.DateOf(ir.DayOfMicros(p.Timestamp())))
	case ir.Month:
		return value(ir.DateOf(firstOfMonth(x.Number())))
	case ir.Timestamp:
		return value(ir.DateOf(ir.DayOfMicros(x.Number())))
	}
	return value(x)
}

func toMonth(args []ir.Value) Result {
	if args[0].Type().Base != ir.Text {
		return value(ir.MonthOf(monthOf(args[0])))
	}
	p, ok := ir.ParseLayout(args[0].Text(), layoutOf(args, ir.MonthLayout))
	if !ok {
		return fault(ir.NotADate)
	}
	return value(ir.MonthOf(ir.MonthNumber(p.Year, p.Month)))
}

// dayOf gives the day of a date or timestamp, the first day of a month.
func dayOf(x ir.Value) int64 {
	switch x.Type().Base {
	case ir.Timestamp:
		return ir.DayOfMicros(x.Number())
	case ir.Month:
		return firstOfMonth(x.Number())
	}
	return x.Number()
}

func monthOf(x ir.Value) int64 {
	if x.Type().Base == ir.Month {
		return x.Number()
	}
	year, month, _ := ir.CivilOf(dayOf(x))
	return ir.MonthNumber(year, month)
}

func partOf(name string, x ir.Value) int64 {
	day := dayOf(x)
	year, month, dayOfMonth := ir.CivilOf(day)
	switch name {
	case "year":
		return int64(year)
	case "month_of":
		return int64(month)
	case "day":
		return int64(dayOfMonth)
	}
	// Day 0, 1970-01-01, was a Thursday: 4.
	return ((day+3)%7+7)%7 + 1
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

// addMonths keeps the day of the month, or takes the last one.
func addMonths(x ir.Value, step int64) Result {
	moved := shifted(ir.MonthOf(monthOf(x)), step)
	if moved.Fault != ir.NoFault || x.Type().Base == ir.Month {
		return moved
	}
	return value(ir.DateOf(sameDayIn(moved.Value.Number(), x.Number())))
}

// sameDayIn gives the day of the month that day has, in another month, cut to its
// last day.
func sameDayIn(month, day int64) int64 {
	_, _, d := ir.CivilOf(day)
	return min(firstOfMonth(month)+int64(d)-1, lastOfMonth(month))
}

// monthsBetween is the largest n with add_months(a, n) <= b, mirrored for b < a.
func monthsBetween(a, b ir.Value) int64 {
	if ir.Compare(b, a) < 0 {
		return -monthsBetween(b, a)
	}
	n := monthOf(b) - monthOf(a)
	if a.Type().Base == ir.Date && sameDayIn(monthOf(b), a.Number()) > b.Number() {
		n--
	}
	return n
}

// age counts the birthdays that have passed on the day; 29 February has its
// birthday on 28 February in other years.
func age(birth, on int64) int64 {
	birthYear, month, _ := ir.CivilOf(birth)
	year, _, _ := ir.CivilOf(on)
	years := int64(year - birthYear)
	if on < sameDayIn(ir.MonthNumber(year, month), birth) {
		years--
	}
	return years
}
