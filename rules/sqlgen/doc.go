// Package sqlgen writes rules in the language of a server, where the server gives
// the same three-valued answer as our own back ends: what is accepted per function
// and dialect is data (table.go, shown by testdata/accepted.golden), and everything
// else is judged by Dogwatch.
//
// It owns the text of conditions and refuses whole statements: a connector writes
// those. Never pushed down are patterns, checksums, dictionaries, division, Unicode
// case and averages, nor anything that could fault: a server overflows differently.
//
//   - Every value is bound, with its type spelled out, so that no server guesses.
//   - A column is written so that it holds what decoding gives: text in UTF-8 without
//     trailing U+0020, null where a stored value is none of the contract's type.
//   - Text is compared by bytes whatever the column's collation is. MySQL's _bin
//     collations would not do, since they pad with blanks: texts are cast to BINARY.
//   - Oracle has no boolean values, so a condition is never an operand of a comparison
//     there; its empty text is null; and it orders texts by the bytes of the
//     database's character set, so that < and its kin are not pushed down for text.
//     Oracle is written by its documentation and checked by golden files only.
package sqlgen
