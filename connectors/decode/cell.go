package decode

import (
	"bytes"
	"fmt"
	"time"
	_ "time/tzdata" // the default zone must exist on an air-gapped machine too

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
)

type kind int

const (
	kindText kind = iota
	kindInteger
	kindDecimal
	kindFloat
	kindBoolean
	kindDate
	kindMonth
	kindTimestamp
)

// defaultZone is where an instant is read as civil time if the form names no zone.
const defaultZone = "Asia/Shanghai"

// A reading says how a text becomes a number or a moment.
type reading struct {
	layout layout
	shift  int32
}

// plain is how a contract value is written: ISO dates, unshifted numbers.
func plain() reading { return reading{layout: iso{}} }

// A cell is the compiled way into one column of the record.

type cell struct {
	kind      kind
	form      connectors.Form
	zone      *time.Location
	stored    reading           // of what the source holds
	values    map[string][]byte // nil: none
	direct    bool              // a native value needs no Form
	asIs      bool              // a text that is neither folded, trimmed, mapped nor sealed
	sealed    *sealed           // nil: it is not encrypted
	precision int32
	scale     int32

	text      *textColumn
	builder   array.Builder // of every kind but text; one of the following
	integer   *array.Int64Builder
	decimal   *array.Decimal128Builder
	float     *array.Float64Builder
	boolean   *array.BooleanBuilder
	date      *array.Date32Builder
	month     *array.MonthIntervalBuilder
	timestamp *array.TimestampBuilder
}

// compile checks a column's type and form and prepares them.
func compile(column connectors.Column) (cell, error) {
	c := cell{form: column.Form, zone: column.Form.Zone, stored: plain()}
	c.stored.shift = column.Form.Shift
	if err := c.takeType(column.Type); err != nil {
		return c, fmt.Errorf("column %s: %w", column.Name, err)
	}
	if err := c.takeForm(); err != nil {
		return c, fmt.Errorf("column %s: %w", column.Name, err)
	}
	return c, nil
}

func (c *cell) takeType(t arrow.DataType) error {
	if t == nil {
		return fmt.Errorf("no type")
	}
	switch t.ID() {
	case arrow.STRING:
		c.kind = kindText
	case arrow.INT64:
		c.kind = kindInteger
	case arrow.DECIMAL128:
		d := t.(*arrow.Decimal128Type)
		c.kind, c.precision, c.scale = kindDecimal, d.Precision, d.Scale
	case arrow.FLOAT64:
		c.kind = kindFloat
	case arrow.BOOL:
		c.kind = kindBoolean
	case arrow.DATE32:
		c.kind = kindDate
	case arrow.INTERVAL_MONTHS:
		c.kind = kindMonth
	case arrow.TIMESTAMP:
		c.kind = kindTimestamp
		if !arrow.TypeEqual(t, connectors.TimestampType) {
			return fmt.Errorf("type %s: a timestamp is microseconds without zone", t)
		}
	default:
		return fmt.Errorf("type %s is not a contract type", t)
	}
	return nil
}

func (c *cell) takeForm() error {
	if c.form.Layout != "" {
		layout, err := compileLayout(c.form.Layout, c.kind)
		if err != nil {
			return err
		}
		c.stored.layout = layout
	}
	if c.form.Shift != 0 && c.kind != kindInteger && c.kind != kindDecimal && c.kind != kindFloat {
		return fmt.Errorf("a shift needs a number")
	}
	if c.form.Values != nil {
		c.values = make(map[string][]byte, len(c.form.Values))
		for stored, value := range c.form.Values {
			c.values[stored] = []byte(value)
		}
	}
	c.direct = c.values == nil && c.form.Shift == 0 && !c.form.SM4
	c.asIs = c.kind == kindText && c.values == nil && !c.form.Fold && !c.form.Trim && !c.form.SM4
	if c.zone != nil {
		return nil
	}
	zone, err := time.LoadLocation(defaultZone)
	c.zone = zone
	return err
}

func (c *cell) attach(mem memory.Allocator, t arrow.DataType) {
	if c.kind == kindText {
		c.text = newTextColumn(mem)
		return
	}
	c.builder = array.NewBuilder(mem, t)
	switch b := c.builder.(type) {
	case *array.Int64Builder:
		c.integer = b
	case *array.Decimal128Builder:
		c.decimal = b
	case *array.Float64Builder:
		c.float = b
	case *array.BooleanBuilder:
		c.boolean = b
	case *array.Date32Builder:
		c.date = b
	case *array.MonthIntervalBuilder:
		c.month = b
	case *array.TimestampBuilder:
		c.timestamp = b
	}
}

// len is the number of values.
func (c *cell) len() int {
	if c.text != nil {
		return c.text.n
	}
	return c.builder.Len()
}

// take hands out what was appended; the caller releases it.
func (c *cell) take() arrow.Array {
	if c.text != nil {
		return c.text.take()
	}
	return c.builder.NewArray()
}

func (c *cell) release() {
	if c.text != nil {
		c.text.release()
		return
	}
	c.builder.Release()
}

// parse appends the value of a tidy text, or gives the reason why it has none.
func (c *cell) parse(text []byte, how reading) string {
	if c.kind == kindText {
		c.text.append(text)
		return ""
	}
	if text = bytes.TrimLeft(text, " "); len(text) == 0 {
		c.appendNull()
		return ""
	}
	switch c.kind {
	case kindInteger:
		return c.parseInteger(text, how.shift)
	case kindDecimal:
		return c.parseDecimal(text, how.shift)
	case kindFloat:
		return c.parseFloat(text, how.shift)
	case kindBoolean:
		return c.parseBoolean(text)
	default:
		return c.parseMoment(text, how.layout)
	}
}

func (c *cell) appendNull() {
	switch c.kind {
	case kindInteger:
		c.integer.AppendNull()
	case kindDecimal:
		c.decimal.AppendNull()
	case kindFloat:
		c.float.AppendNull()
	case kindBoolean:
		c.boolean.AppendNull()
	case kindDate:
		c.date.AppendNull()
	case kindMonth:
		c.month.AppendNull()
	case kindTimestamp:
		c.timestamp.AppendNull()
	default:
		c.text.appendNull()
	}
}
