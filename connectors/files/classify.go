package files

import (
	"bytes"
	"errors"
	"io"
	"io/fs"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// What can be wrong with a name or a file as a whole.
const (
	errOutside  = flaw("the name leads out of the folder")
	errPattern  = flaw("the glob is malformed")
	errNotFile  = flaw("not a regular file")
	errNoHeader = flaw("the file is empty: it has no header line")
	errUTF16    = flaw("the file is UTF-16")
	errChanged  = flaw("the file changed while it was read")
)

type flaw string

func (f flaw) Error() string { return string(f) }

// classify turns any error of this package or of the file system into the layer's.
// The system's own text is dropped: it holds the path of this machine.
func (t *table) classify(err error) error {
	var bad *malformed
	var known flaw
	fail := func(class connectors.Class, reason string) *connectors.Error {
		return t.source.fail(t.op, t.name, class, reason)
	}
	switch {
	case errors.As(err, &bad):
		return fail(connectors.Decode, bad.Error())
	case errors.Is(err, errOutside), errors.Is(err, errPattern):
		return fail(connectors.Refused, err.Error())
	case errors.Is(err, errChanged):
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

// utf8Of gives the file's text in UTF-8 without byte order mark.
func utf8Of(in io.ReadSeeker, f format) (io.Reader, error) {
	head := make([]byte, 3)
	n, err := io.ReadFull(in, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, err
	}
	head = head[:n]
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		return nil, errUTF16
	}
	if bytes.Equal(head, []byte("\uFEFF")) {
		return in, nil // the mark is past, and it says UTF-8 whatever was declared
	}
	if _, err := in.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return decode.Transcode(in, f.encoding)
}
