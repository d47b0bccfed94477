package measure

import "github.com/dogwatch/dogwatch/checks"

// known counts n violating rows by how they stand.
func (s *slot) known(standing checks.Standing, n int64) {
	switch standing {
	case checks.Stock:
		s.result.Stock += n
	case checks.Excepted:
		s.result.Excepted += n
	}
}

// group counts one violating group or key, of a single row.
func (s *slot) group(standing checks.Standing) { s.result.KnownGroups.Add(standing, 1) }

// A lastKey is the violating key that was seen last: its rows come one after the
// other, and it stands as the freshest of them.
type lastKey struct {
	number   int64 // from 1; 0: none yet
	standing checks.Standing
}

// see takes one violating row of a key; fresh tells that it is the key's first.
func (k *lastKey) see(number int64, standing checks.Standing, known *checks.Known) (fresh bool) {
	switch {
	case k.number != number:
		*k = lastKey{number, standing}
		known.Add(standing, 1)
		return true
	case standing < k.standing:
		known.Add(k.standing, -1)
		known.Add(standing, 1)
		k.standing = standing
	}
	return false
}

// excepting adds an item's exceptions by rule to the reader's rules.
func (r *reader) excepting(s *scan, item *Item) []int {
	var list []int
	for _, e := range item.Except {
		list = append(list, r.rule(s, e))
	}
	return list
}

// excepted tells whether one of the rules is true of a row.
func (b *batch) excepted(list []int, row int) bool {
	for _, rule := range list {
		if yes, _, _ := b.truth(rule); yes.has(row) {
			return true
		}
	}
	return false
}
