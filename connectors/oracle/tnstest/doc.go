// Package tnstest is an Oracle server by script, for tests: enough of the protocol of
// release 11, as the driver reads it, to log in, to describe and fetch rows, to fail with
// any ORA code, and to be slow, silent, cut off in the middle of a packet or gone.
//
// It is written from what the driver sends and expects. It is no Oracle: it checks a
// password only if it is told one, and it answers from a list, or by a function that is
// given the statement and its values; package behind is one that answers from SQLite.
// What is shown from it is labelled "scripted server". It speaks the oldest dialect of
// calls (TTC 2), which has the fewest fields.
package tnstest
