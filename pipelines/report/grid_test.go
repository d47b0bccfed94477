package report

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWidth(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{"": 0, "abc": 3, "张三": 4, "１２": 4, "e\u0301": 1, "𠮷": 2, "·": 1, "110***12": 8, "「」": 4} {
		if got := widthOf(text); got != want {
			t.Errorf("%q is %d columns wide, not %d", text, got, want)
		}
	}
}

// TestGridColumns: columns stand one below the other, whatever characters are in them.
func TestGridColumns(t *testing.T) {
	t.Parallel()
	want := "行号  文件          说明\n────  ────────────  ────\n10    等保测评.pdf  三级\n7     a.pdf         一\n"
	if got := Grid([]string{"行号", "文件", "说明"}, [][]string{{"10", "等保测评.pdf", "三级"}, {"7", "a.pdf", "一"}}, 0); got != want {
		t.Errorf("\n%s\nnot\n%s", got, want)
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text  string
		limit int
		want  string
	}{
		{"abc", 5, "abc"},
		{"one two three", 8, "one two|three"},
		{"养老服务补贴", 6, "养老服|务补贴"},
		{"最新一条，已三天", 8, "最新一|条，已三|天"},
		{"abcdefghij", 4, "abcd|efgh|ij"},
		{"身份证号=110***12 死亡日期=1932", 20, "身份证号=110***12|死亡日期=1932"},
		{"a\nb", 9, "a|b"},
		{"张", 1, "张"},
	}
	for _, c := range cases {
		if got := strings.Join(wrap(c.text, c.limit), "|"); got != c.want {
			t.Errorf("%q at %d: %q", c.text, c.limit, got)
		}
	}
}

// TestWrapKeeps: nothing but spaces is lost, and no line is too wide.
func TestWrapKeeps(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"a", "张", " ", "，", "（", "/", "_", "７", "·", "words "})).Draw(t, "text"), "")
		limit := rapid.IntRange(2, 12).Draw(t, "limit")
		lines := wrap(text, limit)
		for _, line := range lines {
			if widthOf(line) > limit {
				t.Fatalf("%q is wider than %d", line, limit)
			}
		}
		squeeze := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if squeeze(strings.Join(lines, "")) != squeeze(text) {
			t.Fatalf("%q became %q", text, lines)
		}
	})
}

// TestGridFits: what is shown keeps to the width of the terminal.
func TestGridFits(t *testing.T) {
	t.Parallel()
	for _, width := range []int{60, 80, 119, 120, 160} {
		v := sample("zh")
		v.Width = width
		for line := range strings.SplitSeq(string(render(t, "table", v)), "\n") {
			if widthOf(line) > v.Width {
				t.Errorf("%d of %d columns: %s", widthOf(line), width, line)
			}
		}
	}
}
