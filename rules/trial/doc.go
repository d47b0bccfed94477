// Package trial holds questions to a server whose answers are known: rows made of
// literals, conditions over them for every function that rules/sqlgen accepts, and our
// own meaning (rules/interp) of each condition for each row.
//
// It owns the rows, the conditions and the text that gives the rows in each dialect. It
// asks nobody: whoever has a connection does, and compares. No table is needed and no
// row of anybody is read.
//
// Bind values and columns are written as they always are, so that a trial tries the
// very text that patrols send.
package trial
