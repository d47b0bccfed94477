// Package coverage counts what a service year's agreement asks for against what was
// done: one line for each of its rows.
//
// It owns what is due by a day, what counts as done, and how that is shown. It refuses
// to call done what no program did and nobody confirmed or filed: rows that jobs, extracts
// and reports are to serve stand as not yet served.
package coverage
