package checks

import (
	"strings"
	"time"
)

// The formats of a File.
const (
	FormatCSV     = "csv"
	FormatXLSX    = "xlsx"
	FormatFixed   = "fixed"
	FormatParquet = "parquet"
)

// RowsDeclared is the name under which a trailer or control file declares the number of
// rows.
const RowsDeclared = "rows"

// A File says how the file that a watch reads is found and written; the From's name is
// its pattern. Zero fields take what the source says, or what is usual.
type File struct {
	Format    string
	Encoding  string
	Delimiter string
	Quote     string
	Names     []string // of the fields; nil: the header line has them
	Sheet     string
	Skip      int
	Widths    []Width
	Bytes     bool // the widths count bytes
	Trailer   *Trailer
	Control   *Control
	Companion string // with {name} or {stem}; "": none has to be there
}

// A Width is one column of a fixed-width file.
type Width struct {
	Name  string
	Width int
}

// A Trailer is the last line, which declares what the file holds. Fields are RowsDeclared,
// columns whose sum is declared, and "" for what has no meaning.
type Trailer struct {
	Begins string
	Fields []string
}

// A Control is a second file that declares it; Name as File.Companion.
type Control struct {
	Name      string
	Delimiter string
	Fields    []string
}

// Declares lists what the file says of itself, each once: RowsDeclared and columns.
func (f *File) Declares() []string {
	var all, list []string
	if f.Trailer != nil {
		all = append(all, f.Trailer.Fields...)
	}
	if f.Control != nil {
		all = append(all, f.Control.Fields...)
	}
	seen := map[string]bool{"": true}
	for _, name := range all {
		if !seen[name] {
			seen[name] = true
			list = append(list, name)
		}
	}
	return list
}

// A FileFound is how the file stands that a watch means.
type FileFound struct {
	Name     string // "": none is there
	Size     int64  // bytes
	Modified time.Time
	Layout   string            // of the date in its name; "" for none
	Date     time.Time         // in its name, as UTC midnight; zero for none
	Digest   string            // "" if it was not read
	Loading  string            // why it is not complete; "" if it is
	Declared map[string]string // by its trailer and control file; nil: nothing
}

// Placed is the instant at which the file counts as delivered: the day in its name, the
// day after a month or year that its name has as a whole (October's delivery is what
// comes in November), or without a date when it was last written to.
func (f *FileFound) Placed(zone *time.Location) time.Time {
	if f.Name == "" || f.Date.IsZero() {
		return f.Modified
	}
	at := time.Date(f.Date.Year(), f.Date.Month(), f.Date.Day(), 0, 0, 0, 0, zone)
	switch {
	case strings.Contains(f.Layout, "d"):
		return at
	case strings.Contains(f.Layout, "M"):
		return at.AddDate(0, 1, 0)
	}
	return at.AddDate(1, 0, 0)
}
