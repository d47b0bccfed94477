package connectors

import (
	"errors"
	"strings"
)

// The classes of Error. They are stable: reports, the state and exit codes use them.
const (
	Unreachable Class = "unreachable" // no answer, connection refused, name not found
	Timeout     Class = "timeout"     // the configured time ran out
	Auth        Class = "auth"        // login refused: not tried again until the secret changes
	Privilege   Class = "privilege"   // logged in, but not allowed
	Missing     Class = "missing"     // no such table, column, file or path
	Refused     Class = "refused"     // the source rejects the statement or call
	Overloaded  Class = "overloaded"  // too many connections, busy, locked
	Protocol    Class = "protocol"    // an answer that cannot be understood; a connection lost in mid-read
	Decode      Class = "decode"      // the answer's form is wrong as a whole (not a single value: see Fault)
	Cancelled   Class = "cancelled"   // the caller gave up
	Local       Class = "local"       // our side: disk full, bad configuration
)

// Class says what sort of failure an Error is.
type Class string

// An Error is what every connector returns. A driver's own text may quote values
// and is therefore dropped once it has been classified: Reason is a phrase of ours.
type Error struct {
	Op        string // "open", "scan", "aggregate", "schema", "probe"
	Source    string // the source's name in the deployment file
	Relation  string // table or path; empty if none
	Class     Class
	Reason    string // what happened, in our words, without values
	Code      string // the driver's or server's own code: "1045", "28P01", "ORA-01017"; may be empty
	Retryable bool
	// Stale tells that the server did not keep the state of the data for as long as the read
	// took: shorter reads may come through.
	Stale bool
	Hint  string // the way out; may be empty
}

// Error names the operation, the source, the relation, the class and the way out.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Op + " " + e.Source)
	if e.Relation != "" {
		b.WriteString(" " + e.Relation)
	}
	b.WriteString(": " + string(e.Class))
	if e.Reason != "" {
		b.WriteString(": " + e.Reason)
	}
	if e.Code != "" {
		b.WriteString(" (" + e.Code + ")")
	}
	if e.Hint != "" {
		b.WriteString("; " + e.Hint)
	}
	return b.String()
}

// ClassOf gives the class of err, or Local if it is no *Error.
func ClassOf(err error) Class {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Class
	}
	return Local
}
