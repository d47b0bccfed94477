package diag

import "slices"

// A Code is one row of the table of codes, which `dogwatch explain DW-1203` prints.
// The first digits group them: 10 form of YAML, 11 deployment, 12 contracts,
// 13 watches, 14 rules, 15 kinds and bounds, 16 code tables, service years, samples.
type Code struct {
	ID       string
	Severity Severity
	Title    string // what is wrong, in a few words
	Explain  string // English: when it is reported and why it matters
	WayOut   string // English: what to do
	TitleZH  string
	Chinese  string // like Explain
	WayZH    string // like WayOut
}

// New makes a diagnostic of a code in the table, with the severity that the table
// gives it. A code that is not in the table is an error.
func New(code string, span Span, message, hint string) Diagnostic {
	severity := Error
	if c, ok := Lookup(code); ok {
		severity = c.Severity
	}
	return Diagnostic{Code: code, Severity: severity, Span: span, Message: message, Hint: hint}
}

// Lookup finds a code by its id.
func Lookup(id string) (Code, bool) {
	codes := Codes()
	at := slices.IndexFunc(codes, func(c Code) bool { return c.ID == id })
	if at < 0 {
		return Code{}, false
	}
	return codes[at], true
}

// Codes returns the table, by id.
func Codes() []Code {
	return slices.Concat(yamlCodes(), deploymentCodes(), contractCodes(), watchCodes(), exceptionCodes(), ruleCodes(), kindCodes(), dataCodes())
}
