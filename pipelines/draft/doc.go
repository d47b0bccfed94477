// Package draft looks at a table that nobody has described and writes a first contract
// and watch of it, for a person to read and accept.
//
// It owns the profile of a table, taken by one bounded scan (Take), the proposal of
// which stored column is which of a contract (Match), and the YAML of both (Compose).
// It refuses to write a value of a person: what it quotes are codes of few letters, and
// what it measured stands in comments as counts. It decides nothing: every check of a
// draft is proposed, and what it is not sure of says so.
package draft
