package civil

import "github.com/dogwatch/dogwatch/rules/ir"

// SetCalendar gives the dictionaries the table of holidays; nil: no working day is known.
func (d *Dictionaries) SetCalendar(c *Calendar) { d.calendar = c }

// Workdays implements ir.Dictionaries.
func (d *Dictionaries) Workdays(from, to int32) (int64, ir.Tri) {
	n, known := d.calendar.WorkdaysBetween(from, to)
	if !known {
		return 0, ir.Unknown
	}
	return int64(n), ir.True
}
