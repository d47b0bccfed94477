package estate

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// The dialects that Write speaks.
const (
	SQLite   Dialect = "sqlite"
	MariaDB  Dialect = "mysql"
	Postgres Dialect = "postgres"
)

// Dialect is the name of a source's driver.
type Dialect string

// valuesPerInsert bounds the bind values of one statement, below SQLite's 32,766 and
// PostgreSQL's 65,535.
const valuesPerInsert = 6000

// Write creates the tables and views in the database that db is connected to, in
// place of older ones of the same names, and loads the rows. Each table is loaded in
// one transaction. The error names the table, never a value. db stays the caller's.
func Write(ctx context.Context, db *sql.DB, dialect Dialect, tables []Table, views []View) error {
	for _, v := range views {
		if _, err := db.ExecContext(ctx, "DROP VIEW IF EXISTS "+dialect.quote(v.Name)); err != nil {
			return fmt.Errorf("drop view %s: %w", v.Name, err)
		}
	}
	for _, t := range tables {
		if err := writeTable(ctx, db, dialect, t); err != nil {
			return fmt.Errorf("write table %s: %w", t.Name, err)
		}
	}
	for _, v := range views {
		if _, err := db.ExecContext(ctx, "CREATE VIEW "+dialect.quote(v.Name)+" AS "+v.Query); err != nil {
			return fmt.Errorf("create view %s: %w", v.Name, err)
		}
	}
	return nil
}

func writeTable(ctx context.Context, db *sql.DB, dialect Dialect, t Table) error {
	if _, err := db.ExecContext(ctx, "DROP TABLE IF EXISTS "+dialect.quote(t.Name)); err != nil || t.Gone {
		return err
	}
	if _, err := db.ExecContext(ctx, dialect.create(t)); err != nil {
		return err
	}
	if err := load(ctx, db, dialect, t); err != nil {
		return err
	}
	for i, columns := range t.Indexes {
		if _, err := db.ExecContext(ctx, dialect.index(t.Name, i, columns)); err != nil {
			return err
		}
	}
	return nil
}

// load inserts the rows, many to a statement that is prepared once.
func load(ctx context.Context, db *sql.DB, dialect Dialect, t Table) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it has nothing to do
	l := loader{ctx: ctx, tx: tx, dialect: dialect, table: t, rows: max(1, valuesPerInsert/len(t.Columns))}
	if err := l.run(); err != nil {
		return err
	}
	return tx.Commit()
}

// A loader gathers rows until a statement is full.
type loader struct {
	ctx     context.Context
	tx      *sql.Tx
	dialect Dialect
	table   Table
	rows    int
	full    *sql.Stmt
	args    []any
}

func (l *loader) run() error {
	width := len(l.table.Columns)
	for row := range l.table.Rows {
		for i, value := range row {
			l.args = append(l.args, l.dialect.bind(l.table.Columns[i], value))
		}
		if len(l.args) == l.rows*width {
			if err := l.flushFull(); err != nil {
				return err
			}
		}
	}
	if len(l.args) == 0 {
		return nil
	}
	_, err := l.tx.ExecContext(l.ctx, l.dialect.insert(l.table, len(l.args)/width), l.args...)
	return err
}

func (l *loader) flushFull() error {
	if l.full == nil {
		statement, err := l.tx.PrepareContext(l.ctx, l.dialect.insert(l.table, l.rows))
		if err != nil {
			return err
		}
		l.full = statement
	}
	_, err := l.full.ExecContext(l.ctx, l.args...)
	l.args = l.args[:0]
	return err
}

// bind gives the value as the driver is handed it: SQLite keeps a CHAR as it comes,
// so it is padded here as the servers do themselves.
func (d Dialect) bind(c Column, value any) any {
	if s, ok := value.(string); ok && d == SQLite && c.Kind == Fixed {
		if n := c.Size - len([]rune(s)); n > 0 {
			return s + strings.Repeat(" ", n)
		}
	}
	return value
}
