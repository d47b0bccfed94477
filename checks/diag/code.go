package diag

// New makes a diagnostic of a code in the table, with the severity that the table
// gives it.
func New(code string, span Span, message, hint string) Diagnostic {
	severity := Error
	if c, ok := Lookup(code); ok {
		severity = c.Severity
	}
	return Diagnostic{Code: code, Severity: severity, Span: span, Message: message, Hint: hint}
}

// A Code is one row of the table of codes, which `dogwatch explain DW-1203` prints.
type Code struct {
	ID       string
	Severity Severity
	Title    string // what is wrong, in a few words
	Explain  string // English: when it is reported
	WayOut   string // English: what to do
	TitleZH  string
	Chinese  string // when it is reported, and what to do
}

// Lookup finds a code.
func Lookup(id string) (Code, bool) {
	for _, c := range Codes() {
		if c.ID == id {
			return c, true
		}
	}
	return Code{}, false
}

// Codes returns the table, by id.
func Codes() []Code { return nil }
