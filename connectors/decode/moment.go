package decode

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// parseMoment reads a date, month or timestamp by its layout.
func (c *cell) parseMoment(text []byte, by layout) string {
	t, shape := by.read(text, c)
	if !shape {
		return c.notMoment()
	}
	return c.putMoment(t)
}

// putMoment appends a moment as what the contract wants of it: the day of a
// timestamp, the month of a day.
func (c *cell) putMoment(t Civil) string {
	if !t.real() {
		return ReasonUnreal
	}
	switch c.kind {
	case kindDate:
		c.date.Append(arrow.Date32(t.days()))
	case kindMonth:
		c.month.Append(connectors.MonthOf(t.Year, time.Month(t.Month)))
	default:
		c.timestamp.Append(arrow.Timestamp(t.micros()))
	}
	return ""
}

func (c *cell) notMoment() string {
	switch c.kind {
	case kindDate:
		return ReasonDate
	case kindMonth:
		return ReasonMonth
	}
	return ReasonTimestamp
}

// temporal reports whether native moments can be appended without a text between.
func (c *cell) temporal() bool { return c.kind >= kindDate && c.values == nil }
