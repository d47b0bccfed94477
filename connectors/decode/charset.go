package decode

import (
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// Transcode gives r as UTF-8. Charset is utf-8 (or empty), gbk (also gb2312, cp936)
// or gb18030, in any case; others are refused. Bytes that the charset does not know
// arrive as U+FFFD: see Builder.Transcoded.
func Transcode(r io.Reader, charset string) (io.Reader, error) {
	var from encoding.Encoding
	switch strings.ToLower(charset) {
	case "", "utf-8", "utf8":
		return r, nil
	case "gbk", "gb2312", "cp936":
		from = simplifiedchinese.GBK
	case "gb18030":
		from = simplifiedchinese.GB18030
	default:
		return nil, fmt.Errorf("encoding %q is not one of utf-8, gbk, gb18030", charset)
	}
	return transform.NewReader(r, from.NewDecoder()), nil
}

// Transcoded tells the builder that its texts have come through a decoder: a U+FFFD in
// one stands for bytes that were lost, so the cell is a fault.
func (b *Builder) Transcoded() { b.transcoded = true }
