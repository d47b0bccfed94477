package files

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// What a workbook may hold: a sheet of Excel's own size, and no more. A compressed file
// of a few kilobytes can claim to be terabytes.
const (
	mostRows    = 1 << 20   // Excel's
	mostFields  = 1 << 14   // Excel's
	mostSheet   = 8 << 30   // bytes of a sheet, unpacked
	mostSmall   = 16 << 20  // of the parts that describe the workbook
	mostShared  = 512 << 20 // of the table of texts, as it is kept
	mostToken   = 4 << 20   // between two signs of the XML
	mostSwollen = 400       // times that a part grows, beyond swollenFree
	swollenFree = 64 << 20
)

// An xlsxContent reads the rows of one sheet as they come. The texts of the workbook are
// kept in memory, once each; nothing is unpacked to a disk.
type xlsxContent struct {
	names  []string
	last   string // what the trailer begins with; "" for none
	styles styles
	shared *texts
	part   io.Closer
	xml    *xml.Decoder
	gauge  *gauge
	row    int    // number of the present row
	cells  []cell // of the present row by column; the memory is kept
	width  int    // of cells
	bytes  int
}

// newXLSX opens the sheet and reads its header.
func newXLSX(file io.ReaderAt, size int64, f format) (*xlsxContent, error) {
	archive, err := zip.NewReader(file, size)
	if err != nil {
		return nil, notXLSX(file, err)
	}
	book, err := readBook(archive)
	if err != nil {
		return nil, err
	}
	c := &xlsxContent{names: f.file.Names, last: f.trailer(), styles: book.styles, shared: book.shared}
	if err = c.open(archive, book, f.file.Sheet); err != nil {
		return nil, err
	}
	if err = c.header(f.file.Skip); err != nil {
		_ = c.Close()
		return nil, err
	}
	return c, nil
}

// notXLSX explains what is no zip archive.
func notXLSX(file io.ReaderAt, err error) error {
	head := make([]byte, 4)
	if _, err := file.ReadAt(head, 0); err == nil && string(head) == "\xD0\xCF\x11\xE0" {
		return errLocked // an OLE file: an old XLS, or a workbook that is encrypted
	}
	if errors.Is(err, zip.ErrFormat) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errXLSX
	}
	return err
}

func (c *xlsxContent) open(archive *zip.Reader, book *book, sheet string) error {
	name, err := book.sheet(sheet)
	if err != nil {
		return err
	}
	part, err := openPart(archive, name, mostSheet)
	if err != nil {
		return err
	}
	c.part, c.gauge, c.xml = part, part, xml.NewDecoder(part)
	return nil
}

// header passes over the first rows and reads the names.
func (c *xlsxContent) header(skip int) error {
	for range skip {
		if err := c.read(); err != nil {
			return headless(err)
		}
	}
	if c.names != nil {
		return nil
	}
	if err := c.next(); err != nil {
		return headless(err)
	}
	for i := range c.width {
		c.names = append(c.names, strings.TrimSpace(string(c.text(i))))
	}
	return nil
}

// Close implements io.Closer.
func (c *xlsxContent) Close() error { return c.part.Close() }

func (c *xlsxContent) columns() []connectors.PhysicalColumn { return textColumns(c.names) }

// next passes over rows without a value.
func (c *xlsxContent) next() error {
	used := 0
	for used == 0 {
		if err := c.read(); err != nil {
			return err
		}
		for used = c.width; used > 0 && len(c.cells[used-1].value) == 0; {
			used--
		}
	}
	if c.names != nil && used > len(c.names) && (c.last == "" || !c.begins(c.last)) {
		return &misfit{c.row, fmt.Sprintf("%d fields, the header has %d", used, len(c.names))}
	}
	return nil
}

// read moves to the next row of the sheet.
func (c *xlsxContent) read() error {
	c.width, c.bytes = 0, 0
	for {
		token, err := c.token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				if err := c.place(t); err != nil {
					return err
				}
			case "c":
				if err := c.cell(t); err != nil {
					return err
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "row":
				return nil
			case "sheetData":
				return io.EOF
			}
		}
	}
}

// token reads the next sign; the end before </sheetData> is a broken file.
func (c *xlsxContent) token() (xml.Token, error) {
	token, err := c.gauge.token(c.xml)
	if errors.Is(err, io.EOF) {
		return nil, errXLSX
	}
	return token, err
}

// place notes where a row stands.
func (c *xlsxContent) place(row xml.StartElement) error {
	c.row++
	if n := number(attribute(row, "r")); n > 0 {
		c.row = n
	}
	if c.row > mostRows {
		return &malformed{c.row, "the sheet has more rows than Excel's 1,048,576"}
	}
	return nil
}

func (c *xlsxContent) begins(text string) bool {
	return c.width > 0 && strings.HasPrefix(string(c.text(0)), text)
}

func (c *xlsxContent) at() int { return c.row }

func (c *xlsxContent) text(field int) []byte {
	if field >= c.width || c.cells[field].empty() {
		return nil
	}
	return c.cells[field].shown(c.styles)
}

func (c *xlsxContent) put(b *decode.Builder, column, field int) {
	if field >= c.width {
		b.AppendNull(column)
		return
	}
	c.cells[field].put(b, column, c.styles)
}

func (c *xlsxContent) whole() []string {
	var list []string
	for i := range c.width {
		list = append(list, string(c.text(i)))
	}
	return list
}

func (c *xlsxContent) size() int { return c.bytes }
