package connectors

import (
	"context"
	"time"
)

// The formats of a File.
const (
	FormatCSV     = "csv"
	FormatXLSX    = "xlsx"
	FormatFixed   = "fixed" // columns by their place in the line
	FormatParquet = "parquet"
)

// A File says which file of a folder is read and how it is written. The Relation's name
// is a glob below the folder, in which one {period:yyyyMMdd} may stand for a date, by the
// letters of Form.Layout. Of the files that match, the newest is meant: by the date in
// its name, or without one by its time of change; of equal ones the last by name.
type File struct {
	// Before is a civil day (since 1970-01-01): files whose date in the name is not
	// before it are passed over; 0: none is.
	Before    int32
	Format    string   // "": by the ending of the name, else csv
	Encoding  string   // "": the source's
	Delimiter string   // of CSV, and of the trailer of a fixed file; "": the source's
	Quote     string   // of CSV: one ASCII character, "none"; "": the double quote
	Names     []string // of the fields, in order; nil: the first line has them
	Sheet     string   // of XLSX; "": the first
	Skip      int      // lines before the header, or before the first row if there is none
	Widths    []Width  // of a fixed file
	Bytes     bool     // the widths count bytes of the stored encoding, not characters
	Trailer   *Trailer // nil: the last line is a row
	Control   *Control // nil: there is no second file
	// Companion is the name of a file beside it that says that it is complete, with
	// {name} for its name and {stem} for its name without the last extension; "": none.
	Companion string
}

// A Width is one column of a fixed file.
type Width struct {
	Name  string
	Width int
}

// A Trailer is the last line of a file, which declares what the file holds. It begins
// with Begins; Fields are the names of its fields in order, "" for one without meaning.
type Trailer struct {
	Begins string
	Fields []string
}

// A Control is a second file of one line that declares what the first holds. Name is as
// File.Companion, Fields as in a Trailer.
type Control struct {
	Name      string
	Delimiter string // "": a comma
	Fields    []string
}

// A Filer is a Source of files that can tell how a file stands.
type Filer interface {
	// File looks at the file that a relation with a File means. With digest it reads all
	// of it. No file that matches is no error.
	File(ctx context.Context, from Relation, digest bool) (FileState, error)
}

// A FileState is how a file stands.
type FileState struct {
	Name     string    // below the folder; "": none matches
	Size     int64     // bytes
	Modified time.Time // when it was last written to
	Period   string    // the layout of the date in its name; "" for none
	Date     time.Time // in its name: a civil day as UTC midnight; zero for none
	Digest   string    // SHA-256 of its bytes, hexadecimal; "" if nobody asked
	// Loading says why it is not complete: another file is being written, its companion or
	// its trailer is not there; "" if nothing speaks against it.
	Loading  string
	Declared map[string]string // by Trailer and Control, by the field's name; nil: nothing
}
