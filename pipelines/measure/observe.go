package measure

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

// The sorts of work that a patrol tells of.
const (
	WorkConnect  = "connect"  // a source was opened, or a relation looked up
	WorkScan     = "scan"     // a relation was read and judged
	WorkQuestion = "question" // a server answered
	WorkMerge    = "merge"    // two sides were compared, from here
)

// An Observation is one finished piece of a patrol's work.
type Observation struct {
	Work     string
	Source   string
	Relation string
	Rows     int64
	Bytes    int64 // of the decoded columns
	Columns  int
	Whole    bool             // every row of the relation was read
	Times    connectors.Times // as far as the connector knows
	Judge    time.Duration
	Elapsed  time.Duration
}

// A watchman notes how long a scan's parts take; without a clock it notes nothing.
type watchman struct {
	now   func() time.Time
	begun time.Time
	seen  Observation
}

func (p *patrol) watchman(work, source, relation string) *watchman {
	w := &watchman{now: p.Now, seen: Observation{Work: work, Source: source, Relation: relation}}
	if w.now == nil || p.Observe == nil {
		w.now = func() time.Time { return time.Time{} }
	}
	w.begun = w.now()
	return w
}

// judging runs the judging of one batch.
func (w *watchman) judging(record arrow.Record, judge func()) {
	start := w.now()
	judge()
	w.seen.Judge += w.now().Sub(start)
	w.seen.Rows += record.NumRows()
	w.seen.Bytes += sizeOf(record)
}

// tell passes on what was seen of work that came to its end.
func (p *patrol) tell(w *watchman) {
	if p.Observe == nil {
		return
	}
	w.seen.Elapsed = w.now().Sub(w.begun)
	p.Observe(w.seen)
}

// sizeOf is the size of the values of a batch, in bytes.
func sizeOf(record arrow.Record) int64 {
	var n int64
	for _, column := range record.Columns() {
		for _, b := range column.Data().Buffers() {
			if b != nil {
				n += int64(b.Len())
			}
		}
	}
	return n
}
