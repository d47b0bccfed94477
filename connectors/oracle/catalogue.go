package oracle

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

// The catalogue, by views that every login may read. A bind value stands once only:
// go-ora counts occurrences.
const (
	sqlColumns = "SELECT c.COLUMN_NAME, c.DATA_TYPE, c.DATA_LENGTH, c.CHAR_LENGTH, c.DATA_PRECISION, " +
		"c.DATA_SCALE, c.NULLABLE, m.COMMENTS FROM ALL_TAB_COLUMNS c LEFT JOIN ALL_COL_COMMENTS m " +
		"ON m.OWNER = c.OWNER AND m.TABLE_NAME = c.TABLE_NAME AND m.COLUMN_NAME = c.COLUMN_NAME " +
		"WHERE c.OWNER = :1 AND c.TABLE_NAME = :2 ORDER BY c.COLUMN_ID"
	sqlSynonym = "SELECT TABLE_OWNER, TABLE_NAME, DB_LINK FROM ALL_SYNONYMS " +
		"WHERE SYNONYM_NAME = :1 AND OWNER IN (:2, 'PUBLIC') ORDER BY CASE OWNER WHEN 'PUBLIC' THEN 1 ELSE 0 END"
	sqlKey = "SELECT cc.COLUMN_NAME FROM ALL_CONSTRAINTS k JOIN ALL_CONS_COLUMNS cc " +
		"ON cc.OWNER = k.OWNER AND cc.CONSTRAINT_NAME = k.CONSTRAINT_NAME " +
		"WHERE k.CONSTRAINT_TYPE = 'P' AND k.STATUS = 'ENABLED' AND k.OWNER = :1 AND k.TABLE_NAME = :2 " +
		"ORDER BY cc.POSITION"
	sqlIndexes = "SELECT i.OWNER || '.' || i.INDEX_NAME AS NAME, i.UNIQUENESS, ic.COLUMN_NAME FROM ALL_INDEXES i " +
		"JOIN ALL_IND_COLUMNS ic ON ic.INDEX_OWNER = i.OWNER AND ic.INDEX_NAME = i.INDEX_NAME " +
		"WHERE i.STATUS <> 'UNUSABLE' AND i.INDEX_TYPE IN ('NORMAL', 'NORMAL/REV', 'IOT - TOP') " +
		"AND i.TABLE_OWNER = :1 AND i.TABLE_NAME = :2 ORDER BY 1, ic.COLUMN_POSITION"
	sqlTable = "SELECT t.NUM_ROWS, m.COMMENTS FROM ALL_TAB_COMMENTS m LEFT JOIN ALL_TABLES t " +
		"ON t.OWNER = m.OWNER AND t.TABLE_NAME = m.TABLE_NAME WHERE m.OWNER = :1 AND m.TABLE_NAME = :2"
	sqlGrants = "SELECT DISTINCT PRIVILEGE FROM ALL_TAB_PRIVS WHERE TABLE_SCHEMA = :1 AND TABLE_NAME = :2 " +
		"AND (GRANTEE IN (USER, 'PUBLIC') OR GRANTEE IN (SELECT ROLE FROM SESSION_ROLES)) ORDER BY PRIVILEGE"
)

// maxSynonyms bounds a chain of synonyms, which may be a circle.
const maxSynonyms = 5

// A place is a table as the catalogue knows it.
type place struct{ owner, table string }

// Describe implements sqldb.Session. A table over a database link is described by its
// columns alone.
func (s *session) Describe(ctx context.Context, name []string) (schema connectors.Schema, err error) {
	free, stop := context.WithoutCancel(ctx), context.AfterFunc(ctx, s.tether.sever)
	defer stop()
	err = guarded(func() error {
		schema, err = s.describe(free, name)
		return err
	})
	return schema, err
}

func (s *session) describe(ctx context.Context, name []string) (connectors.Schema, error) {
	schema := connectors.Schema{Rows: -1}
	at, err := s.placeOf(name)
	if err != nil {
		return schema, err
	}
	if at, schema.Columns, err = s.resolve(ctx, at); err != nil {
		return schema, err
	}
	err = s.details(ctx, at, &schema)
	return schema, err
}

// resolve follows synonyms to the table or view, and gives its columns.
func (s *session) resolve(ctx context.Context, at place) (place, []connectors.PhysicalColumn, error) {
	for range maxSynonyms {
		columns, err := s.columns(ctx, at)
		if err != nil || len(columns) > 0 {
			return at, columns, err
		}
		if at, err = s.synonym(ctx, at); err != nil {
			return at, nil, err
		}
	}
	return at, nil, errNoTable()
}

func errNoTable() error {
	f := meaning(942)
	return &connectors.Error{Class: f.Class, Reason: f.Reason, Hint: f.Hint}
}

// placeOf folds a name of one or two parts.
func (s *session) placeOf(name []string) (place, error) {
	table := name[len(name)-1]
	switch {
	case len(name) > 2:
		return place{}, &connectors.Error{Class: connectors.Missing, Reason: "a name is schema.table"}
	case strings.Contains(table, "@"):
		return place{}, &connectors.Error{
			Class: connectors.Refused, Reason: "a table over a database link has no catalogue here",
			Hint: "describe it by a query",
		}
	}
	at := place{owner: s.owner, table: fold(table)}
	if len(name) == 2 {
		at.owner = fold(name[0])
	}
	return at, nil
}

type columnRow struct {
	Name      string         `db:"COLUMN_NAME"`
	Kind      string         `db:"DATA_TYPE"`
	Bytes     int64          `db:"DATA_LENGTH"`
	Chars     sql.NullInt64  `db:"CHAR_LENGTH"`
	Precision *int64         `db:"DATA_PRECISION"`
	Scale     *int64         `db:"DATA_SCALE"`
	Nullable  string         `db:"NULLABLE"`
	Comment   sql.NullString `db:"COMMENTS"`
}

func (s *session) columns(ctx context.Context, at place) ([]connectors.PhysicalColumn, error) {
	var found []columnRow
	if err := s.conn.Select(ctx, &found, sqlColumns, at.owner, at.table); err != nil {
		return nil, err
	}
	var columns []connectors.PhysicalColumn
	for _, c := range found {
		length := c.Bytes
		if c.Chars.Int64 > 0 {
			length = c.Chars.Int64
		}
		columns = append(columns, connectors.PhysicalColumn{
			Name: c.Name, Type: typeName(c.Kind, length, c.Precision, c.Scale),
			Arrow:    arrowOf(withoutDigits(c.Kind), c.Precision, c.Scale),
			Nullable: c.Nullable != "N", Comment: c.Comment.String, Instant: strings.HasSuffix(c.Kind, "TIME ZONE"),
		})
	}
	return columns, nil
}

// withoutDigits cuts the precision that the catalogue puts into a type's name:
// TIMESTAMP(6) WITH TIME ZONE.
func withoutDigits(kind string) string {
	before, rest, found := strings.Cut(kind, "(")
	_, after, closed := strings.Cut(rest, ")")
	if !found || !closed {
		return kind
	}
	return before + after
}

// synonym follows a synonym of the schema, else a public one.
func (s *session) synonym(ctx context.Context, at place) (place, error) {
	var found []struct {
		Owner sql.NullString `db:"TABLE_OWNER"`
		Table string         `db:"TABLE_NAME"`
		Link  sql.NullString `db:"DB_LINK"`
	}
	if err := s.conn.Select(ctx, &found, sqlSynonym, at.table, at.owner); err != nil {
		return at, err
	}
	switch {
	case len(found) == 0:
		return at, errNoTable()
	case found[0].Link.String != "":
		return s.placeOf([]string{found[0].Table + "@" + found[0].Link.String})
	}
	return place{owner: found[0].Owner.String, table: found[0].Table}, nil
}

// details adds keys, indexes, the estimate of rows and the comment.
func (s *session) details(ctx context.Context, at place, schema *connectors.Schema) error {
	if err := s.conn.Select(ctx, &schema.PrimaryKey, sqlKey, at.owner, at.table); err != nil {
		return err
	}
	var found []indexRow
	if err := s.conn.Select(ctx, &found, sqlIndexes, at.owner, at.table); err != nil {
		return err
	}
	schema.Indexes, schema.Unique = indexesOf(found, schema.PrimaryKey)
	var table struct {
		Rows    sql.NullInt64  `db:"NUM_ROWS"`
		Comment sql.NullString `db:"COMMENTS"`
	}
	err := s.conn.Get(ctx, &table, sqlTable, at.owner, at.table)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	schema.Comment = table.Comment.String
	if table.Rows.Valid {
		schema.Rows = table.Rows.Int64
	}
	return err
}

type indexRow struct {
	Name   string `db:"NAME"`
	Unique string `db:"UNIQUENESS"`
	Column string `db:"COLUMN_NAME"`
}

// indexesOf groups the columns of indexes, which come in order.
func indexesOf(found []indexRow, key []string) (all, unique [][]string) {
	for start := 0; start < len(found); {
		end := start
		var columns []string
		for ; end < len(found) && found[end].Name == found[start].Name; end++ {
			columns = append(columns, found[end].Column)
		}
		all = append(all, columns)
		if found[start].Unique == "UNIQUE" && !slices.Equal(columns, key) {
			unique = append(unique, columns)
		}
		start = end
	}
	return all, unique
}

// Grants implements sqldb.Grantor.
func (s *session) Grants(ctx context.Context, name []string) (granted []string, err error) {
	free, stop := context.WithoutCancel(ctx), context.AfterFunc(ctx, s.tether.sever)
	defer stop()
	at, err := s.placeOf(name)
	if err != nil {
		return nil, nil // over a link nothing is told
	}
	err = guarded(func() error {
		if at, _, err = s.resolve(free, at); err != nil {
			return err
		}
		return s.conn.Select(free, &granted, sqlGrants, at.owner, at.table)
	})
	return granted, err
}
