// Package selftest asks a database the questions of rules/trial and compares its answers
// with our meaning. It reads literals and system views, never a table of anybody, and
// writes nothing.
//
// What it tries: that values arrive as they are stored; that every function which
// rules/sqlgen gives the server is answered as rules/interp judges it, for every row;
// that figures (counts, bounds, sums, groups) are those of the rows; and that the session
// is fenced, can be cancelled and has no more rights than it needs. What differs is named
// in Result.Differs: Dogwatch then reads the rows and judges them itself.
//
// A Result is anonymous: it holds what the server says of itself and our own literals.
// It owns the words of its report in both languages.
package selftest
