package files

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

const (
	bufferBytes = 256 << 10
	maxField    = 1 << 20
	maxLine     = 16 << 20 // of one record
)

// A malformed is a fault in the form of the file.
type malformed struct {
	line   int // 1 is the header
	reason string
}

func (m *malformed) Error() string { return fmt.Sprintf("line %d: %s", m.line, m.reason) }

// A span is a field's place in records.text. Bare is a field without quotes.
type span struct {
	start, end int
	bare       bool
}

// records reads CSV records one after the other, without a copy where no field of the
// record is quoted.
type records struct {
	in           *bufio.Reader
	delimiter    byte
	finalNewline bool

	text   []byte // of the present record, valid until the next
	fields []span
	line   int // of the present record's first line
	lines  int // read so far
	ended  bool
	long   []byte // a line beyond the buffer
	joined []byte // a record with quotes
}

func newRecords(in io.Reader, f format) *records {
	return &records{
		in: bufio.NewReaderSize(in, bufferBytes), delimiter: f.delimiter, finalNewline: f.finalNewline,
		joined: make([]byte, 0, 1<<10), // never nil: a quoted empty field is not null
	}
}

// next reads a record into text and fields. It returns io.EOF at the end, a
// *malformed, or what the reader below returned.
func (r *records) next() error {
	for {
		line, err := r.readLine()
		if err != nil {
			return err
		}
		r.line = r.lines
		r.fields = r.fields[:0]
		switch {
		case len(line) == 0:
			continue
		case bytes.IndexByte(line, '"') < 0:
			r.split(line)
			return nil
		}
		return r.parse(line)
	}
}

// split takes apart a line without quotes.
func (r *records) split(line []byte) {
	r.text = line
	start := 0
	for {
		n := bytes.IndexByte(line[start:], r.delimiter)
		if n < 0 {
			r.fields = append(r.fields, span{start, len(line), true})
			return
		}
		r.fields = append(r.fields, span{start, start + n, true})
		start += n + 1
	}
}

// parse takes apart a record in which there are quotes, reading on while one is open; a
// line end within quotes arrives as LF.
// A quote inside a field that does not begin with one stands for itself.
func (r *records) parse(line []byte) error {
	r.joined = r.joined[:0]
	for {
		var err error
		start := len(r.joined)
		bare := len(line) == 0 || line[0] != '"'
		if bare {
			n := bytes.IndexByte(line, r.delimiter)
			if n < 0 {
				n = len(line)
			}
			r.joined = append(r.joined, line[:n]...)
			line = line[n:]
		} else if line, err = r.quoted(line[1:]); err != nil {
			return err
		}
		r.fields = append(r.fields, span{start, len(r.joined), bare})
		r.text = r.joined
		switch {
		case len(line) == 0:
			return nil
		case line[0] != r.delimiter:
			return &malformed{r.lines, "text after a closing quote"}
		}
		line = line[1:]
	}
}

// quoted appends a quoted field, from after its opening quote, and returns what
// follows its closing one.
func (r *records) quoted(line []byte) ([]byte, error) {
	began, start := r.lines, len(r.joined)
	for {
		n := bytes.IndexByte(line, '"')
		switch {
		case n >= 0 && n+1 < len(line) && line[n+1] == '"':
			r.joined = append(r.joined, line[:n+1]...)
			line = line[n+2:]
		case n >= 0:
			r.joined = append(r.joined, line[:n]...)
			return line[n+1:], nil
		default:
			r.joined = append(append(r.joined, line...), '\n')
			var err error
			if line, err = r.readLine(); errors.Is(err, io.EOF) {
				return nil, &malformed{began, "a quote is opened and never closed: the file may be half-written"}
			} else if err != nil {
				return nil, err
			}
		}
		if len(r.joined)-start > maxField {
			return nil, &malformed{began, "a quoted field is longer than 1 MiB: a closing quote may be missing"}
		}
	}
}

// readLine reads one physical line without its end (LF or CR LF). The result is valid
// until the next call.
func (r *records) readLine() ([]byte, error) {
	if r.ended {
		return nil, io.EOF
	}
	line, err := r.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		r.long = append(r.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) && len(r.long) <= maxLine {
			line, err = r.in.ReadSlice('\n')
			r.long = append(r.long, line...)
		}
		line = r.long
	}
	r.lines++
	switch {
	case len(line) > maxLine:
		return nil, &malformed{r.lines, "the line is longer than 16 MiB"}
	case errors.Is(err, io.EOF):
		r.ended = true
		return line, r.unended(line)
	case err != nil:
		return nil, err
	}
	return bytes.TrimSuffix(line[:len(line)-1], []byte("\r")), nil
}

// unended judges a last line that has no line end.
func (r *records) unended(line []byte) error {
	switch {
	case len(line) == 0:
		return io.EOF
	case r.finalNewline:
		return &malformed{r.lines, "the last line has no line end: the file may be half-written"}
	}
	return nil
}

// field gives the bytes of a field, nil if it is null.
func (r *records) field(i int) []byte {
	f := r.fields[i]
	if f.bare && f.start == f.end {
		return nil
	}
	return r.text[f.start:f.end:f.end]
}
