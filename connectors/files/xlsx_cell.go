package files

import (
	"encoding/xml"
	"math"
	"strconv"
	"time"

	"github.com/dogwatch/dogwatch/connectors/decode"
)

// The sorts of a cell's value, by its attribute t.
const (
	cellNumber  = "n"
	cellShared  = "s"
	cellInline  = "inlineStr"
	cellFormula = "str" // the text of a formula
	cellBoolean = "b"
	cellError   = "e"
)

// A cell is one value of a row.
type cell struct {
	sort  string
	style int
	value []byte // the memory is kept, and never nil where there is a text
}

// empty tells that there is no value; a text without a letter is one.
func (c *cell) empty() bool {
	return len(c.value) == 0 && c.sort != cellShared && c.sort != cellInline && c.sort != cellFormula
}

// cell reads one cell of the present row.
func (c *xlsxContent) cell(start xml.StartElement) error {
	at := c.width
	if letters := attribute(start, "r"); letters != "" {
		at = columnOf(letters)
	}
	if at >= mostFields || at < c.width {
		return &malformed{c.row, "a cell stands where a sheet has none"}
	}
	for len(c.cells) <= at {
		c.cells = append(c.cells, cell{})
	}
	for c.width <= at {
		c.cells[c.width] = cell{value: c.cells[c.width].value[:0]}
		c.width++
	}
	to := &c.cells[at]
	if to.value == nil {
		to.value = []byte{}
	}
	to.sort, to.style = attribute(start, "t"), number(attribute(start, "s"))
	if err := c.value(to); err != nil {
		return err
	}
	if to.sort == cellShared {
		text, ok := c.shared.at(number(string(to.value)))
		if !ok {
			return &malformed{c.row, "a cell names a text that the workbook does not have"}
		}
		to.value = append(to.value[:0], text...)
	}
	c.bytes += len(to.value)
	return nil
}

// value reads the text of <v>, or of <is>, up to the end of the cell. Formulas and
// phonetic texts are passed over.
func (c *xlsxContent) value(to *cell) error {
	inside := ""
	for {
		token, err := c.token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			inside = t.Name.Local
			if inside == "rPh" {
				if err := c.gauge.skip(c.xml); err != nil {
					return err
				}
				inside = ""
			}
		case xml.CharData:
			if inside == "v" || inside == "t" {
				to.value = append(to.value, t...)
			}
		case xml.EndElement:
			if inside = ""; t.Name.Local == "c" {
				return nil
			}
		}
	}
}

// columnOf reads the letters of a reference such as AB12, from 0.
func columnOf(reference string) int {
	n := 0
	for _, letter := range reference {
		if letter < 'A' || letter > 'Z' || n > mostFields {
			break
		}
		n = n*26 + int(letter-'A') + 1
	}
	return n - 1
}

// exact is the first number that Excel does not keep to the last digit.
const exact = 1e15

// put appends the value as what it is: a date by its style, a number with the fifteen
// digits that Excel keeps, a text as it stands.
func (c *cell) put(b *decode.Builder, column int, s styles) {
	if c.empty() {
		b.AppendNull(column)
		return
	}
	switch c.sort {
	case cellError:
		b.AppendFault(column, "a formula that has no value", c.value)
	case cellBoolean:
		b.AppendBool(column, string(c.value) == "1")
	case "", cellNumber:
		c.putNumber(b, column, s)
	default:
		b.AppendText(column, c.value)
	}
}

func (c *cell) putNumber(b *decode.Builder, column int, s styles) {
	n, err := strconv.ParseFloat(string(c.value), 64)
	switch {
	case err != nil:
		b.AppendFault(column, decode.ReasonNumber, c.value)
	case s.dated(c.style):
		if n < 0 || n >= lastSerial {
			b.AppendFault(column, decode.ReasonUnreal, c.value)
		} else if at := s.moment(n); n == math.Trunc(n) {
			b.AppendDate(column, at.Year(), int(at.Month()), at.Day())
		} else {
			b.AppendCivil(column, decode.CivilOf(at))
		}
	case math.Abs(n) >= exact:
		b.AppendFault(column, "a number of more than 15 digits, of which Excel has lost the last: it must be stored as text", c.value)
	default:
		b.AppendText(column, digits(n))
	}
}

// digits writes a number with the fifteen digits that Excel keeps.
func digits(n float64) []byte {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	return strconv.AppendFloat(nil, rounded, 'f', -1, 64)
}

// shown is the value as text.
func (c *cell) shown(s styles) []byte {
	if c.sort != "" && c.sort != cellNumber {
		return c.value
	}
	n, err := strconv.ParseFloat(string(c.value), 64)
	switch {
	case err != nil || math.Abs(n) >= exact:
		return c.value
	case s.dated(c.style) && n == math.Trunc(n):
		return s.moment(n).AppendFormat(nil, time.DateOnly)
	case s.dated(c.style):
		return s.moment(n).AppendFormat(nil, time.DateTime)
	}
	return digits(n)
}

// lastSerial is the day after 9999-12-31.
const lastSerial = 2958466

// moment is the civil time of a serial number, rounded to milliseconds: Excel counts
// days, and believes that 1900 was a leap year.
func (s styles) moment(serial float64) time.Time {
	first := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if s.from1904 {
		first = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	day, part := math.Modf(serial)
	return first.AddDate(0, 0, int(day)).Add(time.Duration(math.Round(part*86_400_000)) * time.Millisecond)
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number reads a count; 0 for what is none.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return 0
	}
	return n
}
