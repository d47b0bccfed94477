package flightsql

import (
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// parameters makes the record of one row that carries bind values. The caller releases
// it.
func parameters(mem memory.Allocator, args []any) (arrow.Record, error) {
	fields := make([]arrow.Field, len(args))
	for i, arg := range args {
		fields[i] = arrow.Field{Name: strconv.Itoa(i + 1), Type: parameterType(arg), Nullable: true}
		if fields[i].Type == nil {
			return nil, sqldb.UnusableValue(arg)
		}
	}
	builder := array.NewRecordBuilder(mem, arrow.NewSchema(fields, nil))
	defer builder.Release()
	for i, arg := range args {
		switch b := builder.Field(i).(type) {
		case *array.StringBuilder:
			b.Append(arg.(string))
		case *array.Int64Builder:
			b.Append(arg.(int64))
		case *array.Float64Builder:
			b.Append(arg.(float64))
		case *array.BooleanBuilder:
			b.Append(arg.(bool))
		}
	}
	return builder.NewRecord(), nil
}

func parameterType(arg any) arrow.DataType {
	switch arg.(type) {
	case string:
		return arrow.BinaryTypes.String
	case int64:
		return arrow.PrimitiveTypes.Int64
	case float64:
		return arrow.PrimitiveTypes.Float64
	case bool:
		return arrow.FixedWidthTypes.Boolean
	}
	return nil
}
