package mysql

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb/dialects"
)

// Describe implements sqldb.Session from information_schema.
func (s *session) Describe(ctx context.Context, name []string) (connectors.Schema, error) {
	schema := connectors.Schema{Rows: -1}
	database, table, err := s.locate(ctx, name)
	if err != nil {
		return schema, err
	}
	if err := s.readColumns(ctx, &schema, database, table); err != nil {
		return schema, err
	}
	if len(schema.Columns) == 0 {
		return schema, s.absence(ctx, database, table)
	}
	if err := s.readIndexes(ctx, &schema, database, table); err != nil {
		return schema, err
	}
	return schema, s.readTable(ctx, &schema, database, table)
}

// locate gives the database and table that a name means in this session.
func (s *session) locate(ctx context.Context, name []string) (database, table string, err error) {
	table = name[len(name)-1]
	if len(name) > 1 {
		return name[len(name)-2], table, nil
	}
	var current sql.NullString
	if err := s.conn.Get(ctx, &current, "SELECT DATABASE()"); err != nil {
		return "", "", err
	}
	if !current.Valid {
		return "", "", &connectors.Error{Class: connectors.Missing, Reason: "no database is configured or named"}
	}
	return current.String, table, nil
}

func (s *session) readColumns(ctx context.Context, schema *connectors.Schema, database, table string) error {
	var columns []struct {
		Name, Type, Base, Comment string
		Nullable                  bool
		Precision, Scale          sql.NullInt64
	}
	err := s.conn.Select(ctx, &columns, `SELECT column_name AS name, column_type AS type, data_type AS base,
		column_comment AS comment, is_nullable = 'YES' AS nullable,
		CAST(numeric_precision AS SIGNED) AS `+"`precision`"+`, CAST(numeric_scale AS SIGNED) AS scale
		FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`,
		database, table)
	if err != nil {
		return err
	}
	for _, c := range columns {
		schema.Columns = append(schema.Columns, connectors.PhysicalColumn{
			Name: c.Name, Type: c.Type, Nullable: c.Nullable, Comment: c.Comment, Instant: strings.EqualFold(c.Base, "timestamp"),
			Arrow: arrowOf(strings.ToUpper(c.Base), c.Precision.Int64, c.Scale.Int64),
		})
	}
	return nil
}

// absence tells a table that does not exist from one that may not be seen: the
// catalogue is silent about both.
func (s *session) absence(ctx context.Context, database, table string) error {
	quote := dialects.MySQL{}.Quote
	rows, err := s.query(ctx, "SELECT 1 FROM "+quote(database)+"."+quote(table)+" WHERE 1=0", nil)
	if err != nil {
		return err
	}
	if _, err := rows.Next(); !errors.Is(err, io.EOF) {
		return errors.Join(err, rows.Close())
	}
	if err := rows.Close(); err != nil {
		return err
	}
	return &connectors.Error{Class: connectors.Privilege, Reason: "the catalogue does not show the table's columns"}
}

// readIndexes leaves out indexes over expressions: they cover no column as a whole.
func (s *session) readIndexes(ctx context.Context, schema *connectors.Schema, database, table string) error {
	var parts []struct {
		Index  string `db:"idx"`
		Unique bool   `db:"uniq"`
		Column sql.NullString
		Part   sql.NullInt64 // of a prefix index
	}
	err := s.conn.Select(ctx, &parts, `SELECT index_name AS idx, non_unique = 0 AS uniq, column_name AS `+"`column`"+`,
		sub_part AS part FROM information_schema.statistics WHERE table_schema = ? AND table_name = ?
		AND index_type IN ('BTREE', 'HASH') ORDER BY index_name, seq_in_index`, database, table)
	if err != nil {
		return err
	}
	for start := 0; start < len(parts); {
		end := start
		columns, whole := []string{}, true
		for ; end < len(parts) && parts[end].Index == parts[start].Index; end++ {
			whole = whole && parts[end].Column.Valid && !parts[end].Part.Valid
			columns = append(columns, parts[end].Column.String)
		}
		switch {
		case !whole:
		case parts[start].Index == "PRIMARY":
			schema.PrimaryKey = columns
			schema.Indexes = append(schema.Indexes, columns)
		default:
			schema.Indexes = append(schema.Indexes, columns)
			if parts[start].Unique {
				schema.Unique = append(schema.Unique, columns)
			}
		}
		start = end
	}
	return nil
}

func (s *session) readTable(ctx context.Context, schema *connectors.Schema, database, table string) error {
	var told struct {
		Rows    sql.NullInt64  `db:"estimate"`
		Comment sql.NullString `db:"comment"`
		Kind    string         `db:"kind"`
	}
	err := s.conn.Get(ctx, &told, `SELECT CAST(table_rows AS SIGNED) AS estimate, table_comment AS comment,
		table_type AS kind FROM information_schema.tables WHERE table_schema = ? AND table_name = ?`, database, table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if told.Rows.Valid {
		schema.Rows = told.Rows.Int64
	}
	if !strings.Contains(told.Kind, "VIEW") { // a view's comment is the word VIEW
		schema.Comment = told.Comment.String
	}
	return nil
}

// Grants implements sqldb.Grantor: privileges on the server, the database and the
// table, as the catalogue shows them to the account itself.
func (s *session) Grants(ctx context.Context, name []string) ([]string, error) {
	database, table, err := s.locate(ctx, name)
	if err != nil {
		return nil, err
	}
	var granted []string
	const me = "grantee = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')"
	err = s.conn.Select(ctx, &granted, "SELECT privilege_type FROM information_schema.user_privileges"+
		" WHERE privilege_type <> 'USAGE' AND "+me+
		" UNION SELECT privilege_type FROM information_schema.schema_privileges WHERE ? LIKE table_schema AND "+me+
		" UNION SELECT privilege_type FROM information_schema.table_privileges"+
		" WHERE table_schema = ? AND table_name = ? AND "+me+" ORDER BY 1", database, database, table)
	return granted, err
}
