package sample

import (
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// known tells whether there is a contract of this name, of one table or of several.
func (r *runner) known(name *syntax.Value) bool {
	var all []string
	for _, c := range r.catalog.Contracts {
		if c.ID == name.Text || c.Written() == name.Text {
			return true
		}
		all = append(all, c.Written())
	}
	r.fault("DW-1302", name.Span, syntax.Suggest(name.Text, all), "there is no contract `%s`", name.Text)
	return false
}

// tableOf finds the table whose rows a sample has; nil if that is not clear, which has
// been reported.
func (r *runner) tableOf(contract, s *syntax.Value) *checks.Watch {
	table := s.Get("table")
	if w := r.watches[contract.Text]; w != nil {
		if table != nil {
			r.fault("DW-1216", table.Span, "remove `table`", "the contract `%s` has one table", contract.Text)
			return nil
		}
		return w
	}
	var names []string
	for _, c := range r.catalog.Contracts {
		if c.Whole != contract.Text {
			continue
		}
		if table.Is(c.Table) {
			return r.watches[c.ID]
		}
		names = append(names, c.Table)
	}
	at := s.Get("check").Span
	if table != nil {
		at = table.Span
	}
	r.fault("DW-1216", at, "add `table:` and one of "+strings.Join(names, ", "), "the contract `%s` has several tables, and the sample names none of them", contract.Text)
	return nil
}

// other finds the rows that a name under `other` means for a check of w: another table
// of its contract before any contract of that name.
func (r *runner) other(w *checks.Watch, name string) *checks.Watch {
	for _, id := range []string{w.Contract.Whole + "." + name, name} {
		if other := w.Refs[id]; other != nil {
			return other
		}
		if other := r.watches[id]; other != nil {
			return other
		}
	}
	return nil
}
