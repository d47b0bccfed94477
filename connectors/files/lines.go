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
	maxLine     = 16 << 20 // of one record
)

// A malformed is a fault in the form of the file.
type malformed struct {
	line   int // 1 is the first of the file
	reason string
}

func (m *malformed) Error() string { return fmt.Sprintf("line %d: %s", m.line, m.reason) }

// A misfit is a record that has not the fields it should have. What follows it can be read.
type misfit malformed

func (m *misfit) Error() string { return (*malformed)(m).Error() }

// lines reads the physical lines of a file.
type lines struct {
	in           *bufio.Reader
	decoder      *decoder
	finalNewline bool

	count  int   // read so far
	offset int64 // of the next line in the file
	start  int64 // of the present one
	ended  bool
	long   []byte // a line beyond the buffer
	bad    []int
	damage []damage // since the caller last cleared it
}

func newLines(in io.Reader, f format) *lines {
	return &lines{in: bufio.NewReaderSize(in, bufferBytes), decoder: newDecoder(f.charset()), finalNewline: f.finalNewline, offset: f.mark}
}

// next reads one line as UTF-8 without its end (LF or CR LF). It is valid until the
// next call.
func (l *lines) next() ([]byte, error) {
	raw, err := l.raw()
	if err != nil {
		return nil, err
	}
	return l.text(raw, l.start), nil
}

// text decodes a part of the present line that stands at an offset of the file.
func (l *lines) text(raw []byte, at int64) []byte {
	text, bad := l.decoder.decode(raw, l.bad[:0])
	for _, i := range bad {
		l.damage = append(l.damage, damage{l.count, at + int64(i)})
	}
	l.bad = bad
	return text
}

// raw reads one line as it is stored, without its end.
func (l *lines) raw() ([]byte, error) {
	if l.ended {
		return nil, io.EOF
	}
	line, err := l.in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		l.long = append(l.long[:0], line...)
		for errors.Is(err, bufio.ErrBufferFull) && len(l.long) <= maxLine {
			line, err = l.in.ReadSlice('\n')
			l.long = append(l.long, line...)
		}
		line = l.long
	}
	l.count++
	l.start = l.offset
	l.offset += int64(len(line))
	switch {
	case len(line) > maxLine:
		return nil, &malformed{l.count, "the line is longer than 16 MiB"}
	case errors.Is(err, io.EOF):
		l.ended = true
		return line, l.unended(line)
	case err != nil:
		return nil, err
	}
	return bytes.TrimSuffix(line[:len(line)-1], []byte("\r")), nil
}

// unended judges a last line that has no line end.
func (l *lines) unended(line []byte) error {
	switch {
	case len(line) == 0:
		return io.EOF
	case l.finalNewline:
		return &malformed{l.count, "the last line has no line end: the file may be half-written"}
	}
	return nil
}

// skip passes over the first lines of the file.
func (l *lines) skip(n int) error {
	for range n {
		if _, err := l.raw(); err != nil {
			return err
		}
	}
	return nil
}

// where says at which place of the file the n-th damage lies.
func (l *lines) where(n int) string {
	if n >= len(l.damage) {
		return ""
	}
	return fmt.Sprintf(" in line %d, byte %d of the file", l.damage[n].line, l.damage[n].at)
}
