package decode

import "time"

// A Civil is a date and time of day as a calendar and a clock on the wall show them,
// without zone. The zero time of day is midnight.
type Civil struct {
	Year, Month, Day           int
	Hour, Minute, Second, Nano int
}

// CivilOf takes the fields of t as they are, in t's own zone: for drivers that hand
// out civil values as time.Time. An instant goes to AppendTime instead.
func CivilOf(t time.Time) Civil {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	return Civil{year, int(month), day, hour, minute, second, t.Nanosecond()}
}

// real reports whether the day is in the calendar, in the years 1 to 9999, and the
// time on the clock. Leap seconds and 24:00 are not.
func (t Civil) real() bool {
	return t.Year >= 1 && t.Year <= 9999 && t.Month >= 1 && t.Month <= 12 &&
		t.Day >= 1 && t.Day <= daysIn(t.Year, t.Month) &&
		uint(t.Hour) < 24 && uint(t.Minute) < 60 && uint(t.Second) < 60 && uint(t.Nano) < 1e9
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// days counts from 1970-01-01 in the proleptic Gregorian calendar: Howard Hinnant's
// days_from_civil (chrono-compatible low-level date algorithms), for years ≥ 0.
func (t Civil) days() int {
	year, month := t.Year, t.Month
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	yearOfEra := year % 400
	dayOfYear := (153*(month-3)+2)/5 + t.Day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return era*146097 + dayOfEra - 719468
}

// seconds counts from 1970-01-01 00:00:00, as if the clock showed UTC.
func (t Civil) seconds() int64 {
	return int64(t.days())*86400 + int64(t.Hour)*3600 + int64(t.Minute)*60 + int64(t.Second)
}

// micros counts microseconds from 1970-01-01 00:00:00; finer parts are dropped.
func (t Civil) micros() int64 { return t.seconds()*1e6 + int64(t.Nano)/1000 }

// in gives the civil time in a zone, where t is what a clock showed offset seconds
// east of UTC.
func (t Civil) in(zone *time.Location, offset int) Civil {
	return CivilOf(time.Unix(t.seconds()-int64(offset), int64(t.Nano)).In(zone))
}

// appendDate appends "2026-11-24".
func (t Civil) appendDate(out []byte) []byte {
	out = pad(out, t.Year, 4)
	out = pad(append(out, '-'), t.Month, 2)
	return pad(append(out, '-'), t.Day, 2)
}

// appendTo appends "2026-11-24 08:00:00", with microseconds if there are any.
func (t Civil) appendTo(out []byte) []byte {
	out = t.appendDate(out)
	out = pad(append(out, ' '), t.Hour, 2)
	out = pad(append(out, ':'), t.Minute, 2)
	out = pad(append(out, ':'), t.Second, 2)
	if t.Nano/1000 != 0 {
		out = pad(append(out, '.'), t.Nano/1000, 6)
	}
	return out
}

// pad appends n with at least width digits; what is below zero shows as zero.
func pad(out []byte, n, width int) []byte {
	n = max(n, 0)
	start := len(out)
	for i := 0; i < width || n > 0; i++ {
		out = append(out, byte('0'+n%10))
		n /= 10
	}
	for i, j := start, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}
