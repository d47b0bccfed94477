package syntax_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

const sample = "# 注释\n" +
	"中文: 值 # cmt\n" +
	"a: 'it''s 中 文'\n" +
	"b: \"x\\n\\u4e2d y \\\n   joined\"\n" +
	"c: |\n  line1 中 >= other\n   line2\n\n  line3\n" +
	"d: >-\n  fold a\n  fold b\n\n  new\n" +
	"e: plain one\n  continues here\n" +
	"f: [a, \"b\", {x: 1}]\n" +
	"l: 'multi\n  line'\n" +
	"s: \"\\ud83d\\ude00 tail\"\n" +
	"g:\n  - k: v\n    w: 1..\n"

// TestAt looks up a word of each scalar's text and reads back what stands at its
// place in the file.
func TestAt(t *testing.T) {
	t.Parallel()
	root, faults := syntax.Parse("x.yaml", []byte(sample))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	cases := []struct{ key, word, want string }{
		{"中文", "值", "值"},
		{"a", "it's", "it''s"}, {"a", "中 文", "中 文"}, {"a", "s", "s"},
		{"b", "\n", `\n`}, {"b", "中", `\u4e2d`}, {"b", "y", "y"}, {"b", "joined", "joined"},
		{"c", "中", "中"}, {"c", "other", "other"}, {"c", "line2", "line2"}, {"c", "line3", "line3"},
		{"d", "fold b", "fold b"}, {"d", "new", "new"}, {"d", "a", "a"},
		{"e", "continues", "continues"}, {"e", "one", "one"},
		{"l", "line", "line"}, {"s", "😀", `\ud83d\ude00`}, {"s", "tail", "tail"},
	}
	file := syntax.NewFile("x.yaml", sample)
	for _, c := range cases {
		v := root.Get(c.key)
		at := strings.Index(v.Text, c.word)
		if at < 0 {
			t.Fatalf("%s: text %q has no %q", c.key, v.Text, c.word)
		}
		span := v.At(at, at+len(c.word))
		got := sample[file.Offset(span.Start.Line, span.Start.Column):file.Offset(span.End.Line, span.End.Column)]
		if got != c.want {
			t.Errorf("%s: %q stands at %q (%v), want %q", c.key, c.word, got, span, c.want)
		}
	}
}

func TestScalarSpans(t *testing.T) {
	t.Parallel()
	root, _ := syntax.Parse("x.yaml", []byte(sample))
	file := syntax.NewFile("x.yaml", sample)
	read := func(v *syntax.Value) string {
		return sample[file.Offset(v.Span.Start.Line, v.Span.Start.Column):file.Offset(v.Span.End.Line, v.Span.End.Column)]
	}
	want := map[string]string{
		"中文": "值", "a": "'it''s 中 文'", "c": "|", "d": ">", "e": "plain one\n  continues here",
		"f": "[", "l": "'multi\n  line'", "s": `"\ud83d\ude00 tail"`, "g": "-",
	}
	for key, text := range want {
		if got := read(root.Get(key)); got != text {
			t.Errorf("%s: span holds %q, want %q", key, got, text)
		}
		if got := read(root.Key(key)); got != key {
			t.Errorf("%s: key span holds %q", key, got)
		}
	}
	if got := read(root.Get("g").Items[0].Get("w")); got != "1.." {
		t.Errorf("w: %q", got)
	}
}

func TestWindowsFile(t *testing.T) {
	t.Parallel()
	text := "\ufeffa: 1\r\nb: |\r\n  x > 1\r\n  and y\r\nc: two words\r\n"
	root, faults := syntax.Parse("x.yaml", []byte(text))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if got := root.Fields[0].Key.Text; got != "a" {
		t.Errorf("first key %q", got)
	}
	rule := root.Get("b")
	at := strings.Index(rule.Text, "y")
	if span := rule.At(at, at+1); span.Start.Line != 4 || span.Start.Column != 7 {
		t.Errorf("y at %v", span)
	}
	if span := root.Get("c").Span; span.Start.Column != 4 || span.End.Column != 13 {
		t.Errorf("c at %v", span)
	}
}

// FuzzParse: no input makes Parse panic, and every place lies inside the file.
func FuzzParse(f *testing.F) {
	f.Add(sample)
	for _, s := range []string{"a: [1,\n", "a:\n\tb: 1\n", "? [x]\n: y\n", "a: &x {b: *x}\n", "- - - |\n    x\n", "<<: *a\n", "a: !!str\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, faults := syntax.Parse("x.yaml", []byte(text))
		if root == nil && len(faults) == 0 {
			t.Fatal("neither a value nor a fault")
		}
		for _, d := range faults {
			if d.Span.Start.Line < 1 || d.Span.Start.Column < 1 {
				t.Fatalf("no place: %+v", d)
			}
		}
	})
}

// TestPlainBehindBlankLine: the parser misplaces a plain scalar with a blank line.
func TestPlainBehindBlankLine(t *testing.T) {
	t.Parallel()
	text := "a: one\n\n  two three\nb: x\n"
	root, faults := syntax.Parse("x.yaml", []byte(text))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	v := root.Get("a")
	at := strings.Index(v.Text, "three")
	span := v.At(at, at+5)
	if v.Span.Start.Line != 1 || span.Start.Line != 3 || span.Start.Column != 7 || span.End.Column != 12 {
		t.Errorf("%v, three at %v", v.Span, span)
	}
}
