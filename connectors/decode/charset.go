package decode

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// Charset gives the encoding called name: gbk (also gb2312, cp936) or gb18030, in any
// case; nil for utf-8 and for "". Others are refused.
func Charset(name string) (encoding.Encoding, error) {
	switch strings.ToLower(name) {
	case "", "utf-8", "utf8":
		return nil, nil
	case "gbk", "gb2312", "cp936":
		return simplifiedchinese.GBK, nil
	case "gb18030":
		return simplifiedchinese.GB18030, nil
	}
	return nil, fmt.Errorf("encoding %q is not one of utf-8, gbk, gb18030", name)
}

// Transcode gives r as UTF-8; see Charset. Bytes that the charset does not know arrive
// as U+FFFD: see Builder.Transcoded.
func Transcode(r io.Reader, charset string) (io.Reader, error) {
	from, err := Charset(charset)
	if err != nil || from == nil {
		return r, err
	}
	return transform.NewReader(r, from.NewDecoder()), nil
}

// Transcoded tells the builder that its texts have come through a decoder: a U+FFFD in
// one stands for bytes that were lost, so the cell is a fault.
func (b *Builder) Transcoded() { b.transcoded = true }
