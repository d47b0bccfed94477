// Package bench holds the benchmarks of the whole: what a patrol costs beside the least
// that any program would have to do for the same answers.
//
// It owns the floors (a bare read of the same columns, a loop written by hand, twenty
// statements written by hand) and runs them in the same process as ours, since ratios
// hold where absolute seconds do not. It refuses every other tool: how those compare is
// no matter of `go test`. README.md says how to run it and what was measured.
package bench
