package bench_test

import (
	"bufio"
	"bytes"
	"database/sql"
	"io"
	"os"
	"slices"
	"testing"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/dogwatch/dogwatch/rules/civil"
)

// The streamed reference: what an engineer would write by hand for the twenty checks
// of questions, to be fast. One SELECT of the columns, each row judged in its raw
// bytes; like a patrol it keeps the counts, the key of every violating row, and finds
// exact duplicates in bounded memory.

const referenceColumns = "record_no, id_card, name, sex, birth_date, district_code, street_code, household_no, state, changed_on, registered_at"

type reference struct {
	rows     int64
	newest   []byte
	keys     [20][]string // of the violating rows, by check
	once     [2]*doubles  // record_no, id_card
	doubled  [2]int64     // rows that share their key
	deadline []byte
}

// byReference runs it and gives the violations by the ids of questions.
func byReference(b *testing.B, db *sql.DB) map[string]int64 {
	r := &reference{deadline: []byte("2026-11-24 18:00:00"), once: [2]*doubles{newDoubles(b), newDoubles(b)}}
	rows, err := db.Query("SELECT " + referenceColumns + " FROM registry")
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	cells, places := make([]sql.RawBytes, 11), make([]any, 11)
	for i := range cells {
		places[i] = &cells[i]
	}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			b.Fatal(err)
		}
		r.judge(cells)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	for i, d := range r.once {
		r.doubled[i] = d.rows()
	}
	found := map[string]int64{"record-once": r.doubled[0], "id-once": r.doubled[1]}
	for i, q := range questions() {
		if i >= 4 {
			found[q.id] = int64(len(r.keys[i]))
		}
	}
	return found
}

func textOf(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

func (r *reference) judge(c []sql.RawBytes) {
	record, id, name, sex, birth, district, street := c[0], c[1], c[2], c[3], c[4], c[5], c[6]
	household, state, changed, registered := c[7], c[8], c[9], c[10]
	r.rows++
	if bytes.Compare(registered, r.newest) > 0 && bytes.Compare(registered, r.deadline) <= 0 {
		r.newest = append(r.newest[:0], registered...)
	}
	r.once[0].add(record)
	r.once[1].add(id)
	born, dated := civil.IDCardBirth(textOf(id))
	var day [10]byte
	kind, sexed := civil.IDCardSex(textOf(id))
	verdicts := [...]bool{
		len(bytes.TrimSpace(id)) > 0, len(bytes.TrimSpace(name)) > 0, len(bytes.TrimSpace(sex)) > 0, len(bytes.TrimSpace(state)) > 0,
		civil.IDCardValid(textOf(id)),
		!dated || textOf(appendDay(day[:0], born)) == textOf(birth[:10]),
		!sexed || kind == textOf(sex),
		textOf(sex) == "男" || textOf(sex) == "女",
		textOf(state) == "正常" || textOf(state) == "迁出" || textOf(state) == "注销",
		utf8.RuneCount(name) <= 30,
		!bytes.HasPrefix(name, []byte("·")) && !bytes.HasSuffix(name, []byte("·")),
		bytes.IndexByte(name, '?') < 0 && !bytes.Contains(name, []byte("□")),
		bytes.HasPrefix(street, district),
		bytes.Compare(changed[:10], birth[:10]) >= 0,
		bytes.Compare(registered, r.deadline) <= 0,
		digits(household),
	}
	for i, holds := range verdicts {
		if !holds {
			r.keys[4+i] = append(r.keys[4+i], string(record))
		}
	}
}

func appendDay(dst []byte, day int32) []byte {
	return time.Unix(int64(day)*86400, 0).UTC().AppendFormat(dst, time.DateOnly)
}

func digits(text []byte) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(text) > 0
}

// doubles counts rows that share a key of up to 24 bytes, with 500,000 keys in memory:
// sorted runs in a file, merged at the end.
type doubles struct {
	b    *testing.B
	held []key
	runs []*bufio.Reader
}

type key [24]byte

const heldKeys = 500_000

func newDoubles(b *testing.B) *doubles { return &doubles{b: b, held: make([]key, 0, heldKeys)} }

func (d *doubles) add(text []byte) {
	if len(d.held) == heldKeys {
		d.spill()
	}
	var k key
	copy(k[:], text)
	d.held = append(d.held, k)
}

func (d *doubles) sort() {
	slices.SortFunc(d.held, func(x, y key) int { return bytes.Compare(x[:], y[:]) })
}

func (d *doubles) spill() {
	d.sort()
	file, err := os.CreateTemp(d.b.TempDir(), "")
	if err != nil {
		d.b.Fatal(err)
	}
	_ = os.Remove(file.Name())
	out := bufio.NewWriterSize(file, 64<<10)
	for i := range d.held {
		_, _ = out.Write(d.held[i][:])
	}
	if err := out.Flush(); err != nil {
		d.b.Fatal(err)
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		d.b.Fatal(err)
	}
	d.runs, d.held = append(d.runs, bufio.NewReaderSize(file, 64<<10)), d.held[:0]
}

// rows merges the runs and counts the rows of keys that occur more than once.
func (d *doubles) rows() (doubled int64) {
	if len(d.runs) > 0 {
		d.spill()
	} else {
		d.sort()
	}
	var heads []key
	live := d.runs[:0:0]
	for _, run := range d.runs {
		var k key
		if _, err := io.ReadFull(run, k[:]); err == nil {
			heads, live = append(heads, k), append(live, run)
		}
	}
	at := 0
	next := func() (k key, more bool) {
		if len(d.runs) == 0 {
			if at++; at > len(d.held) {
				return k, false
			}
			return d.held[at-1], true
		}
		if len(heads) == 0 {
			return k, false
		}
		least := 0
		for i := range heads {
			if bytes.Compare(heads[i][:], heads[least][:]) < 0 {
				least = i
			}
		}
		k = heads[least]
		if _, err := io.ReadFull(live[least], heads[least][:]); err != nil {
			heads, live = slices.Delete(heads, least, least+1), slices.Delete(live, least, least+1)
		}
		return k, true
	}
	var last key
	var n int64
	for k, more := next(); more; k, more = next() {
		if n > 0 && k == last {
			n++
			continue
		}
		if n > 1 {
			doubled += n
		}
		last, n = k, 1
	}
	if n > 1 {
		doubled += n
	}
	return doubled
}

// agree fails the benchmark unless both found the same violations.
func agree(b *testing.B, ours, reference map[string]int64) {
	b.Helper()
	for id, n := range reference {
		if ours[id] != n {
			b.Fatalf("%s: we find %d violations, the reference %d", id, ours[id], n)
		}
	}
}
