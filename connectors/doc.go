// Package connectors says where the data are: it is the vocabulary that every
// connector speaks, and the folders below it are the connectors.
//
// It owns the shape of a read (Request), of a pushed-down count (Aggregate) and
// of a probe (ProbeRequest), the stream of Arrow batches that comes back, and the
// one error type of the layer. It refuses to know what a rule, a check or a
// threshold is: a filter reaches it as a finished Fragment of SQL, and nothing
// here imports anything of ours outside this folder.
//
// Arrow types are the vocabulary shared with the layers above:
//
//	text       arrow.BinaryTypes.String
//	integer    arrow.PrimitiveTypes.Int64
//	decimal    *arrow.Decimal128Type (precision ≤ 38)
//	float      arrow.PrimitiveTypes.Float64
//	boolean    arrow.FixedWidthTypes.Boolean
//	date       arrow.FixedWidthTypes.Date32 (civil, days since 1970-01-01)
//	month      arrow.FixedWidthTypes.MonthInterval (civil, year*12 + month-1: see MonthOf)
//	timestamp  TimestampType (civil microseconds, no zone)
//
// Ownership: a Record of a Stream is valid until the next call of Next or Close;
// whoever keeps it longer retains it. The reader of a Probe releases its Record.
package connectors
