package checks

import (
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/rules"
)

// An Exception counts the violations that it names apart: they are shown, and no bound
// looks at them. It has an owner and a last day. Exactly one of Keys, Fingerprints and
// Rule is set.
type Exception struct {
	Keys         []ExceptedKey // any of them
	Fingerprints []string      // of keys, hexadecimal, as explain prints them
	Rule         *rules.Expr   // over the row; only where single rows are judged
	Reason       string
	Owner        string
	Expires      time.Time // its last day, at 00:00 UTC
	Span         diag.Span
}

// An ExceptedKey names violations by values of their key; columns that it leaves out
// may have any.
type ExceptedKey []ExceptedCell

// An ExceptedCell is one value of a key, as reports show it where nothing is masked.
type ExceptedCell struct {
	Column string
	Text   string
	Null   bool
}

// InForce tells whether the exception holds on a day, given at 00:00 UTC. The zero
// day asks nothing.
func (e *Exception) InForce(day time.Time) bool { return day.IsZero() || !day.After(e.Expires) }

// Matches tells whether a violation's key has the values.
func (k ExceptedKey) Matches(key []Cell) bool {
	for _, want := range k {
		found := false
		for _, c := range key {
			found = found || c.Name == want.Column && c.Null == want.Null && (c.Null || c.Text == want.Text)
		}
		if !found {
			return false
		}
	}
	return len(k) > 0
}

// SingleRows tells whether a check judges each row by itself, so that a rule may
// except some.
func SingleRows(w *Watch, c *Check) bool {
	for _, m := range c.Kind.Measures(w, c) {
		switch m.(type) {
		case RowRule, Decode:
			return true
		}
	}
	return false
}

// KeyNames lists the columns by which violations of a check are named.
func KeyNames(w *Watch, c *Check) []string {
	for _, m := range c.Kind.Measures(w, c) {
		switch m := m.(type) {
		case RowRule, Decode, Match:
			return w.Contract.Key
		case Keys:
			return m.Columns
		case Totals:
			return w.Contract.Key
		case Reconcile:
			var names []string
			for _, p := range m.On {
				names = append(names, p.Left)
			}
			return names
		case Groups:
			var names []string
			for _, k := range m.By {
				names = append(names, k.Name)
			}
			return names
		}
	}
	return nil
}
