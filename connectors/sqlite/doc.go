// Package sqlite is the connector for SQLite files.
//
// It owns opening a file for reading only (no file is created, no statement can
// write), SQLite's dynamic typing and its catalogue. It refuses to trust declared
// types: every value is read by the storage class it has, so a text in an integer
// column is a Fault and not a zero. It is pure Go (modernc.org/sqlite).
//
// A file in WAL mode is read through SQLite's own shared-memory file, which SQLite
// creates beside it if no other process has it open.
//
// Cancelling interrupts SQLite while it looks for the first row. Later it is heeded
// between rows; Next and Close return at once in either case.
package sqlite
