// Package diag holds diagnostics: faults in definitions, with a stable code and
// the place in the file. It owns positions, their order and how a diagnostic is
// rendered with its source line and caret. It is never used for data.
package diag

// The severities of a Diagnostic. Only errors keep a workspace from running.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
)

// Severity tells whether a Diagnostic stops the run.
type Severity string

// A Pos is a place in a file, 1-based; Column counts code points.
type Pos struct {
	File   string
	Line   int
	Column int
}

// A Span is a stretch of one line or more. End is exclusive; a zero End means one
// character.
type Span struct {
	Start Pos
	End   Pos
}

// A Diagnostic is one fault in a definition.
type Diagnostic struct {
	Code     string // "DW-1203"; explained by the table of codes
	Severity Severity
	Span     Span
	Message  string // what is wrong, naming the thing
	Hint     string // the way out; may be empty
	Related  []Related
	Hidden   bool // the line holds a secret: only the place is shown
}

// Related is a second place that belongs to a diagnostic: the first use of an id.
type Related struct {
	Span    Span
	Message string
}
