// Package measure carries out what the kinds ask for: it scans, spills, merges and
// probes, and fills one checks.Result per checks.Measure.
//
// The data's way: a Task names a watch and the checks to measure on it. Prepare
// looks up what the source really has; pushdown answers counts, bounds and indexed
// uniqueness on the server; one scan per (source, relation, filter) then serves
// every check of every watch on it; rows that need partners elsewhere go through
// sorters that spill, and are merged when all scans are done.
//
// A long table may be read in slices along a key, which need not be unique: of every slice
// but the last the rows of its last key are held back and read again with the next, so
// rows that share a key are judged once. A slice whose connection broke is begun again with
// the first key that was not judged; a read in one begins from zero, and what it had
// counted is thrown away. Slices are not one point in time, and the outcome says so.
//
// It refuses to judge (no threshold reaches it), to keep clear values beyond the
// Sink it was given, and to write anything but encrypted spill files.
package measure
