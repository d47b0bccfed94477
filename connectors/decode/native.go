package decode

import (
	"math"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// AppendInt64 appends a stored integer. Where the contract is no plain integer it is
// read as its digits: 20261124 with a layout is a date, 12345 with Shift 2 is 123.45.
func (b *Builder) AppendInt64(col int, value int64) {
	c := &b.cells[col]
	if c.kind == kindInteger && c.direct {
		c.integer.Append(value)
		return
	}
	b.scratch = strconv.AppendInt(b.scratch[:0], value, 10)
	b.AppendText(col, b.scratch)
}

// AppendFloat64 appends a stored binary float. For every other contract type it is
// read as its shortest decimal text (0.1, not 0.1000000000000000055); NaN and the
// infinities are faults.
func (b *Builder) AppendFloat64(col int, value float64) {
	c := &b.cells[col]
	if math.IsNaN(value) || math.IsInf(value, 0) {
		b.AppendFault(col, ReasonNumber, strconv.AppendFloat(b.scratch[:0], value, 'g', -1, 64))
		return
	}
	if c.kind == kindFloat && c.direct {
		c.float.Append(value)
		return
	}
	b.scratch = strconv.AppendFloat(b.scratch[:0], value, 'f', -1, 64)
	b.AppendText(col, b.scratch)
}

// AppendUint64 appends a stored unsigned integer; beyond int64 it is a fault for an
// integer and a value for a decimal.
func (b *Builder) AppendUint64(col int, value uint64) {
	if value <= math.MaxInt64 {
		b.AppendInt64(col, int64(value))
		return
	}
	b.scratch = strconv.AppendUint(b.scratch[:0], value, 10)
	b.AppendText(col, b.scratch)
}

// AppendFloat32 appends a stored 32-bit float: to a float as the number it is, to
// everything else by its shortest digits (0.1, not 0.10000000149).
func (b *Builder) AppendFloat32(col int, value float32) {
	wide := float64(value)
	if b.cells[col].kind == kindFloat || math.IsNaN(wide) || math.IsInf(wide, 0) {
		b.AppendFloat64(col, wide)
		return
	}
	b.scratch = strconv.AppendFloat(b.scratch[:0], wide, 'f', -1, 32)
	b.AppendText(col, b.scratch)
}

// AppendDecimal128 appends a stored decimal of the given scale.
func (b *Builder) AppendDecimal128(col int, value decimal128.Num, scale int32) {
	c := &b.cells[col]
	if c.kind == kindDecimal && c.direct && scale == c.scale && value.FitsInPrecision(c.precision) {
		c.decimal.Append(value)
		return
	}
	b.scratch = append(b.scratch[:0], value.ToString(scale)...)
	b.AppendText(col, b.scratch)
}

// AppendBool appends a stored boolean: 1 or 0 where the contract is a number, "true"
// or "false" where it is a text or has Values.
func (b *Builder) AppendBool(col int, value bool) {
	c := &b.cells[col]
	if c.kind == kindBoolean && c.direct {
		c.boolean.Append(value)
		return
	}
	numeric := c.values == nil && (c.kind == kindInteger || c.kind == kindDecimal || c.kind == kindFloat)
	switch {
	case numeric && value:
		b.AppendInt64(col, 1)
	case numeric:
		b.AppendInt64(col, 0)
	default:
		b.scratch = strconv.AppendBool(b.scratch[:0], value)
		b.AppendText(col, b.scratch)
	}
}

// AppendDate appends a stored civil date. Form.Layout is not used; a text contract
// gets "2026-11-24". A day that is not in the calendar (MySQL's 0000-00-00) is a fault.
func (b *Builder) AppendDate(col int, year, month, day int) {
	b.appendMoment(col, Civil{Year: year, Month: month, Day: day}, true)
}

// AppendCivil appends a stored civil timestamp. Form.Layout is not used; a text
// contract gets "2026-11-24 08:00:00", with microseconds if there are any.
func (b *Builder) AppendCivil(col int, value Civil) { b.appendMoment(col, value, false) }

// AppendTime appends a stored instant, read as civil time in Form.Zone.
func (b *Builder) AppendTime(col int, value time.Time) {
	b.AppendCivil(col, CivilOf(value.In(b.cells[col].zone)))
}

func (b *Builder) appendMoment(col int, value Civil, dateOnly bool) {
	c := &b.cells[col]
	if c.form.SM4 {
		b.AppendFault(col, ReasonCipher, nil)
		return
	}
	reason := ReasonUnreal
	if value.real() && c.temporal() {
		c.putMoment(value)
		return
	}
	b.scratch = value.appendTo(b.scratch[:0])
	if dateOnly {
		b.scratch = b.scratch[:len("0000-00-00")]
	}
	if value.real() {
		if reason = b.put(col, b.scratch); reason == "" {
			return
		}
	}
	b.AppendFault(col, reason, b.scratch)
}
