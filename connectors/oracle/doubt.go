package oracle

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Doubter = Dialect{}

// Doubt implements sqldb.Doubter. Numbers of a declared precision are sound. Times before
// the first year may be stored. Of a text the server cannot tell whether its bytes are
// characters of the database's set: import tools and old clients store what they like. A
// NUMBER without precision may have more places than any contract.
func (Dialect) Doubt(quoted string, contract connectors.Column, stored connectors.PhysicalColumn) (string, bool) {
	switch contract.Type.ID() {
	case arrow.INT64, arrow.DECIMAL128:
		return "", strings.HasPrefix(stored.Type, "NUMBER(")
	case arrow.DATE32, arrow.TIMESTAMP:
		return "CASE WHEN " + quoted + " < DATE '0001-01-01' THEN 1 ELSE 0 END = 1", true
	}
	return "", false
}
