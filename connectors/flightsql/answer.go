package flightsql

import (
	"context"
	"errors"
	"io"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// An answer is a running statement. Its endpoints are read one after the other.
type answer struct {
	session  *session
	ctx      context.Context
	cancel   context.CancelFunc
	prepared *flightsql.PreparedStatement // nil: no bind values
	info     *flight.FlightInfo

	next    int            // endpoint
	reader  *flight.Reader // of the present endpoint; nil between two
	remote  *link          // of the present endpoint, if it lies on another host
	schema  *arrow.Schema
	columns []connectors.PhysicalColumn
}

var _ sqldb.Records = (*answer)(nil)

// execute has the server plan the statement.
func (a *answer) execute(text string, args []any) (err error) {
	if len(args) == 0 {
		a.info, err = a.session.link.client.Execute(a.ctx, text)
		return err
	}
	if a.prepared, err = a.session.prepare(a.ctx, text, args); err != nil {
		return err
	}
	a.info, err = a.prepared.Execute(a.ctx)
	return err
}

// begin opens the first endpoint and learns the columns.
func (a *answer) begin() error {
	err := a.advance()
	if errors.Is(err, io.EOF) && len(a.info.Schema) > 0 {
		a.schema, err = flight.DeserializeSchema(a.info.Schema, a.session.server.memory)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if a.schema == nil {
		return &connectors.Error{Class: connectors.Protocol, Reason: "the answer has neither rows nor columns"}
	}
	a.columns, err = describe(a.schema)
	return err
}

// advance opens the next endpoint; io.EOF if there is none.
func (a *answer) advance() error {
	a.leave()
	if a.next >= len(a.info.Endpoint) {
		return io.EOF
	}
	endpoint := a.info.Endpoint[a.next]
	a.next++
	at, err := a.locate(endpoint)
	if err != nil {
		return err
	}
	reader, err := at.client.DoGet(a.ctx, endpoint.Ticket)
	if err != nil {
		return err
	}
	a.reader = reader
	if a.schema == nil {
		a.schema = reader.Schema()
		return nil
	}
	if !sameTypes(a.schema, reader.Schema()) {
		return &connectors.Error{Class: connectors.Protocol, Reason: "two parts of the answer have different columns"}
	}
	return nil
}

// leave closes the present endpoint.
func (a *answer) leave() {
	if a.reader != nil {
		a.reader.Release()
		a.reader = nil
	}
	if a.remote != nil {
		_ = a.remote.close()
		a.remote = nil
	}
}

func sameTypes(one, other *arrow.Schema) bool {
	if one.NumFields() != other.NumFields() {
		return false
	}
	for i, field := range one.Fields() {
		if !arrow.TypeEqual(field.Type, other.Field(i).Type) {
			return false
		}
	}
	return true
}

// NextRecord implements sqldb.Records.
func (a *answer) NextRecord() (arrow.Record, error) {
	for {
		if a.reader != nil {
			if a.reader.Next() {
				return a.reader.Record(), nil
			}
			if err := a.reader.Err(); err != nil {
				return nil, a.session.expired(err)
			}
		}
		if err := a.advance(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil, err
			}
			return nil, a.session.expired(err)
		}
	}
}

// Columns implements sqldb.Answer.
func (a *answer) Columns() []connectors.PhysicalColumn { return a.columns }

// Close implements sqldb.Answer.
func (a *answer) Close() error {
	a.session.remember(nil)
	a.leave()
	a.cancel()
	if a.prepared == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a.ctx), tidyWithin)
	defer cancel()
	_ = a.prepared.Close(ctx) // a server that is gone has forgotten it
	return nil
}

// describe gives the columns of an answer; a type that is not read is an error.
func describe(schema *arrow.Schema) ([]connectors.PhysicalColumn, error) {
	columns := columnsOf(schema)
	for _, column := range columns {
		if column.Arrow == nil {
			return nil, &connectors.Error{
				Class: connectors.Decode, Reason: "column " + column.Name + " has the type " + column.Type + ", which is not read",
				Hint: "cast it in a query",
			}
		}
	}
	return columns, nil
}

// columnsOf describes a schema.
func columnsOf(schema *arrow.Schema) []connectors.PhysicalColumn {
	columns := make([]connectors.PhysicalColumn, schema.NumFields())
	for i, field := range schema.Fields() {
		stamp, _ := field.Type.(*arrow.TimestampType)
		columns[i] = connectors.PhysicalColumn{
			Name: field.Name, Type: typeName(field), Arrow: decode.NativeOf(field.Type), Nullable: field.Nullable,
			Instant: stamp != nil && stamp.TimeZone != "",
		}
	}
	return columns
}

// typeName is the server's own name of a type, if it tells one, else Arrow's. Whether a
// timestamp is an instant is said in the words that databases use.
func typeName(field arrow.Field) string {
	if t, ok := field.Type.(*arrow.TimestampType); ok {
		if t.TimeZone != "" {
			return "timestamp with time zone"
		}
		return "timestamp without time zone"
	}
	if declared, told := field.Metadata.GetValue(flightsql.TypeNameKey); told && declared != "" {
		return declared
	}
	return field.Type.String()
}
