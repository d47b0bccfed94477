package decode_test

import (
	"fmt"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// An amount in fen and a date, both stored as text.
func ExampleBuilder() {
	builder, err := decode.NewBuilder(memory.DefaultAllocator, []connectors.Column{
		{Name: "amount", Type: &arrow.Decimal128Type{Precision: 12, Scale: 2}, Form: connectors.Form{Shift: 2}},
		{Name: "paid_on", Type: arrow.FixedWidthTypes.Date32, Form: connectors.Form{Layout: "yyyyMMdd"}},
	}, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer builder.Release()
	for _, row := range [][2]string{{"60000", "20261124"}, {"12.5", "20261131"}} {
		builder.AppendText(0, []byte(row[0]))
		builder.AppendText(1, []byte(row[1]))
	}
	record, faults := builder.NewRecord()
	defer record.Release()
	fmt.Println(record.Column(0).ValueStr(0), record.Column(1).ValueStr(0))
	for _, fault := range faults {
		fmt.Println(fault.Row, fault.Column, fault.Reason)
	}
	// Output:
	// 600 2026-11-24
	// 1 0 too many decimal places
	// 1 1 no such date or time
}
