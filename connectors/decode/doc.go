// Package decode turns what a source sends into the contract's Arrow types.
//
// It owns the whole way from one stored value to one cell: encoding, CHAR padding,
// full-width folding, trimming, value codes, layouts of dates, shifted amounts and
// zones. Every connector uses it, so that a value means the same wherever it lies.
//
// It refuses to guess. A value that is not exactly one of the contract's type
// becomes a null cell and a connectors.Fault with a fixed reason; nothing is
// rounded, clipped or completed. It knows no driver, no SQL and no connection.
//
// The order in which a Form is applied to a text: the encoding is checked; Fold;
// Trim; U+0020 cut on the right; Values; then the parser of the contract's type.
// What Values yields is a contract value: Layout and Shift are not applied to it.
// A text that is empty after this is null for every type but text.
//
// On the plain path (a text appended to a text, integer, decimal, date, month or
// timestamp column) nothing is allocated per value.
package decode
