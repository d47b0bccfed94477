package oracle

import (
	"database/sql/driver"
	"encoding/hex"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// maxText is how many bytes of a CLOB, NCLOB or LONG are read; a longer value is a fault.
const maxText = 1 << 20

// appendText appends a text, or null where nothing but padding is left: RTRIM gives null
// there, and both ways to take a measure must see the same.
func appendText(b *decode.Builder, col int, value driver.Value) {
	text, ok := value.(string)
	switch {
	case !ok:
		b.AppendFault(col, decode.ReasonForm, nil)
	case len(text) > maxText:
		b.AppendFault(col, decode.ReasonTooLong, nil)
	case strings.Trim(text, " ") == "":
		b.AppendNull(col)
	default:
		b.AppendText(col, sqldb.BytesOf(text))
	}
}

// appendHex appends a RAW as RAWTOHEX writes it: so Oracle itself converts one to text.
func appendHex(b *decode.Builder, col int, value driver.Value) {
	if raw, ok := value.([]byte); ok {
		b.AppendText(col, hexOf(raw))
		return
	}
	b.AppendFault(col, decode.ReasonForm, nil)
}

func hexOf(raw []byte) []byte { return []byte(strings.ToUpper(hex.EncodeToString(raw))) }

// appendUnread stands for a type that is not read.
func appendUnread(b *decode.Builder, col int, _ driver.Value) {
	b.AppendFault(col, decode.ReasonForm, nil)
}

// appendInstant appends a time that stands for an instant.
func appendInstant(b *decode.Builder, col int, value driver.Value) {
	if t, ok := value.(time.Time); ok {
		b.AppendTime(col, t)
		return
	}
	b.AppendFault(col, decode.ReasonTimestamp, nil)
}
