package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"github.com/dogwatch/dogwatch/connectors"
)

// A place is a relation found in the catalogue.
type place struct {
	OID      uint32
	Estimate float64
	Comment  string
}

// Describe implements sqldb.Session from pg_catalog. Of a name with three parts the
// first is the database, which is the session's own.
func (s *session) Describe(ctx context.Context, name []string) (connectors.Schema, error) {
	schema := connectors.Schema{Rows: -1}
	at, err := s.locate(ctx, name)
	if err != nil {
		return schema, err
	}
	if at.Estimate >= 0 {
		schema.Rows = int64(at.Estimate)
	}
	schema.Comment = at.Comment
	if err := s.readColumns(ctx, &schema, at); err != nil {
		return schema, err
	}
	return schema, s.readIndexes(ctx, &schema, at)
}

func (s *session) locate(ctx context.Context, name []string) (place, error) {
	space, table := "", name[len(name)-1]
	if len(name) > 1 {
		space = name[len(name)-2]
	}
	rows, err := s.conn.Query(ctx, `SELECT c.oid, c.reltuples::float8 AS estimate,
		coalesce(obj_description(c.oid, 'pg_class'), '') AS comment
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relname = $1 AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
		AND CASE WHEN $2 = '' THEN pg_table_is_visible(c.oid) ELSE n.nspname = $2 END`, table, space)
	if err != nil {
		return place{}, err
	}
	at, err := pgx.CollectExactlyOneRow(rows, pgx.RowToStructByName[place])
	if errors.Is(err, pgx.ErrNoRows) {
		return at, &connectors.Error{Class: connectors.Missing, Reason: "no such table or view", Hint: nameHint}
	}
	return at, err
}

func (s *session) readColumns(ctx context.Context, schema *connectors.Schema, at place) error {
	type column struct {
		Name, Type, Comment string
		Base                uint32
		Modifier            int32
		Nullable            bool
	}
	rows, err := s.conn.Query(ctx, `SELECT a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
		coalesce(col_description(a.attrelid, a.attnum), '') AS comment,
		CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END AS base,
		CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier,
		NOT (a.attnotnull OR t.typnotnull) AS nullable
		FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
		WHERE a.attrelid = $1 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`, at.OID)
	if err != nil {
		return err
	}
	columns, err := pgx.CollectRows(rows, pgx.RowToStructByName[column])
	for _, c := range columns {
		schema.Columns = append(schema.Columns, connectors.PhysicalColumn{
			Name: c.Name, Type: c.Type, Arrow: arrowOf(c.Base, c.Modifier), Nullable: c.Nullable, Comment: c.Comment,
			Instant: c.Base == pgtype.TimestamptzOID,
		})
	}
	return err
}

// readIndexes leaves out partial indexes and those over expressions: they cover no
// column as a whole.
func (s *session) readIndexes(ctx context.Context, schema *connectors.Schema, at place) error {
	type index struct {
		Primary, Unique bool
		Columns         []string
	}
	rows, err := s.conn.Query(ctx, `SELECT i.indisprimary AS primary, i.indisunique AS unique,
		ARRAY(SELECT a.attname::text FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, pos)
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
			WHERE k.pos <= i.indnkeyatts ORDER BY k.pos) AS columns
		FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
		WHERE i.indrelid = $1 AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
		ORDER BY NOT i.indisprimary, c.relname`, at.OID)
	if err != nil {
		return err
	}
	indexes, err := pgx.CollectRows(rows, pgx.RowToStructByName[index])
	for _, i := range indexes {
		schema.Indexes = append(schema.Indexes, i.Columns)
		switch {
		case i.Primary:
			schema.PrimaryKey = i.Columns
		case i.Unique:
			schema.Unique = append(schema.Unique, i.Columns)
		}
	}
	return err
}

// Grants implements sqldb.Grantor.
func (s *session) Grants(ctx context.Context, name []string) ([]string, error) {
	at, err := s.locate(ctx, name)
	if err != nil {
		return nil, err
	}
	rows, err := s.conn.Query(ctx, `SELECT p FROM unnest(ARRAY['DELETE', 'INSERT', 'SELECT', 'TRUNCATE', 'UPDATE'])
		AS p WHERE has_table_privilege($1::oid, p) ORDER BY p`, at.OID)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
