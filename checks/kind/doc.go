// Package kind holds the sorts of expectation that a check may be, one file each:
// what it needs to be told, what is to be measured for it, and how what was measured
// is judged.
//
// A kind is pure. It never sees a connection, a clock or a file; a measure never
// sees a threshold. The verdict logic that all kinds share is in judge.go, so that
// no kind can pass in silence: no rows, nothing to judge and too little history are
// skipped with the reason, and what could not be evaluated is an error although its
// violations are still reported.
//
// To add a kind: one file with its row of the reference (checks.KindDoc) and its
// three functions, one line in All, and one table in its test.
package kind
