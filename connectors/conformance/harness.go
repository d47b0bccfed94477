package conformance

import (
	"runtime"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
)

// A Harness is one connector with a place to put tables.
type Harness struct {
	Open   connectors.Opener
	Config connectors.Config // reaches what Create fills
	// Create makes a table with its rows and gives the relation to read it by. Names
	// are distinct within a run.
	Create func(t testing.TB, table Table) connectors.Relation
	Can    Abilities
	// Account makes a login with this password that may read these relations only.
	// Nil if the source has no logins.
	Account func(t testing.TB, password string, readable ...connectors.Relation) Account
	// Running counts the statements on the server whose text holds the marker. Nil if
	// the source has no server.
	Running func(t testing.TB, marker string) int
}

// Abilities say which parts of the suite have a meaning for a source.
type Abilities struct {
	SQL           bool // conditions, queries, figures: the source is a Querier
	Types         bool // stores numbers, dates and booleans as such, not as text only
	ExactDecimals bool // keeps 38 digits
	Padding       bool // has a CHAR type that pads
	Catalogue     bool // knows keys, indexes and comments
	// NullText is false where a missing text cannot be told from an empty one.
	NullText bool
	// EmptyIsNull is true where a text of nothing, or of blanks alone, is null, as on
	// Oracle.
	EmptyIsNull bool
	// BarredIsMissing is true where what a login may not read is not there for it, as on
	// Oracle.
	BarredIsMissing bool
	// ClockedDates is true where a date has a time of day, as Oracle's DATE: no figure
	// over it is one over days.
	ClockedDates bool
	// Sparse is true where a row need not have every column: one that is nowhere is
	// null, as in JSON.
	Sparse bool
}

// An Account is a login of the source.
type Account struct {
	Config      connectors.Config
	SetPassword func(t testing.TB, password string)
}

// The storage types of a Table.
const (
	Text      Storage = "text"
	Char      Storage = "char" // padded
	Integer   Storage = "integer"
	Decimal   Storage = "decimal"
	Float     Storage = "float"
	Boolean   Storage = "boolean"
	Date      Storage = "date"
	Timestamp Storage = "timestamp"
)

// Storage says how a column is stored.
type Storage string

// A Table is a neutral description of what Create makes.
type Table struct {
	Name    string
	Columns []Stored
	Key     []string
	Unique  []string // columns of one unique index
	Rows    [][]any  // of string or nil: the text that the storage type takes
}

// A Stored is a column of a Table. Size is the characters of a text or the digits of a
// decimal, Scale its places; zero takes what is usual.
type Stored struct {
	Name    string
	Storage Storage
	Size    int
	Scale   int
	NotNull bool
	Comment string
}

// day is the text of a date as it is stored.
func (h Harness) day(date string) string {
	if h.Can.ClockedDates {
		return date + " 00:00:00"
	}
	return date
}

// nothing is what a text of nothing is read as.
func (h Harness) nothing() string {
	if h.Can.EmptyIsNull {
		return null
	}
	return ""
}

// beside is what a text is read as that is joined with a text of nothing.
func (h Harness) beside(joined string) string {
	if h.Can.EmptyIsNull {
		return null
	}
	return joined
}

// Run runs the suite.
func Run(t *testing.T, h Harness) {
	before := runtime.NumGoroutine()
	t.Run("suite", func(t *testing.T) {
		for _, part := range []struct {
			name string
			test func(*testing.T, Harness)
			when bool
		}{
			{"types", testTypes, h.Can.Types},
			{"decimals", testDecimals, h.Can.ExactDecimals},
			{"text", testText, true},
			{"padding", testPadding, h.Can.Padding},
			{"forms", testForms, true},
			{"numbers as dates", testNumberDates, h.Can.Types},
			{"faults", testFaults, true},
			{"batches", testBatches, true},
			{"limit", testLimit, true},
			{"close", testClose, true},
			{"refused requests", testRefusedRequests, true},
			{"missing", testMissing, true},
			{"where", testWhere, h.Can.SQL},
			{"query", testQuery, h.Can.SQL},
			{"guard", testGuard, h.Can.SQL},
			{"figures", testFigures, h.Can.SQL},
			{"present", testPresent, h.Can.SQL},
			{"groups", testGroups, h.Can.SQL},
			{"not pushable", testNotPushable, h.Can.SQL},
			{"schema", testSchema, h.Can.Catalogue},
			{"list", testList, !h.Can.Sparse},
			{"probe", testProbe, h.Can.SQL},
			{"cancel", testCancel, h.Can.SQL},
			{"cancel while reading", testCancelReading, true},
			{"timeout", testTimeout, h.Can.SQL},
			{"pace", testPace, h.Can.SQL},
			{"connections", testConnections, h.Can.SQL},
			{"password", testPassword, h.Account != nil},
			{"privilege", testPrivilege, h.Account != nil},
			{"unreachable", testUnreachable, h.Can.SQL && h.Config.Host != ""},
			{"one login failure", testOneFailure, h.Account != nil},
		} {
			if !part.when {
				continue
			}
			t.Run(part.name, func(t *testing.T) {
				t.Parallel()
				part.test(t, h)
			})
		}
	})
	noneLeft(t, before)
}

// noneLeft waits for goroutines that are still on their way out.
func noneLeft(t *testing.T, before int) {
	t.Helper()
	for range 100 {
		if runtime.NumGoroutine() <= before {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	stacks := make([]byte, 1<<16)
	t.Errorf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(),
		stacks[:runtime.Stack(stacks, true)])
}

// open opens the harness's source; its memory is counted.
func open(t testing.TB, h Harness) connectors.Source {
	t.Helper()
	return openAs(t, h, h.Config)
}

func openAs(t testing.TB, h Harness, config connectors.Config) connectors.Source {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	config.Allocator = mem
	source, err := h.Open(t.Context(), config)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := source.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
		if err := source.Close(); err != nil {
			t.Errorf("second close: %v", err)
		}
		mem.AssertSize(t, 0)
	})
	return source
}
