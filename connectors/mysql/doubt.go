package mysql

import (
	"regexp"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Doubter = dialect{}

// shortText are the declarations of texts that fit into a cell; the server sends them
// in valid UTF-8.
var shortText = regexp.MustCompile(`^(var)?char\(\d+\)`)

// Doubt implements sqldb.Doubter: whatever the sql_mode was when they were written,
// dates may be 0000-00-00, lack a month or a day, or not be in the calendar.
func (dialect) Doubt(quoted string, contract connectors.Column, stored connectors.PhysicalColumn) (string, bool) {
	declared := strings.ToLower(stored.Type)
	switch contract.Type.ID() {
	case arrow.STRING:
		return "", shortText.MatchString(declared)
	case arrow.INT64:
		return "", !strings.Contains(declared, "unsigned")
	case arrow.DECIMAL128:
		return "", true
	case arrow.DATE32, arrow.TIMESTAMP:
		day := "DAYOFMONTH(" + quoted + ")"
		return quoted + " IS NOT NULL AND (YEAR(" + quoted + ") = 0 OR MONTH(" + quoted + ") = 0 OR " + day + " = 0 OR " +
			"COALESCE(" + day + " > DAYOFMONTH(LAST_DAY(" + quoted + ")), TRUE))", true
	}
	return "", false
}
