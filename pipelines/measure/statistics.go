package measure

import (
	"cmp"
	"slices"
	"time"
)

// Statistics are what earlier patrols have seen of sources and relations: what the
// planner goes by. The zero value knows nothing; planning then goes by the servers' own
// estimates and by figures of a local network.
type Statistics struct {
	Relations []Extent `json:"relations"`
}

// An Extent is how one relation was read last.
type Extent struct {
	Source   string        `json:"source"`
	Relation string        `json:"relation"`
	Rows     int64         `json:"rows"`
	Bytes    int64         `json:"bytes"` // of the columns read, decoded
	Columns  int           `json:"columns"`
	Elapsed  time.Duration `json:"elapsed_ns"`
}

// leastSeen is how many rows tell a pace: fewer are read within the time that a
// statement takes anyway.
const leastSeen = 10_000

// Put adds what was seen, in place of what was known of the same relation.
func (s *Statistics) Put(e Extent) {
	order := func(a, b Extent) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Relation, b.Relation))
	}
	at, found := slices.BinarySearchFunc(s.Relations, e, order)
	if found {
		s.Relations[at] = e
		return
	}
	s.Relations = slices.Insert(s.Relations, at, e)
}

// rows is how many rows a relation had when it was read last; -1: not known.
func (s *Statistics) rows(source, relation string) int64 {
	for _, e := range s.Relations {
		if e.Source == source && e.Relation == relation {
			return e.Rows
		}
	}
	return -1
}

// pace is how many bytes a second a source has delivered; 0: not known.
func (s *Statistics) pace(source string) float64 {
	var bytes int64
	var elapsed time.Duration
	for _, e := range s.Relations {
		if e.Source == source && e.Rows >= leastSeen && e.Elapsed > 0 {
			bytes, elapsed = bytes+e.Bytes, elapsed+e.Elapsed
		}
	}
	if elapsed == 0 {
		return 0
	}
	return float64(bytes) / elapsed.Seconds()
}
