package mysql

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Canon = dialect{}

// Canonical implements sqldb.Canon. Dates without a day or month do not decode.
func (d dialect) Canonical(column string, t arrow.DataType, wrong string) string {
	switch t := t.(type) {
	case *arrow.StringType:
		return d.Key(column)
	case *arrow.Int64Type:
		return "CAST(CAST(" + column + " AS SIGNED) AS CHAR)" // without leading zeros
	case *arrow.Decimal128Type:
		return fmt.Sprintf("CAST(CAST(%s AS DECIMAL(38,%d)) AS CHAR)", column, t.Scale)
	case *arrow.Date32Type:
		return whole(column, "DATE_FORMAT("+column+", '%Y-%m-%d')", wrong)
	case *arrow.TimestampType:
		return whole(column, "DATE_FORMAT("+column+", '%Y-%m-%d %H:%i:%s.%f')", wrong)
	}
	return ""
}

func whole(column, text, wrong string) string {
	return "CASE WHEN " + column + " IS NULL THEN NULL WHEN YEAR(" + column + ") = 0 OR MONTH(" + column + ") = 0 OR DAY(" + column + ") = 0 THEN " + wrong + " ELSE " + text + " END"
}

// Labelled implements sqldb.Canon.
func (dialect) Labelled(text string) string {
	return "COALESCE(CONCAT(OCTET_LENGTH(" + text + "), ':', " + text + "), 'N')"
}

// Join implements sqldb.Canon.
func (dialect) Join(texts []string) string { return "CONCAT(" + strings.Join(texts, ", ") + ")" }

// Hash implements sqldb.Canon.
func (dialect) Hash(text string) string { return "MD5(CAST(" + text + " AS BINARY))" }

// Block implements sqldb.Canon.
func (dialect) Block(hash string, digits int) string {
	return fmt.Sprintf("LEFT(%s, %d)", hash, digits)
}

// Word implements sqldb.Canon. A sum of integers is an exact decimal.
func (dialect) Word(hash string, n int) string {
	return fmt.Sprintf("CAST(CONV(SUBSTR(%s, %d, 8), 16, 10) AS UNSIGNED)", hash, 8*n+1)
}
