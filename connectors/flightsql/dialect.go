package flightsql

import (
	"strconv"
	"strings"
	"sync"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
	"github.com/dogwatch/dogwatch/connectors/sqldb/dialects"
)

const dialectNames = "sqlite, mysql, postgres, duckdb"

// products are words in the names that servers give themselves, and what they speak.
var products = []struct{ word, dialect string }{
	{"sqlite", "sqlite"}, {"duckdb", "duckdb"}, {"gizmosql", "duckdb"}, {"postgres", "postgres"},
	{"doris", "mysql"}, {"starrocks", "mysql"}, {"mysql", "mysql"}, {"mariadb", "mysql"}, {"tidb", "mysql"},
}

// A spoken is the language of one server. Until it is known it is standard SQL.
type spoken struct {
	source string

	mu   sync.RWMutex
	name string // empty: not known
	base sqldb.Dialect
}

var (
	_ sqldb.Dialect = (*spoken)(nil)
	_ sqldb.Bounder = (*spoken)(nil)
	_ sqldb.Hinter  = (*spoken)(nil)
)

// set takes a language by its name; false if there is none of this name.
func (s *spoken) set(name string) bool {
	bases := map[string]sqldb.Dialect{
		"sqlite": dialects.SQLite{}, "mysql": dialects.MySQL{}, "postgres": dialects.Postgres{}, "duckdb": standard{},
	}
	base, ok := bases[name]
	if !ok {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.name, s.base = name, base
	return true
}

// learn guesses the language from the server's name, unless it is known already.
func (s *spoken) learn(product string) {
	if s.known() {
		return
	}
	for _, p := range products {
		if strings.Contains(strings.ToLower(product), p.word) {
			s.set(p.dialect)
			return
		}
	}
}

// correct is for what a server tells and its language cannot hold: SQLite keeps decimals
// as binary floats, whatever they are declared as, so no sum of them is exact.
func (s *spoken) correct(columns []connectors.PhysicalColumn) {
	for i, column := range columns {
		if s.called() == "sqlite" && column.Arrow.ID() == arrow.DECIMAL128 {
			columns[i].Arrow = arrow.PrimitiveTypes.Float64
		}
	}
}

func (s *spoken) known() bool { return s.called() != "" }

func (s *spoken) called() string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.name
}

func (s *spoken) is() sqldb.Dialect {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.base == nil {
		return standard{}
	}
	return s.base
}

// Quote takes backticks for SQLite, which only ever are names: most of its builds take
// a name in double quotes that does not exist for a text.
func (s *spoken) Quote(part string) string {
	if s.called() == "sqlite" {
		return sqldb.QuoteWith(part, '`')
	}
	return s.is().Quote(part)
}

func (s *spoken) Placeholder(n int) string { return s.is().Placeholder(n) }

// Select is the column itself, whatever the dialect does for its own driver: the server
// tells the type of a column, not that of an expression.
func (s *spoken) Select(column string) string { return column }

func (s *spoken) Key(column string) string { return s.is().Key(column) }

func (s *spoken) Limit(statement string, n int64) string { return s.is().Limit(statement, n) }

// Bound implements sqldb.Bounder for the dialects that are one.
func (s *spoken) Bound(column string, contract connectors.Column) string {
	if b, ok := s.is().(sqldb.Bounder); ok {
		return b.Bound(column, contract)
	}
	return column
}

// GroupHint implements sqldb.Hinter for the dialects that are one.
func (s *spoken) GroupHint() string {
	if h, ok := s.is().(sqldb.Hinter); ok {
		return h.GroupHint()
	}
	return ""
}

// standard is what most servers understand. Its Key holds where texts are compared by
// bytes, as DuckDB does.
type standard struct{}

func (standard) Quote(part string) string { return sqldb.QuoteWith(part, '"') }

func (standard) Placeholder(int) string { return "?" }

func (standard) Select(column string) string { return column }

func (standard) Key(column string) string { return "RTRIM(" + column + ", ' ')" }

func (standard) Limit(statement string, n int64) string {
	return statement + " LIMIT " + strconv.FormatInt(n, 10)
}
