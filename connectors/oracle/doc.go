// Package oracle reads an Oracle database through go-ora, as a driver of sqldb.
//
// # What has been proved
//
// This connector has not met an Oracle. No Oracle can run on the machines where it is
// built and tested. What stands behind it:
//
//   - golden files of every statement shape and of what each error code means;
//   - a TNS server in test code (tnstest) that plays the protocol of release 11 as go-ora
//     expects it: login, refused login, rows in AL32UTF8 and ZHS16GBK, server errors,
//     statements that hang, break off or fail in execution and in a fetch, with and
//     without heeding the interrupt;
//   - servers that stay silent, hang up, refuse or talk another protocol.
//
// Not proved: that a real Oracle accepts the statements, plans them well and answers
// the catalogue queries as the manuals say. Try a new source with `dogwatch selftest` and a
// link patrol first.
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
// (LOCAL) TIME ZONE is an instant, read in Form.Zone. An empty text is null on arrival,
// and one of blanks alone, as RTRIM has it: Oracle knows no other. A text used as a key of an aggregate may have at most 2,000
// bytes in UTF-8.
//
// Options of the source: "sid" (instead of the service name in Database), "prefetch"
// (rows fetched at once, default 500).
//
// go-ora prints warnings of the server (a password that expires soon) to os.Stdout: a
// program whose standard output is its result puts another file there first.
//
// It refuses the login SYS, which would be a SYSDBA, and logins without password.
package oracle
