package files

import (
	"bytes"
	"errors"
	"io"
)

const maxField = 1 << 20

// A span is a field's place in records.text. Bare is a field without quotes.
type span struct {
	start, end int
	bare       bool
}

// records reads CSV records one after the other, without a copy where no field of the
// record is quoted.
type records struct {
	*lines
	delimiter byte
	quote     byte // 0: none

	text   []byte // of the present record, valid until the next
	fields []span
	line   int    // of the present record's first line
	joined []byte // a record with quotes
}

func newRecords(in io.Reader, f format) *records {
	return &records{
		lines: newLines(in, f), delimiter: f.delimiter, quote: f.quote,
		joined: make([]byte, 0, 1<<10), // never nil: a quoted empty field is not null
	}
}

// next reads a record into text and fields. It returns io.EOF at the end, a
// *malformed, or what the reader below returned.
func (r *records) next() error {
	for {
		r.damage = r.damage[:0]
		line, err := r.lines.next()
		if err != nil {
			return err
		}
		r.line = r.count
		r.fields = r.fields[:0]
		switch {
		case len(line) == 0:
			continue
		case r.quote == 0 || bytes.IndexByte(line, r.quote) < 0:
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
		bare := len(line) == 0 || line[0] != r.quote
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
			return &malformed{r.count, "text after a closing quote"}
		}
		line = line[1:]
	}
}

// quoted appends a quoted field, from after its opening quote, and returns what
// follows its closing one.
func (r *records) quoted(line []byte) ([]byte, error) {
	began, start := r.count, len(r.joined)
	for {
		n := bytes.IndexByte(line, r.quote)
		switch {
		case n >= 0 && n+1 < len(line) && line[n+1] == r.quote:
			r.joined = append(r.joined, line[:n+1]...)
			line = line[n+2:]
		case n >= 0:
			r.joined = append(r.joined, line[:n]...)
			return line[n+1:], nil
		default:
			r.joined = append(append(r.joined, line...), '\n')
			var err error
			if line, err = r.lines.next(); errors.Is(err, io.EOF) {
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

// field gives the bytes of a field, nil if it is null.
func (r *records) field(i int) []byte {
	f := r.fields[i]
	if f.bare && f.start == f.end {
		return nil
	}
	return r.text[f.start:f.end:f.end]
}

// damaged says where a field holds bytes that do not decode.
func (r *records) damaged(i int) (place string, bad bool) {
	if len(r.damage) == 0 || !bytes.Contains(r.text[r.fields[i].start:r.fields[i].end], replacement) {
		return "", false
	}
	return r.where(bytes.Count(r.text[:r.fields[i].start], replacement)), true
}
