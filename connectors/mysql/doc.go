// Package mysql is the connector for MySQL and MariaDB, and by protocol for TiDB,
// OceanBase, Doris and StarRocks (which have not been tried).
//
// It owns login, the read-only session (UTF-8, strict mode, UTC+8, statement timeout),
// the reading of the text protocol's values, the catalogue and KILL QUERY. It refuses
// LOAD DATA LOCAL, several statements in one, old passwords and cleartext passwords.
//
// TIMESTAMP columns are instants: the session shows them at UTC+8 and they are read in
// the zone of the column's Form. DATETIME is civil time and stays as it is.
package mysql
