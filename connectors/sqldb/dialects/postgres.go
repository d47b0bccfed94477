package dialects

import (
	"strconv"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// Postgres is how PostgreSQL wants its statements written.
type Postgres struct{}

var _ sqldb.Dialect = Postgres{}

// Quote implements sqldb.Dialect.
func (Postgres) Quote(part string) string { return sqldb.QuoteWith(part, '"') }

// Placeholder implements sqldb.Dialect.
func (Postgres) Placeholder(n int) string { return "$" + strconv.Itoa(n) }

// Select implements sqldb.Dialect.
func (Postgres) Select(column string) string { return column }

// Key forces the C collation: it compares bytes, and databases are in UTF-8.
func (Postgres) Key(column string) string { return "RTRIM((" + column + `)::text) COLLATE "C"` }

// Limit implements sqldb.Dialect.
func (Postgres) Limit(statement string, n int64) string {
	return statement + " LIMIT " + strconv.FormatInt(n, 10)
}
