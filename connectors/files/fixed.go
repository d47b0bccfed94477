package files

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A fixedContent has its columns at fixed places of the line.
type fixedContent struct {
	*lines
	format format
	fields [][]byte // of the present row; blank ones are nil
	stored [][]byte // their memory
	places []string // where a field does not decode; "" if it does
	row    []byte   // the whole line, as stored
}

// newFixed passes over the first lines.
func newFixed(l *lines, f format) (*fixedContent, error) {
	if err := l.skip(f.file.Skip); err != nil {
		return nil, headless(err)
	}
	n := len(f.file.Widths)
	return &fixedContent{lines: l, format: f, fields: make([][]byte, n), stored: make([][]byte, n), places: make([]string, n)}, nil
}

func (c *fixedContent) columns() []connectors.PhysicalColumn {
	var names []string
	for _, w := range c.format.file.Widths {
		names = append(names, w.Name)
	}
	return textColumns(names)
}

func (c *fixedContent) next() (err error) {
	for c.row = nil; len(c.row) == 0; {
		if c.row, err = c.raw(); err != nil {
			return err
		}
	}
	if trailer := c.format.trailer(); trailer != "" && c.begins(trailer) {
		return nil
	}
	cuts, reason := c.cut()
	if reason != "" && c.ended {
		return &malformed{c.count, reason + ": the last line may be half-written"}
	} else if reason != "" {
		return &misfit{c.count, reason}
	}
	for i := range c.fields {
		start, end := cuts[i], cuts[i+1]
		c.damage = c.damage[:0]
		text := c.lines.text(c.row[start:end], c.start+int64(start))
		c.places[i] = c.where(0)
		if c.fields[i] = nil; len(bytes.TrimSpace(text)) > 0 {
			c.stored[i] = append(c.stored[i][:0], text...)
			c.fields[i] = c.stored[i]
		}
	}
	return nil
}

// decoded is the present line as UTF-8.
func (c *fixedContent) decoded() []byte {
	text, _ := c.decoder.decode(c.row, nil)
	return text
}

// cut finds where the fields begin in the stored line, and its end.
func (c *fixedContent) cut() (cuts []int, reason string) {
	cuts = append(cuts, 0)
	want, at := 0, 0
	for _, w := range c.format.file.Widths {
		want += w.Width
		for range w.Width {
			if at < len(c.row) {
				at += c.step(c.row[at:])
			} else {
				at++
			}
		}
		cuts = append(cuts, at)
	}
	if at != len(c.row) {
		return nil, fmt.Sprintf("%d %s, the columns have %d", c.length(), c.unit(), want)
	}
	return cuts, ""
}

// step is the number of bytes of one place.
func (c *fixedContent) step(raw []byte) int {
	if c.format.file.Bytes {
		return 1
	}
	_, n := c.decoder.character(raw)
	return n
}

func (c *fixedContent) length() (n int) {
	for at := 0; at < len(c.row); n++ {
		at += c.step(c.row[at:])
	}
	return n
}

func (c *fixedContent) unit() string {
	if c.format.file.Bytes {
		return "bytes"
	}
	return "characters"
}

func (c *fixedContent) begins(text string) bool { return bytes.HasPrefix(c.decoded(), []byte(text)) }

func (c *fixedContent) at() int { return c.count }

func (c *fixedContent) text(field int) []byte { return c.fields[field] }

func (c *fixedContent) put(b *decode.Builder, column, field int) {
	putText(b, column, c.fields[field], c.places[field], c.places[field] != "")
}

// whole takes a trailer apart at its delimiter, or at blanks if it has none.
func (c *fixedContent) whole() []string {
	text := string(c.decoded())
	if c.format.file.Delimiter == "" {
		return strings.Fields(text)
	}
	return strings.Split(text, string(rune(c.format.delimiter)))
}

func (c *fixedContent) size() int { return len(c.row) }
