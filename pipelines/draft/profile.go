package draft

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// DefaultRows is how many rows a profile looks at.
const DefaultRows = 200_000

// MaxValues is how many different values of a column are kept.
const MaxValues = 50

// A Profile is what one scan of a table's first rows told.
type Profile struct {
	Table   string
	Comment string
	Columns []Column
	Seen    int64 // rows that were looked at
	Rows    int64 // rows in all, counted by the source; Seen if it cannot count
	Whole   bool  // every row was looked at
	Counted bool  // Rows is the source's own count
	// Key is the primary key or a unique index, else nil; Indexes are all.
	Key     []string
	Indexes [][]string
	AsOf    time.Time // civil time of the look
	// Family is set where the profile is that of several tables of one shape, read as
	// one; Table is then what their names have in common.
	Family *family
}

// A Column is one stored column as it was seen. Lengths are code points after the
// padding was cut.
type Column struct {
	Name    string
	Stored  string         // the source's name of its type: "varchar(18)"
	Arrow   arrow.DataType // what it decodes to; nil: not readable
	Comment string

	Filled    int64 // neither null nor blank
	Nulls     int64
	Blanks    int64
	Shortest  int
	Longest   int
	Values    map[string]int64 // nil when there are more than MaxValues
	Unique    bool             // no value came twice, none was missing
	Twice     bool             // some value came twice
	Wide      int64            // values with full-width letters or digits
	Spaced    int64            // values with white space at an end
	Hits      [recognisers]int64
	Places    int   // most decimal places of a number
	Digits    int   // most digits before the point
	Newest    int64 // civil microseconds of the greatest moment
	HasNewest bool
}

// Column gives the stored column called name, or nil.
func (p *Profile) Column(name string) *Column {
	for i := range p.Columns {
		if p.Columns[i].Name == name {
			return &p.Columns[i]
		}
	}
	return nil
}

// Is tells whether almost every filled value has a form. A twentieth may be faulty:
// that is what the checks are for.
func (c *Column) Is(form Form) bool {
	return c.Filled > 0 && c.Hits[form]*20 >= c.Filled*19
}

// newColumns begins a profile of every readable column of a schema.
func newColumns(schema connectors.Schema) []Column {
	var columns []Column
	for _, p := range schema.Columns {
		if p.Arrow == nil {
			continue
		}
		columns = append(columns, Column{
			Name: p.Name, Stored: p.Type, Arrow: p.Arrow, Comment: p.Comment,
			Values: map[string]int64{}, Unique: true,
		})
	}
	return columns
}
