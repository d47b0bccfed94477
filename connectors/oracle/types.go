package oracle

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

func isEnd(err error) bool { return errors.Is(err, io.EOF) }

// describe gives the columns of an answer, and how those are appended whose Go type
// does not tell: instants come as time.Time like civil times.
func describe(answer driver.Rows) ([]connectors.PhysicalColumn, []sqldb.Convert) {
	names := answer.Columns()
	columns := make([]connectors.PhysicalColumn, len(names))
	convert := make([]sqldb.Convert, len(names))
	typed, _ := answer.(driver.RowsColumnTypeDatabaseTypeName)
	scaled, _ := answer.(driver.RowsColumnTypePrecisionScale)
	for i, name := range names {
		columns[i] = connectors.PhysicalColumn{Name: name, Nullable: true}
		if typed == nil {
			continue
		}
		kind := kindOf(typed.ColumnTypeDatabaseTypeName(i))
		var precision, scale int64
		if scaled != nil {
			precision, scale, _ = scaled.ColumnTypePrecisionScale(i)
		}
		columns[i].Type = kind
		columns[i].Arrow = arrowOf(kind, known(precision), knownScale(precision, scale))
		switch {
		case strings.HasSuffix(kind, "TIME ZONE"):
			convert[i] = appendInstant
		case kind == kindRaw && !isKey(name):
			convert[i] = appendHex
		case kind == kindRaw: // the bytes of a text
		case columns[i].Arrow == nil:
			convert[i] = appendUnread
		case columns[i].Arrow == arrow.BinaryTypes.String:
			convert[i] = appendText
		}
	}
	return columns, convert
}

// kindRaw is the type of stored bytes, and of the keys that Dialect.Key makes of texts.
const kindRaw = "RAW"

// isKey tells such a key from a stored column: Oracle calls an expression by its own text,
// up to 30 bytes of it.
func isKey(name string) bool {
	for _, begins := range []string{"UTL_I18N.STRING_TO_RAW(", "MIN(", "MAX("} {
		if strings.HasPrefix(name, begins) {
			return true
		}
	}
	return false
}

// kindOf gives Oracle's name for what go-ora calls a type.
func kindOf(name string) string {
	switch name {
	case "NCHAR", "VARCHAR":
		return "VARCHAR2"
	case "LongVarChar":
		return "LONG"
	case "IBFloat", "BFloat":
		return "BINARY_FLOAT"
	case "IBDouble", "BDouble":
		return "BINARY_DOUBLE"
	case "OCIClobLocator":
		return "CLOB"
	case "OCIBlobLocator", "LongRaw":
		return "BLOB"
	case "OCIFileLocator":
		return "BFILE"
	case "TimeStampDTY", "TIMESTAMP":
		return "TIMESTAMP"
	case "TimeStampTZ_DTY", "TimeStampTZ":
		return "TIMESTAMP WITH TIME ZONE"
	case "TimeStampLTZ_DTY", "TimeStampeLTZ":
		return "TIMESTAMP WITH LOCAL TIME ZONE"
	}
	return name
}

// known is a precision or nil: go-ora reports 0 for none.
func known(precision int64) *int64 {
	if precision <= 0 || precision > maxPrecision {
		return nil
	}
	return &precision
}

// knownScale is a scale or nil: an expression claims precision 38 and scale 255, a
// bare NUMBER scale -127, which arrives as 129.
func knownScale(precision, scale int64) *int64 {
	if scale > maxPrecision || precision <= 0 && scale != 0 {
		return nil
	}
	return &scale
}

// The bounds of NUMBER in Arrow. What has no declared scale may have any: ten places
// are offered.
const (
	maxPrecision = 38
	maxInt64     = 18 // digits that always fit
	freeScale    = 10
)

// arrowOf is what a type decodes to without a form; nil if it is not read.
func arrowOf(kind string, precision, scale *int64) arrow.DataType {
	switch base, _, _ := strings.Cut(kind, "("); strings.TrimSpace(base) {
	case "VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR", "CLOB", "NCLOB", "LONG", "ROWID", "UROWID", kindRaw:
		return arrow.BinaryTypes.String
	case "NUMBER":
		return numberOf(precision, scale)
	case "FLOAT", "BINARY_FLOAT", "BINARY_DOUBLE":
		return arrow.PrimitiveTypes.Float64
	case "BOOLEAN", "Boolean":
		return arrow.FixedWidthTypes.Boolean
	case "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE":
		return connectors.TimestampType
	}
	return nil
}

// numberOf covers NUMBER, NUMBER(p), NUMBER(p,s) with s < 0 and s > p too.
func numberOf(precision, scale *int64) arrow.DataType {
	switch {
	case precision == nil && scale == nil, precision != nil && scale == nil:
		return &arrow.Decimal128Type{Precision: maxPrecision, Scale: freeScale}
	case precision == nil:
		return &arrow.Decimal128Type{Precision: maxPrecision, Scale: int32(max(*scale, 0))}
	case *scale <= 0 && *precision-*scale <= maxInt64:
		return arrow.PrimitiveTypes.Int64
	case *scale <= 0:
		return &arrow.Decimal128Type{Precision: int32(min(*precision-*scale, maxPrecision))}
	case *scale > maxPrecision:
		return nil
	}
	return &arrow.Decimal128Type{Precision: int32(max(*precision, *scale)), Scale: int32(*scale)}
}

// typeName writes a type as a CREATE TABLE would.
func typeName(kind string, length int64, precision, scale *int64) string {
	switch kind {
	case "VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR", kindRaw:
		return fmt.Sprintf("%s(%d)", kind, length)
	case "NUMBER":
		switch {
		case precision != nil && scale != nil && *scale != 0:
			return fmt.Sprintf("NUMBER(%d,%d)", *precision, *scale)
		case precision != nil:
			return fmt.Sprintf("NUMBER(%d)", *precision)
		case scale != nil && *scale == 0:
			return "INTEGER"
		}
	}
	return kind
}
