package files

import (
	"slices"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A content is the rows of one open file, whatever its format.
type content interface {
	// columns are the fields of a row.
	columns() []connectors.PhysicalColumn
	// next moves to the next row. It returns io.EOF at the end, a *misfit for a row that
	// has not the right fields, a *malformed, or an error of the file below.
	next() error
	// text gives a field of the present row, nil if it is null; valid until the next.
	text(field int) []byte
	// put appends a field of the present row to a column of a batch.
	put(b *decode.Builder, column, field int)
	// whole gives all fields of the present row as texts: of a trailer.
	whole() []string
	// begins tells that the first field of the present row begins with a text.
	begins(text string) bool
	// at is the number of the present row's line in the file, from 1.
	at() int
	// size is about the number of bytes of the present row.
	size() int
}

// putText appends a field of a text file.
func putText(b *decode.Builder, column int, raw []byte, place string, damaged bool) {
	if damaged {
		b.AppendFault(column, decode.ReasonEncoding+place, raw)
		return
	}
	b.AppendText(column, raw)
}

func textColumns(names []string) []connectors.PhysicalColumn {
	var list []connectors.PhysicalColumn
	for _, name := range names {
		list = append(list, connectors.PhysicalColumn{Name: name, Type: "text", Arrow: textType(), Nullable: true})
	}
	return list
}

// names lists the columns of a content.
func names(c content) []string {
	var list []string
	for _, column := range c.columns() {
		list = append(list, column.Name)
	}
	return slices.Clip(list)
}
