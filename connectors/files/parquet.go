package files

import (
	"encoding/base64"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/memory"
	"github.com/apache/arrow/go/v15/parquet"
	"github.com/apache/arrow/go/v15/parquet/file"
	"github.com/apache/arrow/go/v15/parquet/metadata"
	"github.com/apache/arrow/go/v15/parquet/pqarrow"
	"github.com/apache/arrow/go/v15/parquet/schema"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// A parquetContent is a Parquet file: its columns have types. It is read by columns, so
// it is no content of rows.
type parquetContent struct {
	content
	reader *pqarrow.FileReader
	schema *arrow.Schema // with timestamps as the file means them
}

// newParquet reads the footer. A file that breaks the reader is no complete one.
func newParquet(in File, mem memory.Allocator) (c *parquetContent, err error) {
	defer func() {
		if recover() != nil {
			c, err = nil, errParquet
		}
	}()
	if mem == nil {
		mem = memory.DefaultAllocator
	}
	properties := parquet.NewReaderProperties(mem)
	properties.BufferedStreamEnabled = true
	opened, err := file.NewParquetReader(in, file.WithReadProps(properties))
	if err != nil {
		return nil, errParquet
	}
	reader, err := pqarrow.NewFileReader(opened, pqarrow.ArrowReadProperties{BatchSize: decode.DefaultRows}, mem)
	if err != nil {
		return nil, errParquet
	}
	declared, err := reader.Schema()
	if err != nil {
		return nil, errParquet
	}
	return &parquetContent{reader: reader, schema: civil(declared, reader)}, nil
}

// civil takes the zone from timestamps that the file does not call instants: the reader
// gives every one of them UTC.
func civil(declared *arrow.Schema, reader *pqarrow.FileReader) *arrow.Schema {
	fields := declared.Fields()
	kept := keptSchema(reader.ParquetReader().MetaData().KeyValueMetadata())
	for i, field := range fields {
		t, ok := field.Type.(*arrow.TimestampType)
		if ok && t.TimeZone != "" && (!adjusted(reader, i) || kept != nil && i < kept.NumFields() && zoneless(kept.Field(i).Type)) {
			fields[i].Type = &arrow.TimestampType{Unit: t.Unit}
		}
	}
	return arrow.NewSchema(fields, nil)
}

func zoneless(t arrow.DataType) bool {
	at, ok := t.(*arrow.TimestampType)
	return ok && at.TimeZone == ""
}

// adjusted tells that the file calls the values of a column instants.
func adjusted(reader *pqarrow.FileReader, field int) bool {
	leaf := reader.Manifest.Fields[field].ColIndex
	t, ok := reader.ParquetReader().MetaData().Schema.Column(leaf).LogicalType().(*schema.TimestampLogicalType)
	return !ok || t.IsAdjustedToUTC()
}

// keptSchema is the Arrow schema that a writer has put beside the file's; nil: none.
func keptSchema(notes metadata.KeyValueMetadata) *arrow.Schema {
	encoded := notes.FindValue("ARROW:schema")
	if encoded == nil {
		return nil
	}
	raw, err := base64.StdEncoding.DecodeString(*encoded)
	if err != nil {
		return nil
	}
	kept, err := flight.DeserializeSchema(raw, memory.DefaultAllocator)
	if err != nil {
		return nil
	}
	return kept
}

// recast gives a batch with the types of the schema; the columns are shared. The caller
// releases it.
func (c *parquetContent) recast(sent arrow.Record) arrow.Record {
	columns := make([]arrow.Array, sent.NumCols())
	fields := sent.Schema().Fields()
	for i, column := range sent.Columns() {
		at, _ := c.schema.FieldsByName(fields[i].Name)
		if wanted, ok := column.DataType().(*arrow.TimestampType); ok && len(at) == 1 && zoneless(at[0].Type) && wanted.TimeZone != "" {
			from := column.Data()
			data := array.NewData(at[0].Type, from.Len(), from.Buffers(), nil, from.NullN(), from.Offset())
			columns[i] = array.NewTimestampData(data)
			data.Release()
			fields[i].Type = at[0].Type
		} else {
			column.Retain()
			columns[i] = column
		}
		defer columns[i].Release()
	}
	return array.NewRecord(arrow.NewSchema(fields, nil), columns, sent.NumRows())
}

// columns implements content; a type that is not read has no Arrow type.
func (c *parquetContent) columns() []connectors.PhysicalColumn {
	var list []connectors.PhysicalColumn
	for _, field := range c.schema.Fields() {
		list = append(list, connectors.PhysicalColumn{
			Name: field.Name, Type: field.Type.String(), Arrow: decode.NativeOf(field.Type), Nullable: field.Nullable,
		})
	}
	return list
}
