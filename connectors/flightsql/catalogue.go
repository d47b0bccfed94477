package flightsql

import (
	"context"
	"errors"
	"io"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/flight"
	"github.com/apache/arrow/go/v15/arrow/flight/flightsql"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// read visits the records of an answer of the catalogue.
func (s *session) read(ctx context.Context, info *flight.FlightInfo, visit func(arrow.Record) error) error {
	ctx, cancel := context.WithCancel(ctx)
	s.running.Set(cancel)
	a := &answer{session: s, ctx: ctx, cancel: cancel, info: info}
	defer func() { _ = a.Close() }() // what it read stands
	for {
		record, err := a.NextRecord()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := visit(record); err != nil {
			return err
		}
	}
}

// Describe implements sqldb.Session. The columns are those that a read gives; the
// protocol knows keys, but neither indexes nor sizes.
func (s *session) Describe(ctx context.Context, name []string) (connectors.Schema, error) {
	schema := connectors.Schema{Rows: -1}
	quoted := make([]string, len(name))
	for i, part := range name {
		quoted[i] = s.server.dialect.Quote(part)
	}
	a, err := s.Query(ctx, "SELECT * FROM "+strings.Join(quoted, ".")+" WHERE 1=0", nil)
	if err != nil {
		return schema, err
	}
	schema.Columns = a.Columns()
	if err := a.Close(); err != nil {
		return schema, err
	}
	schema.PrimaryKey, err = s.primaryKey(ctx, name)
	if len(schema.PrimaryKey) > 0 {
		schema.Indexes = [][]string{schema.PrimaryKey}
	}
	return schema, err
}

// primaryKey is empty where the server tells none.
func (s *session) primaryKey(ctx context.Context, name []string) ([]string, error) {
	ref := flightsql.TableRef{Table: name[len(name)-1]}
	if len(name) > 1 {
		ref.DBSchema = &name[len(name)-2]
	}
	if len(name) > 2 {
		ref.Catalog = &name[0]
	}
	parts := map[int32]string{}
	info, err := s.link.client.GetPrimaryKeys(ctx, ref)
	if err == nil {
		err = s.read(ctx, info, func(record arrow.Record) error {
			tables, columns := texts(record, "table_name"), texts(record, "column_name")
			places, ok := named(record, "key_sequence").(*array.Int32)
			for row := range int(record.NumRows()) {
				if ok && tables(row) == ref.Table {
					parts[places.Value(row)] = columns(row)
				}
			}
			return nil
		})
	}
	if err != nil && lasting(err) {
		return nil, err
	}
	return inOrder(parts), nil
}

// lasting tells an error that concerns more than one call of the catalogue: servers
// leave out what they do not keep, and say so in many ways.
func lasting(err error) bool {
	switch status.Code(err) {
	case codes.Unavailable, codes.Canceled, codes.DeadlineExceeded, codes.Unauthenticated:
		return true
	}
	_, ours := errors.AsType[*connectors.Error](err)
	return ours
}

// inOrder lists the parts of a key; servers count them from 0 or from 1.
func inOrder(parts map[int32]string) []string {
	var key []string
	for n := int32(0); len(key) < len(parts) && n <= int32(len(parts)); n++ {
		if part, ok := parts[n]; ok {
			key = append(key, part)
		}
	}
	return key
}

// Relations implements sqldb.Cataloguer. A catalogue is named where there are several.
func (s *session) Relations(ctx context.Context) ([]connectors.TableInfo, error) {
	info, err := s.link.client.GetTables(ctx, &flightsql.GetTablesOpts{})
	if err != nil {
		return nil, err
	}
	var names [][]string
	var tables []connectors.TableInfo
	catalogues := map[string]bool{}
	err = s.read(ctx, info, func(record arrow.Record) error {
		catalogue, schema := texts(record, "catalog_name"), texts(record, "db_schema_name")
		name, kind := texts(record, "table_name"), texts(record, "table_type")
		for row := range int(record.NumRows()) {
			if belongsToServer(schema(row), name(row), kind(row)) {
				continue
			}
			catalogues[catalogue(row)] = true
			names = append(names, []string{catalogue(row), schema(row), name(row)})
			tables = append(tables, connectors.TableInfo{Kind: kindOf(kind(row)), Rows: -1})
		}
		return nil
	})
	for i, name := range names {
		switch {
		case name[1] == "":
			name = name[2:]
		case len(catalogues) == 1 || name[0] == "":
			name = name[1:]
		}
		tables[i].Name = sqldb.JoinName(name...)
	}
	return tables, err
}

func belongsToServer(schema, name, kind string) bool {
	schema, name, kind = strings.ToLower(schema), strings.ToLower(name), strings.ToLower(kind)
	return strings.Contains(kind, "system") || strings.Contains(kind, "index") || strings.Contains(kind, "trigger") ||
		schema == "information_schema" || schema == "pg_catalog" || strings.HasPrefix(name, "sqlite_")
}

func kindOf(told string) string {
	if strings.Contains(strings.ToLower(told), "view") {
		return connectors.KindView
	}
	return connectors.KindTable
}

// named is a record's column by name; nil if it has none.
func named(record arrow.Record, name string) arrow.Array {
	at := record.Schema().FieldIndices(name)
	if len(at) == 0 {
		return nil
	}
	return record.Column(at[0])
}

// texts reads a column of texts; what is null or missing is empty.
func texts(record arrow.Record, name string) func(row int) string {
	column, ok := named(record, name).(*array.String)
	return func(row int) string {
		if !ok || column.IsNull(row) {
			return ""
		}
		return column.Value(row)
	}
}
