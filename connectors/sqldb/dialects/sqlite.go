package dialects

import (
	"fmt"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// SQLite is how SQLite wants its statements written.
type SQLite struct{}

var (
	_ sqldb.Dialect = SQLite{}
	_ sqldb.Bounder = SQLite{}
)

// Quote implements sqldb.Dialect.
func (SQLite) Quote(part string) string { return sqldb.QuoteWith(part, '"') }

// Placeholder implements sqldb.Dialect.
func (SQLite) Placeholder(int) string { return "?" }

// Select writes +"c", which is the value itself but no longer a declared column: the
// driver would turn texts of DATE and TIMESTAMP columns into instants.
func (SQLite) Select(column string) string { return "+" + column }

// Key relies on the BINARY collation that every function's result has.
func (SQLite) Key(column string) string { return "rtrim(" + column + ")" }

// Limit implements sqldb.Dialect.
func (SQLite) Limit(statement string, n int64) string {
	return statement + " LIMIT " + strconv.FormatInt(n, 10)
}

// Bound keeps out what is stored in another class than the contract's. Dates and
// timestamps are texts; date() and datetime() move days that do not exist, which tells
// them. A timestamp with a zone becomes "~", which no cell takes: the fault sends the
// caller to a scan.
func (SQLite) Bound(column string, contract connectors.Column) string {
	switch contract.Type.ID() {
	case arrow.INT64, arrow.DECIMAL128, arrow.BOOL:
		return fmt.Sprintf("CASE WHEN typeof(%s) = 'integer' THEN %[1]s END", column)
	case arrow.FLOAT64:
		return fmt.Sprintf("CASE WHEN typeof(%s) IN ('integer', 'real') THEN %[1]s END", column)
	case arrow.DATE32:
		return fmt.Sprintf("CASE WHEN date(%s) = substr(%[1]s, 1, 10) THEN substr(%[1]s, 1, 10) END", column)
	case arrow.TIMESTAMP:
		return fmt.Sprintf("CASE WHEN datetime(%s) = replace(substr(%[1]s, 1, 19), 'T', ' ') AND "+
			"substr(%[1]s, 20) NOT GLOB '*[Z+-]*' OR date(%[1]s) = %[1]s OR "+
			"strftime('%%Y-%%m-%%d %%H:%%M', %[1]s) = replace(%[1]s, 'T', ' ') THEN replace(%[1]s, 'T', ' ') "+
			"WHEN datetime(%[1]s) IS NOT NULL THEN '~' END", column)
	}
	return column
}
