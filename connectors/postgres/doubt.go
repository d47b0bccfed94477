package postgres

import (
	"regexp"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Doubter = dialect{}

// shortText are the declarations of texts that fit into a cell; the server sends them
// in valid UTF-8.
var shortText = regexp.MustCompile(`^(character varying|character)\(\d+\)$`)

// Doubt implements sqldb.Doubter: dates reach beyond the years 1 to 9999 and to
// infinity, a numeric may be NaN.
func (dialect) Doubt(quoted string, contract connectors.Column, stored connectors.PhysicalColumn) (string, bool) {
	switch contract.Type.ID() {
	case arrow.STRING:
		return "", shortText.MatchString(stored.Type)
	case arrow.INT64, arrow.BOOL:
		return "", true
	case arrow.DECIMAL128:
		return quoted + " IS NOT NULL AND " + quoted + " = 'NaN'::numeric", true
	case arrow.DATE32, arrow.TIMESTAMP:
		return quoted + " IS NOT NULL AND NOT (" + quoted + " >= '0001-01-01' AND " + quoted + " < '10000-01-01')", true
	}
	return "", false
}
