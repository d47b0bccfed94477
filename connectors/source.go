package connectors

import (
	"context"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
)

// TimestampType is the Arrow type of a civil timestamp: microseconds, no zone.
// A zone is applied once, when an instant is decoded.
var TimestampType = &arrow.TimestampType{Unit: arrow.Microsecond}

// MonthOf returns the number that stands for a civil month: year*12 + month-1.
func MonthOf(year int, month time.Month) arrow.MonthInterval {
	return arrow.MonthInterval(year*12 + int(month) - 1)
}

// A Source is an open connection to one place where data lie. Its methods may be
// called from several goroutines; each waits for a connection within the limits.
type Source interface {
	// Schema describes a relation as the source sees it. A relation that does not
	// exist is an Error of class Missing, one that may not be read of class Privilege.
	Schema(ctx context.Context, from Relation) (Schema, error)
	// Scan starts one read. The caller closes the stream, also after an error.
	// Cancelling ctx ends the read on the server too.
	Scan(ctx context.Context, request Request) (Stream, error)
	// Close releases every connection. It is safe to call twice.
	Close() error
}

// A Querier is a Source that can count and bound on its own side.
type Querier interface {
	// Flavour reports what is known of the server's language and text handling.
	Flavour(ctx context.Context) (Flavour, error)
	// Quote renders a physical column name for use in a Fragment or a shown SELECT.
	Quote(name string) string
	// Aggregate runs one grouped or ungrouped aggregate. The stream's columns are
	// the group columns, then one per term, named by Term.Name.
	Aggregate(ctx context.Context, request Aggregate) (Stream, error)
	// Render gives the statement that Scan would send, for people to read.
	Render(request Request) (Fragment, error)
	// RenderAggregate gives the statement that Aggregate would send.
	RenderAggregate(request Aggregate) (Fragment, error)
}

// A Doubter is a Querier that can tell which stored values may not decode to the
// contract's type, though the stored type is the contract's: dates such as 0000-00-00,
// a number that is none.
type Doubter interface {
	// Doubt is a condition, in the server's language and without bind values, that is
	// true for every value of the stored column which may not decode as the plain column
	// (no Form) asks, and never unknown. An empty condition: there is no such value. ok is
	// false where the server cannot tell.
	Doubt(column Column, stored PhysicalColumn) (condition string, ok bool)
}

// An Orderer is a Source that can deliver rows in an order at little more than the cost
// of reading them.
type Orderer interface {
	// Ordered tells whether it can for these columns of a relation, which Schema has
	// described. The server's comparison need not be ours: whoever relies on the order
	// looks at what comes.
	Ordered(from Relation, schema Schema, columns []Column) bool
}

// A Slicer is a Source that can read a relation piece by piece, each from the place on
// that the piece before has reached.
type Slicer interface {
	// Slices tells whether the server orders and compares the columns of a key alike, and
	// finds a place in it without looking at every row. Schema has described them.
	Slices(from Relation, key []PhysicalColumn) bool
}

// A Digester is a Source that can digest rows on its own side, in a way that every
// Digester shares whatever its engine: equal rows have equal digests.
type Digester interface {
	// Digest gives one row for each block that has rows: "block" (text), "rows" (integer)
	// and the sums "d0" to "d3" (decimal) over four words of each row's hash. A column that
	// cannot be written alike everywhere is an Error with the code NotPushable.
	Digest(ctx context.Context, request Digest) (Stream, error)
	// InBlocks is the condition that a row lies in one of the blocks.
	InBlocks(request Digest, blocks []string) (Fragment, error)
}

// A Digest deals rows into blocks by a hash of their key and digests each.
type Digest struct {
	From    Relation
	Where   Fragment
	Key     []Column
	Columns []Column // what is digested, the key included
	Digits  int      // of a block's name, hexadecimal, from 1 to 5: 16^Digits blocks
	// Side stands for values that do not decode: they are unlike everything on a side of
	// another name.
	Side string
}

// A Prober answers whether a source can be reached and used, without reading data.
type Prober interface {
	// Probe returns what was measured. A source that cannot be reached, refuses the
	// login or the call is an *Error; an HTTP answer with any status is not an error.
	Probe(ctx context.Context, request ProbeRequest) (Probe, error)
}

// A Relation names what is read: a table, view or synonym by Name ("QZK.QZ_SWXX",
// a file, an API path), or one guarded read-only statement in Query. Exactly one is set;
// with a File, Name is a pattern.
type Relation struct {
	Name  string
	Query string
	File  *File // how a file is found and written; nil: a name alone
	// Call holds the parts of an HTTP call; nil for every other source.
	Call *Call
}

// A Call is one HTTP request: what a Relation of an API source is read with.
type Call struct {
	Method  string            // GET or POST; empty means GET
	Path    string            // joined to the source's base URL
	Headers map[string]string // values may be secrets and are never shown
	Query   map[string]string
	Body    string // text of a POST
	Type    string // content type of the body; "": that of JSON, of XML for AnswerXML
	Answer  string // AnswerXML or AnswerMetrics, else JSON
	Rows    string // dotted path to the array of rows ("data.items"); empty: the body, if a list, else it is one row. Of XML the path of an element, from the root on: each is a row
}

// A Column asks for one column of the contract.
type Column struct {
	Name     string   // the contract's name: the field's name in the record
	Physical []string // the physical column; several are concatenated in order with Form.Join
	Type     arrow.DataType
	Form     Form
}

// A Form says how the stored value is read into the contract's type. The zero Form
// takes the value as it is (CHAR padding U+0020 is always cut on the right).
type Form struct {
	// Layout is the pattern of a date, month or timestamp stored as text or number:
	// "yyyyMMdd", "yyyy-MM-dd", "yyyyMM", "yyyy-MM-dd HH:mm:ss", "yyyy/M/d". Empty:
	// the native type, or ISO text. No other letters than y M d H m s S have meaning.
	Layout string
	Trim   bool // cut Unicode White_Space on both sides, U+3000 included
	Fold   bool // full-width digits, letters and signs (U+FF01..U+FF5E, U+3000) become half-width
	// Shift is the number of decimal places by which the stored number is too large:
	// 2 for an amount stored in fen that the contract gives in yuan.
	Shift int32
	// Values maps stored codes to contract values; nil for none. A stored value that
	// is not among the keys is a Fault.
	Values map[string]string
	// SM4 tells that the stored text is ciphertext, by the source's Config.SM4. It is
	// decrypted in memory, before anything else; a native value is a Fault.
	SM4  bool
	Join string // separator between concatenated columns
	// Zone is where a stored instant (timestamp with zone) is read as civil time; nil: Asia/Shanghai.
	Zone *time.Location
}

// A Fragment is finished SQL in the dialect of the source with its bind values.
// Placeholders are written the way the dialect wants them.
type Fragment struct {
	Text string
	Args []any
}

// A Request asks for rows.
type Request struct {
	From    Relation
	Columns []Column
	Where   Fragment // empty Text: all rows
	// Order names Columns in whose order, by the server's own comparison and nulls
	// anywhere, the rows come; nil: in any. Only an Orderer is asked for it.
	Order []string
	// Onwards is a place in Order: one value for each of its columns, in the server's language
	// and none of them null. Rows before it do not come; nil: all do. Only a Slicer is asked
	// for it.
	Onwards   []Fragment
	Limit     int64 // 0: all
	BatchRows int   // rows in a batch; 0: the connector's default (4096)
}

// The functions of an aggregate Term.
const (
	Count         Func = "count"          // rows
	CountValues   Func = "count_values"   // rows in which the column is not null
	CountDistinct Func = "count_distinct" // distinct non-null values, compared by bytes
	Min           Func = "min"
	Max           Func = "max"
	Sum           Func = "sum"
)

// Func names an aggregate function. Counts are integers; Min and Max have the type of
// the column; the Sum of an integer or decimal is decimal(38, scale), of a float a float.
type Func string

// A Term is one measured figure of an Aggregate.
type Term struct {
	Name   string
	Func   Func
	Column Column   // zero for Count
	Where  Fragment // counted rows only; empty: all rows of the request
}

// An Aggregate asks for figures instead of rows. Text keys are grouped by their
// bytes after CHAR padding is cut, whatever the server's collation says. Groups come
// in the order of their keys.
//
// What the server would answer differently from us is refused with an Error of class
// Refused and code NotPushable, and the caller scans instead: a column whose Form
// trims, folds, maps, has a layout or joins several columns, and one whose stored type
// is not the contract's (an amount kept as text). A Fault in the answer (a bound that is
// no value, such as 0000-00-00) means the same.
type Aggregate struct {
	From    Relation
	Where   Fragment
	GroupBy []Column
	Terms   []Term
	// AtLeast keeps only groups whose row count is at least this; 0 and 1 keep all.
	AtLeast int64
}

// NotPushable is the Code of an Error from Aggregate: the server cannot give this
// figure exactly; a scan can.
const NotPushable = "not-pushable"

// A Stream is a running read.
type Stream interface {
	// Next moves to the next batch. It returns false at the end and after an error.
	Next() bool
	// Record is the present batch, valid until the next call of Next or Close.
	Record() arrow.Record
	// Faults are the values of the present batch that did not decode; those cells are
	// null in the record. Valid as long as the record.
	Faults() []Fault
	// Err is the error that ended the stream, an *Error, or nil.
	Err() error
	// Close ends the read, on the server too.
	Close() error
}

// A Fault is one stored value that does not decode to the contract's type.
type Fault struct {
	Row    int    // in the record
	Column int    // in the record
	Reason string // a phrase that never quotes the value; of a file with line and byte
	Raw    string // the stored value, clear: only a masked form may be shown
}

// A Schema is a relation as the source sees it.
type Schema struct {
	Columns    []PhysicalColumn
	PrimaryKey []string
	Unique     [][]string // unique indexes, the primary key not repeated
	Indexes    [][]string // all indexes by their leading columns, unique ones included
	Rows       int64      // the server's estimate; -1: not known
	Comment    string
}

// A PhysicalColumn is a column as the source declares it.
type PhysicalColumn struct {
	Name     string
	Type     string         // the source's own name of the type: "varchar(18)"
	Arrow    arrow.DataType // what the type decodes to without a Form; nil: not readable
	Nullable bool
	Instant  bool // of a timestamp, as Schema describes it: the session's zone makes it civil time
	Comment  string
}

// A Flavour is what the planner may know of a server.
type Flavour struct {
	Dialect   string // "sqlite", "mysql", "postgres", "oracle", "duckdb"; empty: not known
	Product   string // "MariaDB", "PostgreSQL", …
	Version   string
	Charset   string
	Collation string
}

// The aspects of a ProbeRequest.
const (
	ProbeConnect   = "connect"   // reach the source and log in
	ProbePrivilege = "privilege" // may the relation be read (no row is fetched)
	ProbeCall      = "call"      // make the HTTP call and judge its answer
	// ProbeCertificate looks at the TLS certificate that is presented, trusted or not, and
	// sends nothing.
	ProbeCertificate = "certificate"
	// ProbeBeat asks when a file was last written, and for what its first line says.
	ProbeBeat = "beat"
)

// A ProbeRequest asks one question of a source.
type ProbeRequest struct {
	Aspect string
	From   Relation // for privilege, call and beat
	// Columns are, for call, members of the body: Physical[0] is the dotted path. For beat
	// the only one is what the file's first line holds; without, nothing is read.
	Columns []Column
	// Host is, for certificate, the name that it must be for; "": the host that is called.
	Host string
	At   time.Time // for certificate: the instant at which its chain is judged
}

// A Probe is what a probe measured. Record, if not nil, holds one row of the
// requested columns; the receiver releases it.
type Probe struct {
	Latency time.Duration
	Version string   // of the server, if it tells
	Status  int      // HTTP status; 0 where there is none
	Granted []string // privileges present, where the source tells
	Missing []string // privileges missing on the relation
	Record  arrow.Record
	Faults  []Fault
	// Written is, for beat, when the file was last written.
	Written time.Time
	// Certificate is what a certificate probe found; nil for other aspects.
	Certificate *Certificate
}

// A Certificate is the TLS certificate that a service presents.
type Certificate struct {
	Subject   string   // its common name, or its first name
	Issuer    string   // the common name of its authority
	Names     []string // the hosts that it is for: names and addresses
	NotBefore time.Time
	// NotAfter is when the first of its chain runs out; its own end if it is not trusted.
	NotAfter  time.Time
	Untrusted string // why its chain is not trusted, a fixed phrase; "" if it is
	Misnamed  bool   // it is for other hosts
}
