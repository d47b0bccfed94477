package mysql

import (
	"strconv"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

type dialect struct{}

var _ sqldb.Dialect = dialect{}

func (dialect) Quote(part string) string { return sqldb.QuoteWith(part, '`') }

func (dialect) Placeholder(int) string { return "?" }

func (dialect) Select(column string) string { return column }

// Key compares the bytes of the text in UTF-8. The _bin collations would not do: they
// pad with blanks, which puts "a" behind "a\t".
func (dialect) Key(column string) string {
	return "CAST(CONVERT(RTRIM(" + column + ") USING utf8mb4) AS BINARY)"
}

func (dialect) Limit(statement string, n int64) string {
	return statement + " LIMIT " + strconv.FormatInt(n, 10)
}
