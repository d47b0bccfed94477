package postgres

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Canon = dialect{}

// Canonical implements sqldb.Canon. What lies outside the years 1 to 9999
// does not decode, nor does NaN.
func (d dialect) Canonical(column string, t arrow.DataType, wrong string) string {
	switch t := t.(type) {
	case *arrow.StringType:
		return d.Key(column)
	case *arrow.Int64Type:
		return "(" + column + ")::bigint::text"
	case *arrow.Decimal128Type:
		return fmt.Sprintf("CASE WHEN %s = 'NaN' THEN %s ELSE (%[1]s)::numeric(38,%[3]d)::text END", column, wrong, t.Scale)
	case *arrow.Date32Type:
		return within(column, "to_char("+column+", 'YYYY-MM-DD')", wrong)
	case *arrow.TimestampType:
		return within(column, "to_char("+column+", 'YYYY-MM-DD HH24:MI:SS.US')", wrong)
	}
	return ""
}

func within(column, text, wrong string) string {
	return "CASE WHEN " + column + " IS NULL THEN NULL WHEN " + column + " < DATE '0001-01-01' OR " + column + " >= DATE '10000-01-01' THEN " + wrong + " ELSE " + text + " END"
}

// Labelled implements sqldb.Canon.
func (dialect) Labelled(text string) string {
	return "COALESCE(octet_length(" + text + ") || ':' || " + text + ", 'N')"
}

// Join implements sqldb.Canon.
func (dialect) Join(texts []string) string { return "(" + strings.Join(texts, " || ") + ")" }

// Hash implements sqldb.Canon.
func (dialect) Hash(text string) string { return "md5(convert_to(" + text + ", 'UTF8'))" }

// Block implements sqldb.Canon.
func (dialect) Block(hash string, digits int) string {
	return fmt.Sprintf("left(%s, %d)", hash, digits)
}

// Word implements sqldb.Canon. A sum of bigint is an exact numeric.
func (dialect) Word(hash string, n int) string {
	return fmt.Sprintf("('x' || substr(%s, %d, 8))::bit(32)::bigint", hash, 8*n+1)
}
