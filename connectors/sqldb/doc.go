// Package sqldb is what all SQL connectors share: it builds the statements of a read,
// runs them within the source's limits and streams the answer as Arrow batches.
//
// It owns statement text (Request and Aggregate to SELECT), the guard that lets only
// one reading statement through, the pool with its one-login-failure rule, pacing,
// time limits, cancelling and the read-ahead. It refuses to know any server: quoting
// and text functions come from a Dialect, logging in, reading rows and the catalogue
// from a Driver and its Sessions. Those seams are what a new connector implements.
//
// # A read
//
// Scan takes a session from the pool and starts one goroutine that reads rows into a
// decode.Builder, so that no value is allocated on its own, and keeps up to four
// finished batches ahead of the caller. Callers need no read-ahead of their own.
//
// # The end of a read
//
// When the context ends, or the stream is closed early, the session is asked to Kill
// the statement on the server. Next returns at once. If the driver has not come back
// two seconds after the kill, the connection is abandoned and counted; a session whose
// read did not reach its end is never used again.
//
// # Login
//
// Sessions are opened one at a time. After one refused login the source never logs in
// again: shared accounts lock.
package sqldb
