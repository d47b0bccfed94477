package sqlite

import (
	"errors"
	"strconv"
	"strings"

	modernc "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// Classify implements sqldb.Driver by SQLite's primary result codes
// (sqlite.org/rescode.html).
func (*server) Classify(err error) sqldb.Failure {
	var native *modernc.Error
	if !errors.As(err, &native) {
		return sqldb.Failure{}
	}
	f := failureOf(native.Code()&0xff, native.Error())
	f.Code = strconv.Itoa(native.Code())
	return f
}

func failureOf(code int, text string) sqldb.Failure {
	switch code {
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return sqldb.Failure{
			Class: connectors.Overloaded, Reason: "the file is locked by a writer", Retryable: true,
			Hint: "try again when the writer is done",
		}
	case lib.SQLITE_CANTOPEN:
		return sqldb.Failure{Class: connectors.Missing, Reason: "the file cannot be opened"}
	case lib.SQLITE_NOTADB, lib.SQLITE_CORRUPT:
		return sqldb.Failure{Class: connectors.Decode, Reason: "the file is no intact SQLite database"}
	case lib.SQLITE_PERM, lib.SQLITE_AUTH:
		return sqldb.Failure{Class: connectors.Privilege, Reason: "the file may not be read"}
	case lib.SQLITE_READONLY:
		return sqldb.Failure{Class: connectors.Refused, Reason: "the source is read only"}
	case lib.SQLITE_INTERRUPT:
		return sqldb.Failure{Class: connectors.Cancelled, Reason: "the statement was interrupted"}
	case lib.SQLITE_NOMEM, lib.SQLITE_FULL:
		return sqldb.Failure{Class: connectors.Local, Reason: "out of memory or disk"}
	case lib.SQLITE_IOERR:
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the file could not be read to its end", Retryable: true}
	}
	return byText(text)
}

// byText tells the general error apart: SQLite has no codes for a missing name.
func byText(text string) sqldb.Failure {
	switch {
	case strings.Contains(text, "no such table"):
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such table or view"}
	case strings.Contains(text, "no such column"):
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such column"}
	case strings.Contains(text, "integer overflow"):
		return sqldb.Failure{Class: connectors.Refused, Reason: "a sum is out of range"}
	}
	return sqldb.Failure{Class: connectors.Refused, Reason: "the statement was refused"}
}
