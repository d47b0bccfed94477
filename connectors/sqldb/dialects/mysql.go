package dialects

import (
	"strconv"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// MySQL is how MySQL wants its statements written.
type MySQL struct{}

var (
	_ sqldb.Dialect = MySQL{}
	_ sqldb.Hinter  = MySQL{}
)

// Quote implements sqldb.Dialect.
func (MySQL) Quote(part string) string { return sqldb.QuoteWith(part, '`') }

// Placeholder implements sqldb.Dialect.
func (MySQL) Placeholder(int) string { return "?" }

// Select implements sqldb.Dialect.
func (MySQL) Select(column string) string { return column }

// Key compares the bytes of the text in UTF-8. The _bin collations would not do: they
// pad with blanks, which puts "a" behind "a\t". Servers sort, and so group, by the
// first 1,024 bytes only (max_sort_length): keys of people and things are shorter.
func (MySQL) Key(column string) string {
	return "CAST(CONVERT(RTRIM(" + column + ") USING utf8mb4) AS BINARY)"
}

// Limit implements sqldb.Dialect.
func (MySQL) Limit(statement string, n int64) string {
	return statement + " LIMIT " + strconv.FormatInt(n, 10)
}

// GroupHint has the server sort instead of filling a temporary table, which takes a
// minute instead of seconds once a million keys no longer fit into memory.
func (MySQL) GroupHint() string { return "SQL_BIG_RESULT" }
