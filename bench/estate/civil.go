package estate

import "time"

// A day is a civil date: days since 1970-01-01. Where a day may be missing, zero
// stands for none.
type day int32

// A month is a civil month: year*12 + month-1.
type month int32

// A moment is a civil time without zone: seconds since 1970-01-01 00:00. Zero: none.
type moment int64

func dayOf(year int, m time.Month, d int) day {
	return day(time.Date(year, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// dayIn is the civil day of an instant in its own zone.
func dayIn(t time.Time) day { return dayOf(t.Date()) }

func monthOf(year int, m time.Month) month { return month(year*12 + int(m) - 1) }

func (d day) time() time.Time { return time.Unix(int64(d)*86400, 0).UTC() }

func (d day) month() month {
	year, m, _ := d.time().Date()
	return monthOf(year, m)
}

// noon is the hour, in seconds, after which nothing of the day is recorded any more.
const noon = 12 * 3600

// at is the moment on the day at so many seconds after midnight.
func (d day) at(seconds int) moment { return moment(int64(d)*86400 + int64(seconds)) }

// text writes the day as 2026-11-20.
func (d day) text() string { return d.time().Format(time.DateOnly) }

// isoDay reads what text wrote; 0 if it is no date.
func isoDay(text string) day {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0
	}
	return dayIn(t)
}

// isoMoment reads what text wrote; 0 if it is none.
func isoMoment(text string) moment {
	t, err := time.Parse(time.DateTime, text)
	if err != nil {
		return 0
	}
	return moment(t.Unix())
}

// compact writes the day as 20261120.
func (d day) compact() string { return d.time().Format("20060102") }

// optional writes the day by a layout of package time, or gives NULL for none.
func (d day) optional(layout string) any {
	if d == 0 {
		return nil
	}
	return d.time().Format(layout)
}

func (m month) first() day { return dayOf(int(m)/12, time.Month(int(m)%12+1), 1) }

// text writes the month as 2026-11.
func (m month) text() string { return m.first().time().Format("2006-01") }

// compact writes the month as 202611.
func (m month) compact() string { return m.first().time().Format("200601") }

func (t moment) day() day { return day(t / 86400) }

// text writes the moment as 2026-11-20 09:30:00.
func (t moment) text() string { return time.Unix(int64(t), 0).UTC().Format(time.DateTime) }

// compact writes the moment as 20261120093000.
func (t moment) compact() string { return time.Unix(int64(t), 0).UTC().Format("20060102150405") }
