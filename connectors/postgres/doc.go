// Package postgres is the connector for PostgreSQL, and by protocol for Kingbase and
// openGauss (which have not been tried).
//
// It owns login, the read-only session, the reading of raw result fields in text form
// (pgx's native protocol layer, no database/sql between), the catalogue and the cancel
// request. It refuses to read anything of libpq's surroundings: environment, service
// and password files have no say.
//
// A timestamp with time zone is an instant: the session shows it at Asia/Shanghai with
// its offset and it is read in the zone of the column's Form.
package postgres
