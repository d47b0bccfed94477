// Package flightsql is the connector for servers that speak Arrow Flight SQL: tables
// that outgrew one machine are read and counted where they lie.
//
// It owns logging in (a password exchanged for a token, a bearer token, headers, TLS
// with client certificates), running a statement and reading its endpoints one after
// the other, and the catalogue calls of the protocol. Statements, limits, the pool with
// its one-login-failure rule and cancelling are sqldb's; what a value means is decode's.
// Records are taken as the server sends them: a column that already has the contract's
// type is not copied.
//
// Flight SQL is a protocol and no language. Which SQL the server speaks is told by the
// option "dialect" or guessed from the name that the server gives. With a language that
// is not known, conditions are not pushed down and no figure over texts is asked for.
//
// It only ever sends queries, never updates; but the protocol has no reading session, so
// the account must be one that may not write. Bind values travel as parameters of a
// prepared statement: a server that has none refuses conditions with values.
package flightsql
