package civil

import (
	"maps"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Calendar knows the public holidays and the adjusted working days (调休) of the
// years it covers. It never assumes Monday to Friday for another year.
type Calendar struct {
	off   map[int32]bool // day → free (true) or adjusted working day (false)
	years map[int]bool
	first int32   // the day that worked begins with
	upTo  []int32 // working days from first up to and including each day, in covered years
}

// ParseCalendar reads a table with the columns date, name and off (true: free,
// false: a weekend day that is worked). A year is covered if its 1 October is in the
// table: the notice for a year also names days of the year before, which does not make
// that year known.
func ParseCalendar(data []byte) (*Calendar, error) {
	t, err := readTable(data)
	if err != nil {
		return nil, err
	}
	dateAt, offAt := t.column("date"), t.column("off")
	if dateAt < 0 || offAt < 0 {
		return nil, &TableError{Line: t.headerLine, Message: "a calendar needs the columns date and off"}
	}
	c := &Calendar{off: map[int32]bool{}, years: map[int]bool{}}
	for _, row := range t.rows {
		d, err := time.Parse(time.DateOnly, row.fields[dateAt])
		if err != nil {
			return nil, &TableError{Line: row.line, Message: "date is not written as 2026-10-01"}
		}
		off := row.fields[offAt]
		if off != "true" && off != "false" {
			return nil, &TableError{Line: row.line, Message: "off is true or false"}
		}
		c.off[dayNumber(d)] = off == "true"
		if d.Month() == time.October && d.Day() == 1 {
			c.years[d.Year()] = true
		}
	}
	c.addUp()
	return c, nil
}

// addUp counts the working days of the covered years once, so that a question over
// decades is not answered day by day for every row.
func (c *Calendar) addUp() {
	if len(c.years) == 0 {
		return
	}
	years := slices.Sorted(maps.Keys(c.years))
	first, _ := ir.DayOf(years[0], 1, 1)
	last, _ := ir.DayOf(years[len(years)-1], 12, 31)
	c.first = first
	var n int32
	for day := first; day <= last; day++ {
		if workday, _ := c.IsWorkday(day); workday {
			n++
		}
		c.upTo = append(c.upTo, n)
	}
}

func dayNumber(t time.Time) int32 { return int32(t.Unix() / 86400) }

// IsWorkday tells whether a civil day (days since 1970-01-01) is worked; known is
// false for a year that the table does not cover. A nil Calendar knows nothing.
func (c *Calendar) IsWorkday(day int32) (workday, known bool) {
	if c == nil {
		return false, false
	}
	year, _, _ := ir.CivilOf(int64(day))
	if !c.years[year] {
		return false, false
	}
	if off, listed := c.off[day]; listed {
		return !off, true
	}
	weekday := time.Unix(int64(day)*86400, 0).UTC().Weekday()
	return weekday != time.Saturday && weekday != time.Sunday, true
}

// WorkdaysBetween counts the working days after from up to and including to; known
// is false if a year on the way is not covered. It is negative if to is before from.
func (c *Calendar) WorkdaysBetween(from, to int32) (n int, known bool) {
	if to < from {
		n, known = c.WorkdaysBetween(to, from)
		return -n, known
	}
	if from == to {
		return 0, true
	}
	begin, _, _ := ir.CivilOf(int64(from) + 1)
	end, _, _ := ir.CivilOf(int64(to))
	for year := begin; year <= end; year++ {
		if !c.Covers(year) {
			return 0, false
		}
	}
	n = int(c.upTo[to-c.first])
	if from >= c.first {
		n -= int(c.upTo[from-c.first])
	}
	return n, true
}

// AddWorkdays gives the n-th working day after day (n > 0); known is false if a year
// on the way is not covered.
func (c *Calendar) AddWorkdays(day int32, n int) (result int32, known bool) {
	for n > 0 {
		day++
		workday, known := c.IsWorkday(day)
		if !known {
			return 0, false
		}
		if workday {
			n--
		}
	}
	return day, true
}

// Covers tells whether the table has the year.
func (c *Calendar) Covers(year int) bool { return c != nil && c.years[year] }
