// Package conformance is one suite of tests that every connector passes: what a type,
// a null, padding, a form, a fault, an error class or a cancel means is written here
// once and not per engine.
//
// A connector's test gives Run a Harness, which says how a table comes to be in the
// source and what the source can do. The suite owns every expectation; a Harness has
// none. What only one engine has (BIT, zero dates, infinity) is tested beside it.
//
// Run is called from a test that is not parallel: at its end it looks for goroutines
// that were left behind. Every source is opened with a checked allocator.
package conformance
