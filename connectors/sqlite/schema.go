package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb/dialects"
)

// Describe implements sqldb.Session.
func (s *session) Describe(ctx context.Context, name []string) (connectors.Schema, error) {
	schema := connectors.Schema{Rows: -1}
	catalogue, table := "main", name[len(name)-1]
	if len(name) > 1 {
		catalogue = name[len(name)-2]
	}
	if err := s.readColumns(ctx, &schema, catalogue, table); err != nil {
		return schema, err
	}
	if err := s.readIndexes(ctx, &schema, catalogue, table); err != nil {
		return schema, err
	}
	schema.Rows = s.estimate(ctx, catalogue, table)
	return schema, nil
}

func (s *session) readColumns(ctx context.Context, schema *connectors.Schema, catalogue, table string) error {
	var columns []struct {
		Name    string
		Type    string
		NotNull bool
		PK      int
	}
	err := s.conn.Select(ctx, &columns, `SELECT name, type, "notnull", pk FROM pragma_table_xinfo(?, ?)
		WHERE hidden <> 1 ORDER BY cid`, table, catalogue)
	if err != nil {
		return err
	}
	if len(columns) == 0 {
		return &connectors.Error{Class: connectors.Missing, Reason: "no such table or view"}
	}
	key := map[int]string{}
	for _, c := range columns {
		schema.Columns = append(schema.Columns, connectors.PhysicalColumn{
			Name: c.Name, Type: c.Type, Arrow: arrowOf(c.Type), Nullable: !c.NotNull && c.PK == 0,
		})
		if c.PK > 0 {
			key[c.PK] = c.Name
		}
	}
	for i := 1; i <= len(key); i++ {
		schema.PrimaryKey = append(schema.PrimaryKey, key[i])
	}
	return nil
}

// readIndexes leaves out partial indexes and those over expressions: they cover no
// column as a whole.
func (s *session) readIndexes(ctx context.Context, schema *connectors.Schema, catalogue, table string) error {
	var parts []struct {
		Index  string         `db:"idx"`
		Unique bool           `db:"uniq"`
		Origin string         `db:"origin"`
		Column sql.NullString `db:"col"`
	}
	err := s.conn.Select(ctx, &parts, `SELECT l.name AS idx, l."unique" AS uniq, l.origin AS origin, i.name AS col
		FROM pragma_index_list(?1, ?2) AS l, pragma_index_info(l.name, ?2) AS i
		WHERE l.partial = 0 ORDER BY l.name, i.seqno`, table, catalogue)
	if err != nil {
		return err
	}
	for start := 0; start < len(parts); {
		end := start
		columns, whole := []string{}, true
		for ; end < len(parts) && parts[end].Index == parts[start].Index; end++ {
			whole = whole && parts[end].Column.Valid
			columns = append(columns, parts[end].Column.String)
		}
		if whole {
			schema.Indexes = append(schema.Indexes, columns)
		}
		if whole && parts[start].Unique && parts[start].Origin != "pk" {
			schema.Unique = append(schema.Unique, columns)
		}
		start = end
	}
	// A primary key over the row id has no index of its own but serves as one.
	if len(schema.PrimaryKey) > 0 && !slices.ContainsFunc(schema.Indexes, func(index []string) bool {
		return slices.Equal(index, schema.PrimaryKey)
	}) {
		schema.Indexes = append([][]string{schema.PrimaryKey}, schema.Indexes...)
	}
	return nil
}

// estimate is what ANALYZE left: -1 if it never ran.
func (s *session) estimate(ctx context.Context, catalogue, table string) int64 {
	var stat string
	quoted := dialects.SQLite{}.Quote(catalogue)
	err := s.conn.Get(ctx, &stat, "SELECT stat FROM "+quoted+".sqlite_stat1 WHERE tbl = ? AND stat <> '' LIMIT 1", table)
	if errors.Is(err, sql.ErrNoRows) || err != nil {
		return -1
	}
	first, _, _ := strings.Cut(stat, " ")
	rows, err := strconv.ParseInt(first, 10, 64)
	if err != nil {
		return -1
	}
	return rows
}

// arrowOf is what values of a declared type decode to, if they are what was declared
// (sqlite.org/datatype3.html, section 3.1, with the usual names of dates). Decimals
// are stored as binary floats.
func arrowOf(declared string) arrow.DataType {
	name, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(declared)), "(")
	contains := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(name, part) })
	}
	switch {
	case name == "DATE":
		return arrow.FixedWidthTypes.Date32
	case contains("DATETIME", "TIMESTAMP"):
		return connectors.TimestampType
	case contains("BOOL"):
		return arrow.FixedWidthTypes.Boolean
	case contains("INT"):
		return arrow.PrimitiveTypes.Int64
	case contains("CHAR", "CLOB", "TEXT", "BLOB"), name == "", contains("JSON"), contains("TIME"):
		return arrow.BinaryTypes.String
	}
	return arrow.PrimitiveTypes.Float64
}
