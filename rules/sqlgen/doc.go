// Package sqlgen writes rules in the language of a server, where the server gives
// the same three-valued answer as our own back ends: what is accepted per function
// and dialect is data (table.go), and everything else is judged by Dogwatch.
//
// It owns the text of expressions and refuses whole statements: a connector writes
// those. Never pushed down are patterns, checksums, dictionaries, division, Unicode
// case and averages; integer arithmetic is not either, since a server overflows
// differently. Oracle is written by its documentation and checked by golden files.
package sqlgen
