package postgres

import "github.com/dogwatch/dogwatch/connectors/sqldb/dialects"

// A dialect is the SQL that every connector to such a server speaks, and what only the
// server's own driver can promise.
type dialect struct{ dialects.Postgres }
