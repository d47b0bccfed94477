package checks

import (
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The directions of a contract.
const (
	Inbound  Direction = "inbound"
	Outbound Direction = "outbound"
	Calling  Direction = "call"
)

// Direction tells who delivers to whom.
type Direction string

// A Contract says what must hold of one payload, written once for all systems.
type Contract struct {
	ID           string
	Whole        string // the contract as it was written, of which this is one table; "" if it has no other
	Table        string // its name there; "" without a Whole
	Title        string
	Direction    Direction
	Counterparty string
	Key          []string // columns that name a row to a person; not necessarily unique
	Columns      []Column
	Checks       []*Check // column shorthands first, then the written ones
	MayBeEmpty   bool
	Span         diag.Span
}

// A Column is one column of a contract.
type Column struct {
	Name     string
	Title    string
	Type     ir.Type
	Class    mask.Class
	Required bool
	Span     diag.Span
}

// Column returns the column called name, or nil.
func (c *Contract) Column(name string) *Column {
	for i := range c.Columns {
		if c.Columns[i].Name == name {
			return &c.Columns[i]
		}
	}
	return nil
}

// Schema gives the columns that the contract's rules may name, in written order.
func (c *Contract) Schema() ir.Schema { return schemaOf(c.Columns) }

func schemaOf(columns []Column) ir.Schema {
	schema := make(ir.Schema, 0, len(columns))
	for _, column := range columns {
		schema = append(schema, ir.Field{Name: column.Name, Type: column.Type})
	}
	return schema
}

// A System is a business system that is served.
type System struct {
	ID      string
	Title   string
	Watches []*Watch
	Span    diag.Span
}

// A Watch binds one contract in one system: where the data lie and how they are read.
type Watch struct {
	System     *System
	ID         string // unique in its system
	Whole      *Whole // nil: its contract has no other table
	Was        []string
	Title      string
	Contract   *Contract
	Source     string // a source of the deployment file
	From       From
	Mappings   []Mapping // one per column that is read: the contract's, then extra ones
	Where      *rules.Expr
	Cycle      Cycle
	Scope      string    // which rows a patrol judges: "all" (default), "period", "since-last"
	Delivery   *Delivery // nil: nothing is known of it
	Refs       map[string]*Watch
	Tags       []string
	Checks     []*Check // effective: contract's with overrides, then the watch's own
	MayBeEmpty bool
	Exceptions []*Exception // of every check
	Span       diag.Span
}

// Path names the watch: "elderly-allowances/death-records".
func (w *Watch) Path() string { return w.System.ID + "/" + w.ID }

// Schema gives the columns that rules of this watch may name, in mapping order.
func (w *Watch) Schema() ir.Schema {
	schema := make(ir.Schema, 0, len(w.Mappings))
	for _, m := range w.Mappings {
		schema = append(schema, ir.Field{Name: m.Name, Type: m.Type})
	}
	return schema
}

// Mapping returns how the column called name is read, or nil.
func (w *Watch) Mapping(name string) *Mapping {
	for i := range w.Mappings {
		if w.Mappings[i].Name == name {
			return &w.Mappings[i]
		}
	}
	return nil
}

// From says what a watch reads. Exactly one field beside Span is set; with a File, Name is
// its pattern.
type From struct {
	Name    string
	File    *File
	Query   string
	Union   []string // tables whose rows are read as one: shards, or current and history
	Pattern string   // a name with the period in it: "LOG_{period:yyyyMM}"
	Each    []Shard  // tables that are judged one by one: an outcome for each, by group
	Call    *Call
	Span    diag.Span
}

// A Shard is one table of an Each.
type Shard struct {
	Group string // "110101": the outcomes' group key
	Name  string
}

// Tables lists the tables of a union or an each; nil for anything else.
func (f From) Tables() []string {
	tables := f.Union
	for _, s := range f.Each {
		tables = append(tables, s.Name)
	}
	return tables
}

// Shards gives the watch once for each of its shards by group, or itself under the
// empty group if it has none.
func (w *Watch) Shards() map[string]*Watch {
	if w.From.Each == nil {
		return map[string]*Watch{"": w}
	}
	shards := map[string]*Watch{}
	for _, s := range w.From.Each {
		shard := *w
		shard.From = From{Name: s.Name, Span: w.From.Span}
		shards[s.Group] = &shard
	}
	return shards
}

// In gives what is read for a period that starts on a civil day (days since
// 1970-01-01): a Pattern becomes a Name, and nothing else changes.
func (f From) In(periodStart int32) From {
	if f.Pattern == "" {
		return f
	}
	before, rest, _ := strings.Cut(f.Pattern, patternOpen)
	layout, after, _ := strings.Cut(rest, "}")
	start := ir.PartsOf(int64(periodStart) * 86_400_000_000)
	return From{Name: before + ir.FormatLayout(start, layout) + after, Span: f.Span}
}

// patternOpen begins the period in a Pattern.
const patternOpen = "{period:"

// patternFault says what is wrong with a pattern, "" if nothing is.
func patternFault(pattern string) string {
	_, rest, ok := strings.Cut(pattern, patternOpen)
	layout, after, closed := strings.Cut(rest, "}")
	switch {
	case !ok || !closed:
		return "it has no {period:…}"
	case strings.Contains(after, "{"):
		return "it has more than one {…}"
	case ir.CheckLayout(layout) != "":
		return ir.CheckLayout(layout)
	}
	return ""
}

// A Call is one HTTP request.
type Call struct {
	Method  string
	Path    string
	Query   map[string]string
	Headers map[string]string
	Body    string
	Type    string // of the body; "": that of JSON, of XML where the answer is XML
	Answer  string // "xml", else JSON
	Rows    string
}

// A Mapping says how one column is read from its physical form.
type Mapping struct {
	Name     string
	Title    string
	Type     ir.Type
	Class    mask.Class
	Physical []string // several are concatenated
	Join     string
	Layout   string // of a date, month or timestamp stored as text
	Trim     bool
	Fold     bool
	Shift    int32 // decimal places; 2 for an amount in fen
	Values   map[string]string
	Absent   bool // this source does not deliver the column
	// Protection says that the stored values are not the real ones: Masked (partly
	// covered), Opaque (a token that changes) or Deterministic (a token that is the
	// same for the same value). Rules over such values are skipped.
	Protection Protection
	Span       diag.Span
}

// The protections of a column.
const (
	Masked        Protection = "masked"
	Opaque        Protection = "opaque"
	Deterministic Protection = "deterministic"
	// Encrypted is no hiding: the values are ciphertext of SM4 for which the source has
	// the key, and they are decrypted while they are read.
	Encrypted Protection = "sm4"
)

// Hides tells that the real values do not arrive.
func (p Protection) Hides() bool { return p != "" && p != Encrypted }

// Protection says how a source hides the values of a column; "" for not at all.
type Protection string

// A Cycle says how often the two aspects of a watch are due: "daily", "weekly",
// "monthly", "quarterly", "yearly".
type Cycle struct {
	Link    string
	Content string
	Probe   time.Duration // between two probes of the link; 0: the definition does not say
}
