package files

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzRecords: whatever a file holds, reading it ends, every field lies in its record,
// and what goes wrong says in which line.
func FuzzRecords(f *testing.F) {
	for _, text := range []string{"a,b\n1,2\n", "a;b\r\n\"x\r\ny\";\"\"\"\"\r\n", "\"", "a\"b,c\n\n\n", ",,\n,", "\"a\"b\n", "\xef\xbb\xbfa\n", "a\x00b\tc"} {
		f.Add([]byte(text), byte(','), true)
		f.Add([]byte(text), byte(';'), false)
	}
	f.Fuzz(func(t *testing.T, data []byte, delimiter byte, finalNewline bool) {
		if delimiter == '"' || delimiter == '\n' || delimiter == '\r' {
			return
		}
		r := newRecords(bytes.NewReader(data), format{delimiter: delimiter, quote: '"', finalNewline: finalNewline})
		last := 0
		for {
			err := r.next()
			if _, bad := errors.AsType[*malformed](err); bad || errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if r.line <= last || r.line > r.count || len(r.fields) == 0 {
				t.Fatalf("line %d after %d of %d with %d fields", r.line, last, r.count, len(r.fields))
			}
			last = r.line
			for _, s := range r.fields {
				if s.start < 0 || s.start > s.end || s.end > len(r.text) {
					t.Fatalf("a field at %d to %d of %d bytes", s.start, s.end, len(r.text))
				}
			}
		}
	})
}

// FuzzRoundTrip: what encoding/csv writes is read as it was.
func FuzzRoundTrip(f *testing.F) {
	f.Add("a", "b,c", "d\"e", "f\ng")
	f.Add("", " ", "\t", "张三")
	f.Fuzz(func(t *testing.T, a, b, c, d string) {
		want := []string{a, b, c, d}
		all := strings.Join(want, "")
		broken := func(text string) bool { return !utf8.ValidString(text) }
		if strings.ContainsRune(all, '\r') || all == "" || slices.ContainsFunc(want, broken) {
			return // line ends within quotes arrive as LF, a record of nothing is none, and bytes that are no text are lost
		}
		var file bytes.Buffer
		w := csv.NewWriter(&file)
		for range 2 {
			if err := w.Write(want); err != nil {
				t.Fatal(err)
			}
		}
		w.Flush()
		r := newRecords(&file, format{delimiter: ',', quote: '"'})
		for range 2 {
			if err := r.next(); err != nil {
				t.Fatalf("%q: %v", want, err)
			}
			var got []string
			for _, s := range r.fields {
				got = append(got, string(r.text[s.start:s.end]))
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%q was read as %q", want, got)
			}
		}
		if err := r.next(); !errors.Is(err, io.EOF) {
			t.Fatalf("after the last record: %v", err)
		}
	})
}
