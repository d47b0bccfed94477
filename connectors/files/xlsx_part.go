package files

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"math"
)

// What makes a workbook one that is not read.
const (
	errBomb  = flaw("a part of the workbook unpacks to far more than it may hold: this is no honest file")
	errTexts = flaw("the workbook has more than 512 MiB of different texts: let it be delivered as CSV")
)

// A gauge reads a part of the archive and stops when it grows beyond all measure.
type gauge struct {
	in     io.ReadCloser
	packed int64
	most   int64
	read   int64
	since  int64 // bytes since the last sign of the XML
}

// openPart opens a part; errXLSX if there is none.
func openPart(archive *zip.Reader, name string, most int64) (*gauge, error) {
	for _, f := range archive.File {
		if f.Name != name {
			continue
		}
		in, err := f.Open()
		if err != nil {
			return nil, errXLSX
		}
		return &gauge{in: in, packed: int64(min(f.CompressedSize64, math.MaxInt64)), most: most}, nil
	}
	return nil, errXLSX
}

// Read implements io.Reader.
func (g *gauge) Read(p []byte) (int, error) {
	n, err := g.in.Read(p)
	g.read += int64(n)
	g.since += int64(n)
	if g.read > g.most || g.since > mostToken || g.read > swollenFree && g.read/mostSwollen > g.packed {
		return 0, errBomb
	}
	return n, err
}

// Close implements io.Closer.
func (g *gauge) Close() error { return g.in.Close() }

// token reads the next sign of the XML.
func (g *gauge) token(d *xml.Decoder) (xml.Token, error) {
	g.since = 0
	token, err := d.RawToken()
	return token, g.broken(err)
}

// skip passes over the element that has begun.
func (g *gauge) skip(d *xml.Decoder) error {
	for depth := 1; depth > 0; {
		token, err := g.token(d)
		if err != nil {
			return err
		}
		switch token.(type) {
		case xml.StartElement:
			depth++
		case xml.EndElement:
			depth--
		}
	}
	return nil
}

// broken drops the text of an error, which may quote the file.
func (g *gauge) broken(err error) error {
	var known flaw
	var syntax *xml.SyntaxError
	switch {
	case err == nil, errors.Is(err, io.EOF):
		return err
	case errors.As(err, &known):
		return known
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat):
		return errXLSX
	}
	return err
}

// texts are the shared texts of a workbook, one behind the other.
type texts struct {
	bytes []byte
	ends  []uint32
}

// at gives the n-th text.
func (t *texts) at(n int) ([]byte, bool) {
	if n >= len(t.ends) {
		return nil, false
	}
	start := uint32(0)
	if n > 0 {
		start = t.ends[n-1]
	}
	return t.bytes[start:t.ends[n]], true
}

// read takes the texts of the part; those for the pronunciation are passed over.
func (t *texts) read(g *gauge, d *xml.Decoder) error {
	inside := false
	for {
		token, err := g.token(d)
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if inside = token.Name.Local == "t"; token.Name.Local == "rPh" {
				if err := g.skip(d); err != nil {
					return err
				}
			}
		case xml.CharData:
			if inside {
				t.bytes = append(t.bytes, token...)
			}
		case xml.EndElement:
			if inside = false; token.Name.Local == "si" {
				t.ends = append(t.ends, uint32(len(t.bytes)))
			}
		}
		if len(t.bytes)+4*len(t.ends) > mostShared {
			return errTexts
		}
	}
}
