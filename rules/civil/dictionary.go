package civil

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Dictionaries are the code tables in force, by name. They answer ir.Dictionaries.
// After the last Add they are safe for concurrent use.
type Dictionaries struct {
	tables   map[string]func() *dictionary
	editions map[string]string
	calendar *Calendar
}

var _ ir.Dictionaries = (*Dictionaries)(nil)

// A dictionary is one code table.
type dictionary struct {
	entries  map[string][]entry
	codes    []string        // in file order
	from, to int32           // covered days, both included
	counties map[string]bool // of nine-digit codes: which counties are covered
}

// An entry is one code's meaning from a day to a day, both included.
type entry struct {
	name     string
	value    decimal128.Num
	hasValue bool
	from, to int32
}

// NewDictionaries gives no tables; every question is unknown.
func NewDictionaries() *Dictionaries {
	return &Dictionaries{tables: map[string]func() *dictionary{}, editions: map[string]string{}}
}

// Add reads a table from CSV and replaces one of the same name. Columns: code, name,
// and optionally value (an amount), from and to (a year, month or day; both included;
// empty is open) or from_year and to_year. Lines before the header may say
// `# edition: 2024` and `# covers: 1981..2024`; beyond what it covers, a table
// answers unknown. A fault is a *TableError.
func (d *Dictionaries) Add(name string, data []byte) error {
	parsed, err := readDictionary(data)
	if err != nil {
		return err
	}
	d.put(name, data, func() *dictionary { return parsed })
	return nil
}

// AddUnread is Add for a table that is known to have no fault: it is read when it is
// first asked, and a fault is a panic then.
func (d *Dictionaries) AddUnread(name string, data []byte) {
	d.put(name, data, sync.OnceValue(func() *dictionary {
		parsed, err := readDictionary(data)
		if err != nil {
			panic("the code table " + name + ": " + err.Error())
		}
		return parsed
	}))
}

func (d *Dictionaries) put(name string, data []byte, table func() *dictionary) {
	notes, _, _ := readNotes(data)
	d.tables[name], d.editions[name] = table, notes["edition"]
}

// table gives a table, nil if there is none.
func (d *Dictionaries) table(name string) *dictionary {
	if table := d.tables[name]; table != nil {
		return table()
	}
	return nil
}

// Names lists the tables, sorted.
func (d *Dictionaries) Names() []string { return slices.Sorted(maps.Keys(d.tables)) }

// Codes lists a table's codes in the order of its file; nil for an unknown table.
func (d *Dictionaries) Codes(name string) []string {
	if t := d.table(name); t != nil {
		return t.codes
	}
	return nil
}

// Edition is what a table says of its edition; "" if nothing.
func (d *Dictionaries) Edition(name string) string { return d.editions[name] }

func readDictionary(data []byte) (*dictionary, error) {
	t, err := readTable(data)
	if err != nil {
		return nil, err
	}
	return parseDictionary(t)
}

func parseDictionary(t *table) (*dictionary, error) {
	codeAt := t.column("code")
	if codeAt < 0 {
		return nil, &TableError{Line: t.headerLine, Message: "a code table needs the column code"}
	}
	d := &dictionary{entries: map[string][]entry{}, from: math.MinInt32, to: math.MaxInt32, counties: map[string]bool{}}
	if covers := t.notes["covers"]; covers != "" {
		first, last, _ := strings.Cut(covers, "..")
		var ok, ok2 bool
		d.from, ok = dayOf(first, false)
		d.to, ok2 = dayOf(last, true)
		if !ok || !ok2 {
			return nil, &TableError{Line: 1, Message: "covers is written as 1981..2024"}
		}
	}
	for _, row := range t.rows {
		if err := d.add(t, row, row.fields[codeAt]); err != nil {
			return nil, err
		}
	}
	return d, nil
}

func (d *dictionary) add(t *table, row tableRow, code string) error {
	if code == "" {
		return &TableError{Line: row.line, Message: "the code is empty"}
	}
	e := entry{name: field(t, row, "name")}
	var ok bool
	if e.from, ok = dayOf(field(t, row, "from", "from_year"), false); !ok {
		return &TableError{Line: row.line, Message: "from is not a year, month or day"}
	}
	if e.to, ok = dayOf(field(t, row, "to", "to_year"), true); !ok {
		return &TableError{Line: row.line, Message: "to is not a year, month or day"}
	}
	if value := field(t, row, "value"); value != "" {
		if e.value, e.hasValue = amountOf(value); !e.hasValue {
			return &TableError{Line: row.line, Message: "value is not an amount with at most four decimals"}
		}
	}
	for _, other := range d.entries[code] {
		if e.from <= other.to && other.from <= e.to {
			return &TableError{Line: row.line, Message: "code " + code + " is listed twice for the same time"}
		}
	}
	if len(d.entries[code]) == 0 {
		d.codes = append(d.codes, code)
	}
	d.entries[code] = append(d.entries[code], e)
	if len(code) == 9 && allDigits(code) {
		d.counties[code[:6]] = true
	}
	return nil
}

// field gives the first of the named columns that the table has.
func field(t *table, row tableRow, names ...string) string {
	for _, name := range names {
		if at := t.column(name); at >= 0 {
			return row.fields[at]
		}
	}
	return ""
}

// dayOf reads a year, month or day as its first or last day; empty is open.
func dayOf(text string, last bool) (day int32, ok bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		if last {
			return math.MaxInt32, true
		}
		return math.MinInt32, true
	}
	for i, layout := range []string{"2006", "2006-01", time.DateOnly} {
		t, err := time.Parse(layout, text)
		if err != nil {
			continue
		}
		if last {
			t = t.AddDate([]int{1, 0, 0}[i], []int{0, 1, 0}[i], 0)
			if i < 2 {
				t = t.AddDate(0, 0, -1)
			}
		}
		return dayNumber(t), true
	}
	return 0, false
}

// amountOf reads an amount at the scale of ir.StandardType.
func amountOf(text string) (n decimal128.Num, ok bool) {
	unscaled, _, scale, ok := ir.ParseDecimal(text)
	want := ir.StandardType().Scale
	if !ok || scale > want {
		return n, false
	}
	return ir.FitsDecimal(ir.Rescale(unscaled.BigInt(), scale, want))
}

// find gives the entry in force; known is false beyond what the table covers.
func (d *Dictionaries) find(name, code string, on int32) (e entry, found, known bool) {
	t := d.table(name)
	if t == nil || on < t.from || on > t.to {
		return entry{}, false, false
	}
	for _, e := range t.entries[code] {
		if e.from <= on && on <= e.to {
			return e, true, true
		}
	}
	return entry{}, false, true
}

// Valid says whether a code was in force. Division codes of 9 and 12 digits are in
// force if their county is and, where the table of streets covers the county, their
// street is in it.
func (d *Dictionaries) Valid(name, code string, on int32) ir.Tri {
	_, found, known := d.find(name, code, on)
	if !known {
		return ir.Unknown
	}
	if !found && name == ir.DivisionDictionary && (len(code) == 9 || len(code) == 12) && allDigits(code) {
		return d.street(code, on)
	}
	return ir.TriOf(found)
}

// StreetDictionary names the table of streets and townships, by nine-digit codes.
const StreetDictionary = "beijing-streets"

func (d *Dictionaries) street(code string, on int32) ir.Tri {
	if county := d.Valid(ir.DivisionDictionary, code[:6], on); county != ir.True {
		return county
	}
	if t := d.table(StreetDictionary); t != nil && t.counties[code[:6]] && code[6:9] != "000" {
		return d.Valid(StreetDictionary, code[:9], on)
	}
	return ir.True
}

// Number gives the amount in force for a key, unscaled at ir.StandardType's scale.
func (d *Dictionaries) Number(name, key string, on int32) (decimal128.Num, ir.Tri) {
	e, found, known := d.find(name, key, on)
	if !known {
		return decimal128.Num{}, ir.Unknown
	}
	return e.value, ir.TriOf(found && e.hasValue)
}

// Count gives the number of codes in force on the day.
func (d *Dictionaries) Count(name string, on int32) (int64, ir.Tri) {
	t := d.table(name)
	if t == nil || on < t.from || on > t.to {
		return 0, ir.Unknown
	}
	var n int64
	for code := range t.entries {
		if _, found, _ := d.find(name, code, on); found {
			n++
		}
	}
	return n, ir.True
}

// Title gives the name that a code had.
func (d *Dictionaries) Title(name, code string, on int32) (string, ir.Tri) {
	e, found, known := d.find(name, code, on)
	if !known {
		return "", ir.Unknown
	}
	return e.name, ir.TriOf(found)
}

// String lists the tables with their sizes, for people.
func (d *Dictionaries) String() string {
	var parts []string
	for _, name := range d.Names() {
		parts = append(parts, name+" ("+strconv.Itoa(len(d.Codes(name)))+")")
	}
	return strings.Join(parts, ", ")
}
