package checks

import (
	"strconv"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// leastInSlice is how small a slice may be: with smaller ones a read is all statements.
const leastInSlice = 1000

// rowsPerSlice reads the size of a slice; 0: tables are read in one.
func (l *loader) rowsPerSlice(v *syntax.Value) int64 {
	if v == nil || v.Form != syntax.Scalar {
		return 0
	}
	n := integer(v)
	if n < leastInSlice {
		l.report("DW-1113", v.Span, "write "+strconv.Itoa(leastInSlice)+" or more, such as 200000", "a slice of %s rows is too small", v.Text)
	}
	return n
}

// unsliced refuses slices of what has no tables.
func (l *loader) unsliced(limits *syntax.Value, driver string) {
	for _, f := range fields(limits) {
		if f.Key.Text == "rows_per_slice" || f.Key.Text == "pause" {
			l.report("DW-1108", f.Key.Span, "only tables of a database are read in slices", "a %s source has no `%s`", driver, f.Key.Text)
		}
	}
}
