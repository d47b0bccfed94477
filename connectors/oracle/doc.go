// Package oracle reads an Oracle database through go-ora, as a driver of sqldb.
//
// # What has been proved
//
// This connector has not met an Oracle. No Oracle can run on the machines where it is
// built and tested. What stands behind it: golden files of every statement shape; tests
// of the time limits and of giving up against servers that stay silent, refuse or talk
// nonsense; the classification of error codes. Logging in, decoding of rows, the break
// of a running statement and the catalogue queries have been read against the manuals
// and the driver's source, and not run. Try a new source with a link patrol first.
//
// # What it owns
//
// Quoting with Oracle's folding of names, text compared by its UTF-8 bytes whatever
// the database's character set, the read-only transaction around each statement, the
// pinned session (NLS), the catalogue by ALL_ views, what ORA codes mean, and a tether
// on every socket: go-ora does not return from a silent server when its context ends,
// so the socket is closed under it.
//
// NUMBER travels as exact text. DATE and TIMESTAMP are civil times; TIMESTAMP WITH
// (LOCAL) TIME ZONE is an instant, read in Form.Zone. An empty text is null on arrival:
// Oracle knows no other. A text used as a key of an aggregate may have at most 2,000
// bytes in UTF-8.
//
// Options of the source: "sid" (instead of the service name in Database), "prefetch"
// (rows fetched at once, default 500).
//
// It refuses the login SYS, which would be a SYSDBA, and logins without password.
package oracle
