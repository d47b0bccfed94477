package files

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A csvContent is CSV with or without a header line.
type csvContent struct {
	*records
	names   []string
	trailer string // what it begins with; "" for none
}

// newCSV reads the header.
func newCSV(r *records, f format) (*csvContent, error) {
	c := &csvContent{records: r, names: f.file.Names, trailer: f.trailer()}
	if err := r.skip(f.file.Skip); err != nil {
		return nil, headless(err)
	}
	if c.names != nil {
		return c, nil
	}
	if err := r.next(); err != nil {
		return nil, headless(err)
	}
	for i := range r.fields {
		c.names = append(c.names, strings.TrimSpace(strings.TrimPrefix(string(r.field(i)), "\uFEFF")))
	}
	if len(r.damage) > 0 {
		return nil, &malformed{r.line, "the header does not decode at byte " + strconv.FormatInt(r.damage[0].at, 10) + " of the file: is the encoding right?"}
	}
	return c, nil
}

func (c *csvContent) columns() []connectors.PhysicalColumn { return textColumns(c.names) }

func (c *csvContent) next() error {
	err := c.records.next()
	if err != nil || len(c.fields) == len(c.names) || c.trailer != "" && c.begins(c.trailer) {
		return err
	}
	reason := fmt.Sprintf("%d fields, the header has %d", len(c.fields), len(c.names))
	if c.ended {
		return &malformed{c.line, reason + ": the last line may be half-written"}
	}
	return &misfit{c.line, reason}
}

func (c *csvContent) begins(text string) bool { return bytes.HasPrefix(c.field(0), []byte(text)) }

func (c *csvContent) at() int { return c.line }

func (c *csvContent) text(field int) []byte { return c.field(field) }

func (c *csvContent) put(b *decode.Builder, column, field int) {
	place, bad := c.damaged(field)
	putText(b, column, c.field(field), place, bad)
}

func (c *csvContent) whole() []string {
	var list []string
	for i := range c.fields {
		list = append(list, string(c.field(i)))
	}
	return list
}

func (c *csvContent) size() int { return len(c.records.text) }
