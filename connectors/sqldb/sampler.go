package sqldb

import "time"

// sampled is of how many rows one is timed: a look at the clock costs as much as a
// value.
const sampled = 64

// A sampler times the parts of every 64th row.
type sampler struct {
	rows uint
	last time.Time // zero while a row is not timed
}

// begin starts a row.
func (s *sampler) begin() {
	s.last = time.Time{}
	if s.rows%sampled == 0 {
		s.last = time.Now()
	}
	s.rows++
}

// add ends a part and adds what it took, scaled, to a total.
func (s *sampler) add(to *time.Duration) {
	if s.last.IsZero() {
		return
	}
	now := time.Now()
	*to += now.Sub(s.last) * sampled
	s.last = now
}
