// Package files reads a folder of CSV, fixed-width, XLSX and Parquet files as a source.
//
// It owns which file a name means, the forms of the files, their encodings (utf-8 with or
// without byte order mark, gbk, gb18030) and how one knows that a file is complete. A
// Relation without a File names a file below the folder or a glob, of which the last match
// by name is read; with one, see connectors.File. Where the folder lies is a Place: here,
// or behind another protocol.
//
// Options of the source, each also for one relation as "key:NAME" with the name as
// the watch writes it:
//
//	delimiter       one ASCII character, or "tab"; default ","
//	encoding        overrides Config.Encoding
//	final-newline   "required": a last line without line end is half-written
//
// CSV is RFC 4180: quotes, doubled quotes, newlines within quotes; a header line names
// the columns. An empty field is null, a quoted empty one is empty text; of a fixed-width
// file a blank one is null. Blank lines are passed over. Of XLSX the stored values count
// and not what a cell shows: dates are dates, numbers have the fifteen digits that Excel
// keeps. Parquet's columns keep their types.
//
// Bytes that are none of the encoding make a Fault of their cell, a line with more or
// fewer fields than the header one of every cell; both say in which line. What cannot be
// read for certain ends the read with an error of class Decode that names file and line:
// a quote that is never closed, a field beyond 1 MiB, a last line that is half-written, a
// trailer that is not there, a file that changes while it is read, a workbook that
// unpacks beyond all measure. It refuses filters and statements (the planner filters),
// and names that lead out of the folder. Memory is bounded by one batch, but for the
// shared texts of a workbook (at most 512 MiB) and the pages of a row group of Parquet;
// nothing is written. Limits of connections and time do not apply to a local folder.
package files
