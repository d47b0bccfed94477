package diag_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks/diag"
)

func span(line, from, to int) diag.Span {
	return diag.Span{Start: diag.Pos{File: "a.yaml", Line: line, Column: from}, End: diag.Pos{File: "a.yaml", Line: line, Column: to}}
}

func TestCarets(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, line string
		from, to   int
		want       string
	}{
		{"ascii", "key: value", 6, 11, "     ^^^^^"},
		{"behind wide", "标题: 死亡", 5, 7, "      ^^^^"},
		{"wide itself", "标题: x", 1, 3, "^^^^"},
		{"full-width", "ＡＢ c", 4, 5, "     ^"},
		{"four bytes", "𠮷: x", 4, 5, "    ^"},
		{"combining", "e\u0301: x", 5, 6, "   ^"},
		{"tab is one", "\tx", 2, 3, " ^"},
		{"empty span", "abc", 2, 2, " ^"},
		{"beyond the end", "abc", 4, 5, "   ^"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			list := diag.List{diag.New("DW-1001", span(1, c.from, c.to), "m", "")}
			lines := strings.Split(diag.Render(list, map[string][]byte{"a.yaml": []byte(c.line + "\n")}), "\n")
			if got := strings.TrimPrefix(lines[2], "     | "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestLongLine(t *testing.T) {
	t.Parallel()
	line := strings.Repeat("x", 500) + "HERE" + strings.Repeat("y", 500)
	got := diag.Render(diag.List{diag.New("DW-1001", span(1, 501, 505), "m", "")}, map[string][]byte{"a.yaml": []byte(line)})
	lines := strings.Split(got, "\n")
	at := strings.Index(lines[1], "HERE")
	if at < 0 || len(lines[1]) > 150 {
		t.Fatal(got)
	}
	before := len([]rune(lines[1][:at]))
	if carets := strings.Index(lines[2], "^^^^"); carets != before {
		t.Errorf("carets at %d, word at %d:\n%s", carets, before, got)
	}
}

// TestSecretsAreHidden: a line with a secret is shown by none of the diagnostics.
func TestSecretsAreHidden(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{"a.yaml": []byte("x: {h: {X-Key: s3cret}}\npassword: s3cret: y\n")}
	hidden := diag.New("DW-1105", span(1, 10, 16), "a secret stands in the file", "")
	hidden.Hidden = true
	list := diag.List{diag.New("DW-1011", span(1, 1, 2), "m", ""), hidden, diag.New("DW-1001", span(2, 11, 12), "m", "")}
	if got := diag.Render(list, files); strings.Contains(got, "s3cret") {
		t.Error(got)
	}
}

func TestSorted(t *testing.T) {
	t.Parallel()
	a, b, c := diag.New("DW-1011", span(2, 1, 2), "a", ""), diag.New("DW-1001", span(1, 5, 6), "b", ""), diag.New("DW-1320", span(1, 1, 2), "c", "")
	list := diag.List{a, b, c, a}
	var messages []string
	for _, d := range list.Sorted() {
		messages = append(messages, d.Message)
	}
	if !slices.Equal(messages, []string{"c", "b", "a"}) {
		t.Error(messages)
	}
	if !list.Errors() || (diag.List{c}).Errors() {
		t.Error("a warning is no error, an error is")
	}
}

func TestCodesAreOrdered(t *testing.T) {
	t.Parallel()
	codes := diag.Codes()
	if !slices.IsSortedFunc(codes, func(a, b diag.Code) int { return strings.Compare(a.ID, b.ID) }) {
		t.Error("the table is not in order")
	}
	if _, ok := diag.Lookup("DW-9999"); ok {
		t.Error("DW-9999 is known")
	}
}
