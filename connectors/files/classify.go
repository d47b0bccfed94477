package files

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/dogwatch/dogwatch/connectors"
)

// What can be wrong with a name or a file as a whole.
const (
	errOutside  = flaw("the name leads out of the folder")
	errPattern  = flaw("the glob is malformed")
	errNotFile  = flaw("not a regular file")
	errNoHeader = flaw("the file is empty: it has no header line")
	errUTF16    = flaw("the file is UTF-16")
	errChanged  = flaw("the file changed while it was read")
	errTrailer  = flaw("the trailer is not there: the file may be half-written")
	errXLSX     = flaw("this is no complete XLSX file: it may be half-written, or an XLS or HTML file under this name")
	errParquet  = flaw("this is no complete Parquet file: it may be half-written")
	errSheet    = flaw("the workbook has no such sheet")
	errLocked   = flaw("this is an old XLS file, or a workbook with a password: let it be saved as XLSX without one")
)

type flaw string

func (f flaw) Error() string { return string(f) }

// classify turns any error of this package or of the file system into the layer's.
// The system's own text is dropped: it holds the path of this machine.
func (t *table) classify(err error) *connectors.Error {
	var bad *malformed
	var known flaw
	var ours *connectors.Error
	fail := func(class connectors.Class, reason string) *connectors.Error {
		return t.source.fail(t.op, t.name, class, reason)
	}
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.As(err, &bad):
		return fail(connectors.Decode, bad.Error())
	case errors.Is(err, errOutside), errors.Is(err, errPattern):
		return fail(connectors.Refused, err.Error())
	case errors.Is(err, errSheet):
		return fail(connectors.Missing, err.Error())
	case errors.Is(err, errChanged), errors.Is(err, errTrailer):
		e := fail(connectors.Decode, err.Error())
		e.Retryable, e.Hint = true, "let the partner write under another name and rename the finished file"
		return e
	case errors.As(err, &known):
		return fail(connectors.Decode, err.Error())
	case errors.Is(err, fs.ErrNotExist):
		return fail(connectors.Missing, "no such file")
	case errors.Is(err, fs.ErrPermission):
		return fail(connectors.Privilege, "the file may not be read")
	}
	e := fail(connectors.Unreachable, "the file cannot be read")
	e.Retryable = true
	return e
}

// begin finds the byte order mark and leaves the file behind it.
func begin(in io.ReadSeeker, f format) (format, error) {
	head := make([]byte, 3)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return f, err
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return f, errUTF16
	}
	if bytes.Equal(head, []byte("\uFEFF")) { // it says UTF-8 whatever was declared
		f.encoding, f.mark = "", int64(n)
		return f, nil
	}
	_, err = in.Seek(0, io.SeekStart)
	return f, err
}

// headless makes of the end of a file that it has no header.
func headless(err error) error {
	if errors.Is(err, io.EOF) {
		return errNoHeader
	}
	return err
}
