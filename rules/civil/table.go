package civil

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A TableError is a fault in a code table's file.
type TableError struct {
	Line    int // 1-based; 0: the whole file
	Message string
}

// Error gives the line and the fault.
func (e *TableError) Error() string { return fmt.Sprintf("line %d: %s", e.Line, e.Message) }

// A table is a CSV file with a header, and `# name: value` lines before it.
type table struct {
	notes      map[string]string
	header     []string
	headerLine int
	rows       []tableRow
}

type tableRow struct {
	line   int
	fields []string
}

func (t *table) column(name string) int { return slices.Index(t.header, name) }

const byteOrderMark = "\ufeff"

// readTable reads UTF-8 CSV, with or without a byte order mark.
func readTable(data []byte) (*table, error) {
	if !utf8.Valid(data) {
		return nil, &TableError{Message: "the file is not UTF-8"}
	}
	t := &table{}
	var skipped int
	t.notes, data, skipped = readNotes(data)
	return t, t.read(data, skipped)
}

// readNotes takes the lines before the header off.
func readNotes(data []byte) (notes map[string]string, rest []byte, lines int) {
	notes, data = map[string]string{}, bytes.TrimPrefix(data, []byte(byteOrderMark))
	for bytes.HasPrefix(data, []byte("#")) {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		name, value, _ := strings.Cut(strings.TrimSpace(string(line[1:])), ":")
		notes[strings.TrimSpace(name)] = strings.TrimSpace(value)
		data = rest
		lines++
	}
	return notes, data, lines
}

func (t *table) read(data []byte, skipped int) error {
	reader := csv.NewReader(bytes.NewReader(data))
	for {
		fields, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if parse, ok := errors.AsType[*csv.ParseError](err); ok {
			return &TableError{Line: parse.Line + skipped, Message: parse.Err.Error()}
		}
		if err != nil {
			return &TableError{Message: err.Error()}
		}
		line, _ := reader.FieldPos(0)
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		if t.header == nil {
			t.header, t.headerLine = fields, line+skipped
			continue
		}
		t.rows = append(t.rows, tableRow{line + skipped, fields})
	}
	if t.header == nil {
		return &TableError{Message: "the file has no header line"}
	}
	return nil
}
