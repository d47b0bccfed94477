package checks

import (
	"math/big"
	"time"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Measure says what is to be measured. It is a closed sum: RowRule, Decode,
// Figures, Keys, Match, Totals, Reconcile, Groups, Aggregate, Probe, Events, Beats, Delivered and Filed.
// No measure knows a threshold.
type Measure interface{ measure() }

// RowRule judges one rule over every row that the check's Where lets through.
type RowRule struct{ Rule *rules.Expr }

// Decode counts the rows whose Column does not decode to the contract's type.
type Decode struct{ Column string }

// The functions of a Figure.
const (
	FigureRows Func = "rows"
	FigureMax  Func = "max"
	FigureMin  Func = "min"
	FigureSum  Func = "sum"
)

// Func names the function of a Figure.
type Func string

// Figures are totals over the whole relation (after Where).
type Figures struct{ Terms []Figure }

// A Figure is one total. Where restricts the rows it counts; nil: all.
type Figure struct {
	Name   string
	Func   Func
	Column string // "" for rows
	Where  *rules.Expr
}

// Keys finds rows that share the values of Columns. A null in a key is unknown.
type Keys struct{ Columns []string }

// A Pair joins a column of this side with one of the other.
type Pair struct{ Left, Right string }

// Match looks for each left row's partners in another watch, both sides ordered by
// key. Want true: a left row without a partner (for which When holds and Agree
// agrees) violates; Want false: a left row with one violates.
type Match struct {
	Other      *Watch
	On         []Pair
	When       *rules.Expr // over the row and other.*; nil: every partner counts
	Agree      []Pair      // columns that must be equal in at least one partner
	OtherWhere *rules.Expr // over the other row's own columns; nil: all
	Want       bool
}

// Totals compares, per header row, declared figures with those of the other side's rows.
type Totals struct {
	Other      *Watch
	On         []Pair
	Count      string // declared count; "" for none
	Sums       []Pair // declared sum (left), summed column (right)
	OtherWhere *rules.Expr
	Tolerance  *big.Rat // absolute, for sums
}

// Reconcile compares this watch's rows with another's, key by key: the keys that only
// one side has, and those whose rows are not the same. Rows that share a key are compared
// as multisets: equal rows pair off, what is left over pairs off in the order of its
// bytes. Two nulls are equal; a null or an undecodable value in a key, and a value that
// does not decode, are unknown.
type Reconcile struct {
	Other      *Watch
	On         []Pair
	Columns    []Compared  // none: only keys and the numbers of their rows are compared
	OtherWhere *rules.Expr // over the other row's own columns; nil: all
	// Until and OtherUntil are the watermark, over each side's own columns; nil: none. A
	// key is left out on both sides if a row of either is not known to lie before it.
	Until, OtherUntil *rules.Expr
	Transfer          Transfer
	// Settle is how long differing keys rest before they are read once more; 0: once is enough.
	Settle time.Duration
}

// A Transfer is what crosses the link in a Reconcile. Both ways find the same.
type Transfer string

// Rows, or checksums of blocks of rows, made by both sources where they can and the key is
// that of their tables, and then the rows of the blocks that differ. By cost is what the
// sizes and the pace of the links make cheaper.
const (
	TransferByCost    Transfer = ""
	TransferRows      Transfer = "rows"
	TransferChecksums Transfer = "checksums"
)

// Compared is a pair of columns of a Reconcile.
type Compared struct {
	Pair
	Tolerance *big.Rat // absolute: numbers in their own unit, dates and timestamps in seconds; nil: none
}

// The sorts of a Difference between the rows of one key.
const (
	OnlyHere  Difference = "only here"
	OnlyThere Difference = "only there"
	Differs   Difference = "differs"
)

// A Difference is how the two sides of a Reconcile part at a key.
type Difference string

// Differences are what a Reconcile found, counted in keys.
type Differences struct {
	OnlyHere, OnlyThere, Differing int64
	Numbers                        int64            // of the differing: the sides have not as many rows
	Columns                        map[string]int64 // differing keys by the left side's column
	Repeated                       int64            // keys that several rows of one side share
	Late                           int64            // keys left out by the watermark
	Settled                        int64            // keys that differed at first and no longer when they were read again
}

// Other gives the watch that a measure compares with, or nil.
func Other(m Measure) *Watch {
	switch m := m.(type) {
	case Match:
		return m.Other
	case Totals:
		return m.Other
	case Reconcile:
		return m.Other
	}
	return nil
}

// Groups counts rows by key and judges Holds over each group: its columns are the
// names of By, "count" and the names of Figures.
type Groups struct {
	By      []GroupKey
	Figures []NamedFigure
	Holds   *rules.Expr // nil: a group only has to exist
	Expect  []string    // key texts that must occur; nil: none
}

// A NamedFigure is a figure of each group, by the name that Holds has for it. It has no
// By and no Expect of its own.
type NamedFigure struct {
	Name string
	Aggregate
}

// Schema is what Holds may name, in the order of the columns.
func (g Groups) Schema() ir.Schema {
	var schema ir.Schema
	for _, key := range g.By {
		schema = append(schema, ir.Field{Name: key.Name, Type: key.Expr.Type()})
	}
	schema = append(schema, ir.Field{Name: "count", Type: ir.Of(ir.Integer)})
	for _, f := range g.Figures {
		schema = append(schema, ir.Field{Name: f.Name, Type: f.Column()})
	}
	return schema
}

// A GroupKey is one expression that rows are grouped by.
type GroupKey struct {
	Name string
	Expr *rules.Expr
}

// The aspects of a Probe measure.
const (
	ProbeConnect     = "connect"
	ProbeLatency     = "latency"
	ProbePrivilege   = "privilege"
	ProbeSchema      = "schema"
	ProbeCall        = "call"
	ProbeCertificate = "certificate"
)

// Probe asks something of the source itself. Rules (for call) are judged over the
// one row that the answer decodes to. Host is the name that a certificate must be for,
// "" for that of the source.
type Probe struct {
	Aspect string
	Rules  []*rules.Expr
	Host   string
}

// Events asks for the probes of the watch that were recorded in the run's period.
type Events struct{}

// Beats asks for the beats that a watch has had: recorded ones, or that of a file.
type Beats struct {
	File   string // in the watch's source, which is a folder; "": the recorded ones
	Layout string // of the time in its first line; "": when it was written
}

// Delivered asks for what is known of the delivery that is expected; with Digest of a
// file's content, too.
type Delivered struct{ Digest bool }

// Filed asks how the file stands that the watch means; with Digest all of it is read.
type Filed struct{ Digest bool }

// An Event is one recorded probe.
type Event struct {
	At      time.Time
	Reached bool
	Latency time.Duration
	Class   string // of connectors.Error, if the source was not reached
}

func (RowRule) measure()   {}
func (Decode) measure()    {}
func (Figures) measure()   {}
func (Keys) measure()      {}
func (Match) measure()     {}
func (Totals) measure()    {}
func (Reconcile) measure() {}
func (Groups) measure()    {}
func (Probe) measure()     {}
func (Events) measure()    {}
func (Beats) measure()     {}
func (Delivered) measure() {}
func (Filed) measure()     {}

// Counts are always given, for every check.
type Counts struct {
	Rows       int64 // seen after the watch's and the check's Where
	Judged     int64 // true or false
	Violations int64
	Unknown    int64
	Faulted    int64
	Stock      int64 // of the violations: known when the check's baseline was recorded
	Excepted   int64 // of the violations: excepted, whether stock or not
}

// The standings of a violation.
const (
	Fresh    Standing = iota // nothing is known of it
	Stock                    // recorded by a baseline
	Excepted                 // by an exception in force
)

// Standing tells what people know of a violation.
type Standing uint8

// A Known counts violating groups or keys by standing. A key with several rows counts
// by the freshest of them.
type Known struct{ Stock, Excepted int64 }

// Add counts n more of a standing; a fresh one is not known.
func (k *Known) Add(s Standing, n int64) {
	switch s {
	case Stock:
		k.Stock += n
	case Excepted:
		k.Excepted += n
	}
}

// A Result is what was measured for one Measure.
type Result struct {
	Counts
	Denominator int64               // of a percentage: judged rows, keys or groups; see the kind
	Groups      int64               // duplicate groups, unmatched keys …: see the kind
	KnownGroups Known               // of Groups
	Figures     map[string]ir.Value // of Figures, by name; null: no value
	ByGroup     []GroupFigure       // of Aggregate, in the order of their keys; exactly one without groups
	Probe       *ProbeResult
	Events      []Event      // of Events, by time
	Beats       []time.Time  // of Beats, by time; none after the instant of the patrol
	Arrival     *Arrival     // of Delivered
	File        *FileFound   // of Filed
	Differences *Differences // of Reconcile
	View        View         // of the rows that were read
	Samples     []Violation  // the first by key order, clear; at most the check's Samples
	Failure     *Failure     // it could not be measured
	Skipped     string       // it was not measured, and why ("source down"); "" if it was
	// Down is the class of connectors.Error with which a source that it needs did not
	// open, if that is why it was Skipped; "" otherwise.
	Down string
}

// The views of rows that were read from a source which is to be read in slices.
const (
	Snapshot View = "snapshot" // as they were at one point in time
	Ranges   View = "ranges"   // slice by slice, each as it was then
)

// A View says how the rows of a table were seen; "" where one read saw them and nobody
// asked for slices.
type View string

// And joins the views of two reads: one that was made in slices decides.
func (v View) And(other View) View {
	if v == Ranges || other == "" {
		return v
	}
	return other
}

// A Failure says why something could not be measured.
type Failure struct {
	Class   string // of connectors.Error, or "rule", "definition"
	Message string // without values
	Hint    string
}

// A ProbeResult is what a probe of the source found.
type ProbeResult struct {
	Reached bool
	Class   string // of connectors.Error, if it was not reached
	Reason  string // why it was not reached, without values
	Latency time.Duration
	Version string
	Status  int
	Missing []string // privileges, or columns for schema
	Extra   []string // columns that the contract does not know
	Wrong   []string // columns whose physical type cannot be read as the contract's
	// Certificate is what the source presents; nil unless it was asked for.
	Certificate *Certificate
}

// A Certificate is the TLS certificate of a source.
type Certificate struct {
	Subject, Issuer string
	Names           []string // the hosts that it is for
	NotBefore       time.Time
	NotAfter        time.Time // when the first of its chain runs out
	Untrusted       string    // why it is not trusted, a fixed phrase; "" if it is
	Misnamed        bool      // it is for other hosts than the one that was asked for
}

// A Violation is one offending row, pair or group, clear: it must be masked before
// it is shown or stored.
type Violation struct {
	Key    []Cell
	Detail []Cell // the columns and sub-expressions that the rule looked at
	Reason string // of a fault or a decode failure; a fixed phrase
	// Standing of a violation; a row that could not be evaluated is always fresh.
	Standing Standing
}

// A Cell is one shown value.
type Cell struct {
	Name  string // column name or expression source
	Class mask.Class
	Type  ir.Type
	Text  string // clear
	Null  bool
}
