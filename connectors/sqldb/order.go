package sqldb

import (
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

var _ connectors.Orderer = (*Source)(nil)

// Ordered implements connectors.Orderer: rows come in the order of a table's primary key
// without being sorted, which a table is clustered by or loaded along. Any other order
// costs the server more than it saves.
func (s *Source) Ordered(from connectors.Relation, schema connectors.Schema, columns []connectors.Column) bool {
	if from.Query != "" || len(columns) == 0 || len(schema.PrimaryKey) < len(columns) {
		return false
	}
	for i, c := range columns {
		if pushable(c) != nil || !strings.EqualFold(c.Physical[0], schema.PrimaryKey[i]) {
			return false
		}
	}
	return true
}
