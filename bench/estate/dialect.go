package estate

import (
	"fmt"
	"strconv"
	"strings"
)

func (d Dialect) quote(name string) string {
	if d == MariaDB {
		return "`" + name + "`"
	}
	return `"` + name + `"`
}

// create is the statement that makes the table.
func (d Dialect) create(t Table) string {
	columns := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		columns[i] = d.quote(c.Name) + " " + d.columnType(c)
	}
	statement := "CREATE TABLE " + d.quote(t.Name) + " (" + strings.Join(columns, ", ") + ")"
	if d == MariaDB {
		statement += " CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"
	}
	return statement
}

func (d Dialect) columnType(c Column) string {
	switch c.Kind {
	case Text:
		return fmt.Sprintf("VARCHAR(%d)", c.Size)
	case Fixed:
		return fmt.Sprintf("CHAR(%d)", c.Size)
	case Decimal:
		return fmt.Sprintf("DECIMAL(%d,%d)", c.Size, c.Scale)
	case Date:
		return "DATE"
	case Timestamp:
		if d == MariaDB {
			return "DATETIME"
		}
		return "TIMESTAMP"
	}
	return "BIGINT"
}

// index is the statement that makes the table's i-th index.
func (d Dialect) index(table string, i int, columns []string) string {
	quoted := make([]string, len(columns))
	for j, c := range columns {
		quoted[j] = d.quote(c)
	}
	return fmt.Sprintf("CREATE INDEX %s ON %s (%s)", d.quote(fmt.Sprintf("IX_%s_%d", table, i+1)),
		d.quote(table), strings.Join(quoted, ", "))
}

// insert is the statement that inserts so many rows.
func (d Dialect) insert(t Table, rows int) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + d.quote(t.Name) + " VALUES ")
	n := 0
	for i := range rows {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteByte('(')
		for j := range t.Columns {
			if j > 0 {
				b.WriteByte(',')
			}
			n++
			b.WriteString(d.placeholder(n))
		}
		b.WriteByte(')')
	}
	return b.String()
}

func (d Dialect) placeholder(n int) string {
	if d == Postgres {
		return "$" + strconv.Itoa(n)
	}
	return "?"
}
