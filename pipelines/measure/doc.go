// Package measure carries out what the kinds ask for: it scans, spills, merges and
// probes, and fills one checks.Result per checks.Measure.
//
// The data's way: a Task names a watch and the checks to measure on it. Prepare
// looks up what the source really has; pushdown answers counts, bounds and indexed
// uniqueness on the server; one scan per (source, relation, filter) then serves
// every check of every watch on it; rows that need partners elsewhere go through
// sorters that spill, and are merged when all scans are done.
//
// It refuses to judge (no threshold reaches it), to keep clear values beyond the
// Sink it was given, and to write anything but encrypted spill files.
package measure
