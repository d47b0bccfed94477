// Package files reads a folder of CSV files as a source.
//
// It owns the form of a CSV file (RFC 4180: quotes, doubled quotes, newlines within
// quotes; a header line names the columns), its encoding (utf-8 with or without byte
// order mark, gbk, gb18030) and the question which file a name means. A Relation's
// Name is a file below the folder or a glob; of several matches the last by name is
// read, so that births-20261124.csv follows births-20261117.csv.
//
// Options of the source, each also for one relation as "key:NAME" with the name as
// the watch writes it:
//
//	delimiter       one ASCII character, or "tab"; default ","
//	encoding        overrides Config.Encoding
//	final-newline   "required": a last line without line end is half-written
//
// An empty field is null, a quoted empty one is empty text. Blank lines are passed
// over. A byte that is none of the encoding makes a Fault of its cell.
//
// It refuses what it cannot read for certain, with an error of class Decode that names
// file and line: a line with more or fewer fields than the header, a quote that is
// never closed, a field beyond 1 MiB, a file that changes while it is read. It refuses
// filters and statements (the planner filters), and names that lead out of the folder.
// Memory is bounded by one batch, whatever the file holds. Limits of rows and bytes a
// second, connections and time do not apply to a folder.
package files
