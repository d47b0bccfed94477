package decode_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// Whatever a source sends, a row is complete, a fault's cell is null, a text arrives
// as it is but for its padding, and what was decoded decodes to itself again.
func FuzzAppendText(f *testing.F) {
	for _, raw := range []string{
		"", " ", "0", "-1.50", "1e5", "+.5e-2", "20261124", "2026-11-24", "2026-11-24 08:00:00.5+08:00",
		"202611", "true", "１２．５　", "0000-00-00", "9223372036854775808", "\xff\xfe", "2026-11-24T24:00Z",
	} {
		f.Add([]byte(raw))
	}
	names := []string{"text", "int", "dec", "dec38", "float", "bool", "date", "month", "stamp"}
	var columns []connectors.Column
	for _, name := range names {
		columns = append(columns, connectors.Column{Name: name, Type: typeOf(name)})
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		b, err := decode.NewBuilder(memory.DefaultAllocator, columns, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Release()
		for i := range columns {
			b.AppendText(i, raw)
		}
		first, faults := b.NewRecord()
		defer first.Release()
		for _, fault := range faults {
			if !first.Column(fault.Column).IsNull(0) || fault.Reason == "" {
				t.Fatalf("%+v beside a value", fault)
			}
		}
		if texts := first.Column(0).(*array.String); raw != nil && utf8.Valid(raw) && texts.Value(0) != strings.TrimRight(string(raw), " ") {
			t.Fatalf("text %q became %q", raw, texts.Value(0))
		}
		for i := range columns {
			if first.Column(i).IsNull(0) {
				b.AppendNull(i)
				continue
			}
			b.AppendText(i, []byte(show(first.Column(i), 0)))
		}
		second, again := b.NewRecord()
		defer second.Release()
		if len(again) > 0 || !array.RecordEqual(first, second) {
			t.Fatalf("%q: %v is not %v (%v)", raw, first, second, again)
		}
	})
}
