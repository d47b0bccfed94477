package measure

import (
	"slices"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
)

// A reader is one watch on a scan: it names the columns as the contract does,
// evaluates all its rules together and feeds the takers.
type reader struct {
	bind      *binding
	env       rules.Env
	columns   []string // contract names that are read
	positions []int    // of columns in the scan
	exprs     []*rules.Expr
	judges    *judges // nil if there are no rules
	used      []int   // rules that the feed in the making asked for
	residual  int     // the watch's filter among exprs; -1: none, or the server filters
	feeds     []*feed
	schema    *arrow.Schema
	// wary lists, by rule, the columns in which a value that does not decode makes the
	// rule unknown: those of rules that can tell a null from a value.
	wary [][]string
}

// A feed gives one measure the rows that concern it.
type feed struct {
	slot  *slot
	where int   // the check's filter among the reader's exprs; -1: none
	rules []int // that it needs; one that is broken breaks it
	final bool  // the measure is finished when the scan is (else a merge finishes it)
	take  taker
}

// A taker digests batches for one measure.
type taker interface {
	// digest takes the marked rows of a batch.
	digest(b *batch, rows bitmap) error
	// conclude is called once, after the last batch of a scan that did not fail.
	conclude() error
	// again forgets everything: the scan begins anew.
	again()
}

// A batch is a held batch seen through a reader.
type batch struct {
	record   arrow.Record
	verdicts []*rules.Verdict // by rule; nil for a broken one
	faults   map[string][]faultAt
	reader   *reader
	rows     int64 // that the watch's filter lets through
}

// A faultAt is a stored value of one column that did not decode.
type faultAt struct {
	row    int
	reason string
	raw    string
}

// need makes sure that contract columns are read.
func (r *reader) need(s *scan, names ...string) {
	for _, name := range names {
		if slices.Contains(r.columns, name) {
			continue
		}
		r.columns = append(r.columns, name)
		r.positions = append(r.positions, s.need(physical(r.bind.watch.Mapping(name), r.env)))
	}
}

// rule adds an expression to the reader's set and gives its index; nil gives -1.
func (r *reader) rule(s *scan, e *rules.Expr) int {
	if e == nil {
		return -1
	}
	at := slices.Index(r.exprs, e)
	if at < 0 {
		r.need(s, e.Columns()...)
		r.exprs = append(r.exprs, e)
		at = len(r.exprs) - 1
	}
	r.used = append(r.used, at)
	return at
}

// compile prepares the rules of all feeds together.
func (r *reader) compile() {
	fields := make([]arrow.Field, len(r.columns))
	for i, name := range r.columns {
		fields[i] = arrow.Field{Name: name, Type: r.bind.watch.Mapping(name).Type.Arrow(), Nullable: true}
	}
	r.schema = arrow.NewSchema(fields, nil)
	r.wary = make([][]string, len(r.exprs))
	for i, e := range r.exprs {
		r.wary[i] = nullSeen(e)
	}
	if len(r.exprs) > 0 {
		r.judges = newJudges(r.exprs, fieldsOf(r.bind.watch, r.columns), r.env)
	}
}

// breakage is why a feed cannot be judged, nil if it can.
func (r *reader) breakage(f *feed) error {
	for _, rule := range f.rules {
		if err := r.judges.broken[rule]; err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) failAll(err error) {
	for _, f := range r.feeds {
		f.slot.fail(failureOf(err))
	}
}

// take judges one batch.
func (r *reader) take(h held) {
	b := r.view(h)
	defer b.record.Release()
	rows := allRows(int(b.record.NumRows()))
	if r.residual >= 0 {
		if err := r.judges.broken[r.residual]; err != nil {
			r.failAll(err)
			return
		}
		yes, _, faulted := b.truth(r.residual)
		r.blame(faulted)
		rows = yes
	}
	b.rows = rows.count()
	for _, f := range r.feeds {
		if f.slot.result.Failure == nil {
			f.slot.guard(func() error {
				if err := r.breakage(f); err != nil {
					return err
				}
				return f.digest(b, rows)
			})
		}
	}
}

// blame counts rows whose filter could not be evaluated as faulted for every check.
func (r *reader) blame(faulted bitmap) {
	n := faulted.count()
	for _, f := range r.feeds {
		f.slot.result.Faulted += n
	}
}

func (f *feed) digest(b *batch, rows bitmap) error {
	if f.where >= 0 {
		yes, _, faulted := b.truth(f.where)
		f.slot.result.Faulted += rows.and(faulted).count()
		rows = rows.and(yes)
	}
	return f.take.digest(b, rows)
}

// view names the columns as the contract does and evaluates the rules.
func (r *reader) view(h held) *batch {
	columns := make([]arrow.Array, len(r.columns))
	for i, at := range r.positions {
		columns[i] = h.record.Column(at)
	}
	b := &batch{record: array.NewRecord(r.schema, columns, h.record.NumRows()), reader: r, faults: map[string][]faultAt{}}
	for _, f := range h.faults {
		for i, at := range r.positions {
			if at == f.Column {
				b.faults[r.columns[i]] = append(b.faults[r.columns[i]], faultAt{f.Row, f.Reason, f.Raw})
			}
		}
	}
	if r.judges != nil {
		b.verdicts = r.judges.eval(b.record)
	}
	return b
}

// column gives a column by its contract name; the reader has read it.
func (b *batch) column(name string) arrow.Array {
	return b.record.Column(slices.Index(b.reader.columns, name))
}

// pick gives several columns by name.
func (b *batch) pick(names []string) []arrow.Array {
	columns := make([]arrow.Array, len(names))
	for i, name := range names {
		columns[i] = b.column(name)
	}
	return columns
}

// class is how a column is protected. What no definition classifies is sensitive, but
// for the status and latency of an answer.
func (r *reader) class(name string) mask.Class { return r.bind.class(name) }

// class is the class of a column; what is not known is sensitive.
func (b *binding) class(name string) mask.Class {
	if m := b.watch.Mapping(name); m != nil {
		return m.Class
	}
	if name == statusColumn || name == latencyColumn {
		return mask.Public
	}
	return mask.Sensitive
}
