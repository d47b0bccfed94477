package behind

import (
	"database/sql/driver"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// A Table is what Create makes.
type Table struct {
	Owner, Name string
	Columns     []Column
	Key         []string
	Unique      []string // columns of one unique index
	Rows        [][]any  // of texts or nil, as the types take them
}

// A Column is one of a Table. Type is written as in CREATE TABLE; of a VARCHAR2 or CHAR
// the length counts characters.
type Column struct {
	Name, Type string
	NotNull    bool
	Comment    string
}

// Create makes a table with its rows and its entries in the catalogue, readable for the
// login.
func (d *Database) Create(t testing.TB, table Table) {
	t.Helper()
	var columns []column
	var names []string
	for _, c := range table.Columns {
		typ, err := typed(c.Type)
		if err != nil {
			t.Fatalf("%s.%s: %v", table.Name, c.Name, err)
		}
		typ.Name = c.Name
		columns, names = append(columns, typ), append(names, quote(c.Name))
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	name := stored(table.Owner, table.Name)
	d.exec(t, "CREATE TABLE "+quote(name)+" ("+strings.Join(names, ", ")+")")
	d.fill(t, name, table, columns)
	d.list(t, table)
	d.remember(name, columns)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.owned[name] = true
}

// stored is the name that a table has in SQLite.
func stored(owner, name string) string { return owner + "." + name }

// fill inserts the rows in one transaction.
func (d *Database) fill(t testing.TB, name string, table Table, columns []column) {
	t.Helper()
	tx, err := d.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }() // after Commit there is nothing left of it
	insert, err := tx.PrepareContext(t.Context(), "INSERT INTO "+quote(name)+" VALUES (?"+strings.Repeat(", ?", len(columns)-1)+")")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = insert.Close() }()
	for _, row := range table.Rows {
		values := make([]any, len(columns))
		for i, value := range row {
			if values[i], err = keep(value, columns[i], table.Columns[i].Type); err != nil {
				t.Fatalf("%s.%s: %v", table.Name, columns[i].Name, err)
			}
		}
		if _, err := insert.ExecContext(t.Context(), values...); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// keep brings a value into the form in which its type is kept.
func keep(value any, c column, typ string) (any, error) {
	text, ok := value.(string)
	if !ok || text == "" {
		return nil, nil
	}
	switch c.Kind {
	case tnstest.NumberKind:
		if c.wide {
			return text, nil
		}
		return numberOf(text)
	case tnstest.DoubleKind:
		return strconv.ParseFloat(text, 64)
	case tnstest.DateKind, tnstest.StampKind:
		if len(text) == len("2006-01-02") {
			text += " 00:00:00"
		}
		return civilOf(text)
	case tnstest.CharKind:
		size, err := strconv.ParseInt(strings.Trim(typ, "CHAR() "), 10, 64)
		if err != nil {
			return nil, err
		}
		return padded([]driver.Value{text, size})
	case tnstest.BFileKind:
		return nil, unknown("a value of a BFILE")
	case tnstest.RawKind:
		return []byte(text), nil
	}
	return text, nil
}

// list enters a table into the catalogue.
func (d *Database) list(t testing.TB, table Table) {
	t.Helper()
	d.enter(t, "ALL_TABLES", table.Owner, table.Name, strconv.Itoa(len(table.Rows)), "NO")
	d.enter(t, "ALL_TAB_COMMENTS", table.Owner, table.Name, "")
	d.enter(t, "ALL_TAB_PRIVS", d.user, table.Owner, table.Name, "SELECT")
	for i, c := range table.Columns {
		d.enter(t, "ALL_COL_COMMENTS", table.Owner, table.Name, c.Name, c.Comment)
		name, rest, _ := strings.Cut(c.Type, "(")
		size, scale, _ := strings.Cut(strings.TrimSuffix(rest, ")"), ",")
		row := []string{table.Owner, table.Name, strconv.Itoa(i + 1), c.Name, name, "22", "0", "", "", map[bool]string{true: "N", false: "Y"}[c.NotNull]}
		switch name {
		case "VARCHAR2", "CHAR":
			row[5], row[6] = size, size
		case "NUMBER":
			if row[7], row[8] = size, scale; size != "" && scale == "" {
				row[8] = "0"
			}
		case "TIMESTAMP":
			row[4], row[8] = c.Type, size
		}
		d.enter(t, "ALL_TAB_COLUMNS", row...)
	}
	if len(table.Key) > 0 {
		key := table.Name + "_PK"
		d.enter(t, "ALL_CONSTRAINTS", table.Owner, key, "P", table.Name, "ENABLED")
		for i, c := range table.Key {
			d.enter(t, "ALL_CONS_COLUMNS", table.Owner, key, c, strconv.Itoa(i+1))
		}
		d.index(t, table, key, table.Key)
	}
	if len(table.Unique) > 0 {
		d.index(t, table, table.Name+"_U", table.Unique)
	}
}

func (d *Database) index(t testing.TB, table Table, name string, columns []string) {
	t.Helper()
	d.enter(t, "ALL_INDEXES", table.Owner, name, "NORMAL", table.Owner, table.Name, "UNIQUE", "VALID")
	for i, c := range columns {
		d.enter(t, "ALL_IND_COLUMNS", table.Owner, name, c, strconv.Itoa(i+1))
	}
}

// enter inserts a row into a view; "" is null.
func (d *Database) enter(t testing.TB, view string, row ...string) {
	t.Helper()
	values := make([]string, len(row))
	columns := d.known(view)
	if len(columns) != len(row) {
		t.Fatalf("%s has %d columns, not %d", view, len(columns), len(row))
	}
	for i, value := range row {
		switch {
		case value == "":
			values[i] = "NULL"
		case columns[i].Kind == tnstest.NumberKind:
			values[i] = value
		default:
			values[i] = literal(value)
		}
	}
	d.exec(t, fmt.Sprintf("INSERT INTO %s VALUES (%s)", quote(view), strings.Join(values, ", ")))
}
