package ir

// Civil days and months. A date is the number of days since 1970-01-01 in the
// proleptic Gregorian calendar, a month is year*12 + month-1; both are limited to
// the years 1 to 9999. The algorithm is Howard Hinnant's "chrono-compatible
// low-level date algorithms" (days_from_civil, civil_from_days).

// The first and last civil day and month.
const (
	MinDay   int64 = -719162 // 0001-01-01
	MaxDay   int64 = 2932896 // 9999-12-31
	MinMonth int64 = 1 * 12
	MaxMonth int64 = 9999*12 + 11
	// MicrosPerDay is the length of a civil day; civil time knows no leap second.
	MicrosPerDay int64 = 86_400_000_000
)

// DayOf gives the day number of a civil date; false when there is no such date.
func DayOf(year, month, day int) (int32, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > DaysIn(year, month) {
		return 0, false
	}
	y := uint32(year)
	if month <= 2 {
		y--
	}
	return int32(y*365+y/4-y/100+y/400) + sinceMarch[month] + int32(day) - 719469, true
}

// sinceMarch is the number of days from 1 March to the first day of each month, of which
// January and February belong to the year before: floor((153m+2)/5), m from March.
var sinceMarch = [13]int32{3: 0, 4: 31, 5: 61, 6: 92, 7: 122, 8: 153, 9: 184, 10: 214, 11: 245, 12: 275, 1: 306, 2: 337}

// CivilOf splits a day number into year, month and day.
func CivilOf(days int64) (year, month, day int) {
	z := int(days) + 719468
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = (mp+2)%12 + 1
	year = yoe + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// DaysIn gives the length of a month, 28 to 31.
func DaysIn(year, month int) int {
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

// MonthNumber gives year*12 + month-1.
func MonthNumber(year, month int) int64 { return int64(year)*12 + int64(month) - 1 }

// DayOfMicros gives the civil day of a civil timestamp.
func DayOfMicros(micros int64) int64 {
	d := micros / MicrosPerDay
	if micros%MicrosPerDay < 0 {
		d--
	}
	return d
}

func floorDiv(a, b int) int {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
