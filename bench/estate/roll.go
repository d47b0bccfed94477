package estate

import (
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A roll is a table, or the answer of a call, from which nothing else in the estate
// follows: columns, rows, and what is wrong with them. Its columns bear the contract's
// names.
type roll struct {
	world   *world
	system  string
	watch   string // in which its faults are noted
	name    string // of the table
	columns []Column
	key     []int // the contract's key columns
	rows    []rollRow
	dropped []rollRow                    // by faults
	order   []int                        // rows in random order, made by the first pick
	model   func(at int) bool            // which rows misfits are made from; nil: any
	untyped bool                         // every value is stored as text
	parcel  parcel                       // how it comes as a file; without a form it is a table
	behind  []string                     // physical names, if its rows stand behind those of a table of the three systems
	call    bool                         // answered over HTTP, and no table
	path    string                       // of the call, below the system; "": the watch
	answer  func(io.Writer, *roll) error // nil: as reply
	code    string                       // of the answer; "": all is well
	slow    time.Duration                // before it answers
	broken  bool                         // answers 500
	lost    string
	ledger  Ledger
}

// A rollRow holds one value per column, as Table.Rows yields them.
type rollRow struct {
	values []any
	person *person // nil: nobody of the estate
	busy   bool    // odd, or a fault happens to it
}

// roll begins a roll of a system. Its table is called as the contract, with _ for -, and
// keeps one character more than the sizes say: that is how a text can be too long.
func (w *world) roll(system, contract string, key []string, columns ...Column) *roll {
	r := &roll{world: w, system: system, watch: contract, name: strings.ReplaceAll(contract, "-", "_"), columns: columns}
	for i := range columns {
		if columns[i].Kind == Text {
			columns[i].Size++
		}
	}
	for _, name := range key {
		r.key = append(r.key, r.column(name))
	}
	return r
}

// as names another watch than the contract; its table stays.
func (r *roll) as(watch string) *roll {
	r.watch = watch
	return r
}

// column is the place of a column.
func (r *roll) column(name string) int {
	at := slices.IndexFunc(r.columns, func(c Column) bool { return c.Name == name })
	if at < 0 {
		panic("estate: " + r.system + "/" + r.watch + " has no column " + name)
	}
	return at
}

// add adds a row about a person, or about nobody of the estate, and gives its place.
func (r *roll) add(p *person, values ...any) int {
	if len(values) != len(r.columns) {
		panic(fmt.Sprintf("estate: %s/%s: %d values for %d columns", r.system, r.watch, len(values), len(r.columns)))
	}
	r.rows = append(r.rows, rollRow{values: values, person: p})
	return len(r.rows) - 1
}

// set puts another value into a row.
func (r *roll) set(at int, column string, value any) { r.rows[at].values[r.column(column)] = value }

// text is a value of a row as text; "" for NULL.
func (r *roll) text(at int, column string) string { return textOf(r.rows[at].values[r.column(column)]) }

// keyOf is the contract's key of a row.
func (r *roll) keyOf(at int) []string {
	key := make([]string, len(r.key))
	for i, c := range r.key {
		key[i] = textOf(r.rows[at].values[c])
	}
	return key
}

func textOf(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case int64:
		return strconv.FormatInt(v, 10)
	}
	return value.(string)
}

// odd names a row that is unusual and correct. No fault happens to it.
func (r *roll) odd(name string, at int) {
	r.rows[at].busy = true
	r.oddOn(r.watch, name, r.keyOf(at))
}

// oddOn names a row of another watch of the system that is correct for what this roll holds.
func (r *roll) oddOn(watch, name string, key []string) {
	r.ledger.Odd = append(r.ledger.Odd, Odd{Name: name, System: r.system, Watch: watch, Key: key})
}

// spoil puts faults in, if it is the state that has them. Each takes rows of its own.
func (r *roll) spoil(faults ...func(*roll)) *roll {
	if r.world.clock.step == Current {
		for _, fault := range faults {
			fault(r)
		}
	}
	return r
}

// pick takes a row to which nothing happens yet, about a person to whom nothing happens
// in the system; fit, unless nil, says which will do. A size at which there is none is
// a mistake of the generator.
func (r *roll) pick(fit func(at int) bool) int {
	if len(r.order) < len(r.rows) {
		r.order = r.world.random(r.system + "/" + r.watch).Perm(len(r.rows))
	}
	for _, at := range r.order {
		row := &r.rows[at]
		if row.busy || row.person != nil && r.world.occupied(r.system, row.person) || fit != nil && !fit(at) {
			continue
		}
		row.busy = true
		r.world.occupy(r.system, row.person)
		return at
	}
	panic("estate: " + r.system + "/" + r.watch + " has no row left for a fault")
}

// reserve leaves the rows that have the value in the column to the fault that asks for it.
func (r *roll) reserve(column, value string) {
	for at := range r.rows {
		r.rows[at].busy = r.rows[at].busy || r.text(at, column) == value
	}
}

// repeat adds a row again, as it stands, and gives the place of the second.
func (r *roll) repeat(at int) int {
	again := r.rows[at]
	again.values = slices.Clone(again.values)
	r.rows = append(r.rows, again)
	return len(r.rows) - 1
}

// drop takes a row away: it did not arrive. The places of those behind it change.
func (r *roll) drop(at int) {
	r.dropped = append(r.dropped, r.rows[at])
	r.rows = slices.Delete(r.rows, at, at+1)
	r.order = nil
}

// having fits rows that hold the value in the column.
func (r *roll) having(column, value string) func(int) bool {
	return func(at int) bool { return r.text(at, column) == value }
}

// table is the roll as a front-end table.
func (r *roll) table() Table {
	t := Table{Name: r.name, Columns: r.columns, Count: len(r.rows), Rows: rowsOf(r.rows, r.stored)}
	if r.lost != "" {
		return t.without(r.lost)
	}
	return t
}

// stored appends the values of a row as they lie in the table.
func (r *roll) stored(row []any, x *rollRow) []any {
	if !r.untyped {
		return append(row, x.values...)
	}
	for _, v := range x.values {
		row = append(row, optional(textOf(v)))
	}
	return row
}

// random gives the randomness of one roll: it does not depend on the others.
func (w *world) random(name string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(name))
	return rand.New(rand.NewPCG(w.config.Seed, h.Sum64()))
}
