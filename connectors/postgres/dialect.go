package postgres

import (
	"strconv"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

type dialect struct{}

var _ sqldb.Dialect = dialect{}

func (dialect) Quote(part string) string { return sqldb.QuoteWith(part, '"') }

func (dialect) Placeholder(n int) string { return "$" + strconv.Itoa(n) }

func (dialect) Select(column string) string { return column }

// Key forces the C collation: it compares bytes, and databases are in UTF-8.
func (dialect) Key(column string) string { return "RTRIM((" + column + `)::text) COLLATE "C"` }

func (dialect) Limit(statement string, n int64) string {
	return statement + " LIMIT " + strconv.FormatInt(n, 10)
}
