package syntax_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// TestScalars tries each sort of scalar.
func TestScalars(t *testing.T) {
	t.Parallel()
	cases := []struct {
		shape syntax.Shape
		good  []string
		bad   []string
	}{
		{syntax.Integer(), []string{"0", "-12", "9223372036854775807"}, []string{"1.0", "'1'", "0x10", "1_000", "9223372036854775808", "01", "one"}},
		{syntax.Number(), []string{"0.05", "-3", "'1.10'"}, []string{"1e3", ".5", "x"}},
		{syntax.Bool(), []string{"true", "false"}, []string{"yes", "'true'", "True", "1"}},
		{syntax.Date(), []string{"2024-02-29", "'2026-11-24'"}, []string{"2026-02-29", "20261124"}},
		{syntax.Duration(), []string{"30s", "1.5h", "8wd"}, []string{"30", "5x", "-1s"}},
		{syntax.Name(), []string{"death-records", "户籍", "2026"}, []string{"'a b'", "-x", "'a/b'"}},
		{syntax.Text(), []string{"x", "''", "01", "true"}, []string{"[a]", "{a: b}"}},
		{syntax.Rule(), []string{"a > 0"}, []string{"' '"}},
		{syntax.Enum("1", "2"), []string{"1", "'2'"}, []string{"3"}},
		{syntax.Enum("utf-8", "gbk").InAnyCase(), []string{"gbk", "GBK", "Utf-8"}, []string{"gb", "utf8"}},
		{syntax.Text().OrNull(), []string{"x", "~"}, []string{"[x]"}},
		{syntax.OneOf(syntax.Bool(), syntax.Integer()), []string{"true", "5"}, []string{"x", "[1]"}},
		{syntax.OneOf(syntax.Text(), syntax.ListOf(syntax.Integer())), []string{"x", "[1]"}, []string{"[x]", "[]", "{a: b}"}},
		{syntax.MapOf(syntax.Integer()), []string{"{a: 1}"}, []string{"{}", "{a: b}", "a"}},
	}
	for _, c := range cases {
		for i, text := range append(append([]string{}, c.good...), c.bad...) {
			root, faults := syntax.Parse("x", []byte("k: "+text+"\n"))
			if len(faults) > 0 {
				t.Fatalf("%s: %v", text, faults)
			}
			faults = syntax.Check(root.Get("k"), c.shape)
			if (len(faults) == 0) != (i < len(c.good)) {
				t.Errorf("%s as %s: %v", text, c.shape.Describe(), faults)
			}
		}
	}
}

// TestBeside: a key may stand beside one choice and not beside another.
func TestBeside(t *testing.T) {
	t.Parallel()
	shape := syntax.Object(
		syntax.Key{Name: "id", Shape: syntax.Text()}, syntax.Key{Name: "exists_in", Shape: syntax.Name()}, syntax.Key{Name: "unique", Shape: syntax.Column()},
	).Titled("a check").Choosing("exists_in", "unique")
	shape.Beside = map[string][]syntax.Key{"exists_in": {{Name: "on", Shape: syntax.Column(), Required: true}}}
	cases := map[string]string{
		"{exists_in: a, on: b}":  "",
		"{unique: a, id: x}":     "",
		"{exists_in: a}":         "DW-1013",
		"{unique: a, on: b}":     "DW-1012",
		"{id: x}":                "DW-1018",
		"{unique: a, unqiue: b}": "DW-1011",
	}
	for text, want := range cases {
		root, _ := syntax.Parse("x", []byte(text))
		var codes []string
		for _, d := range syntax.Check(root, shape) {
			codes = append(codes, d.Code)
		}
		if got := strings.Join(codes, " "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"title", "status", "where", "死亡日期"}
	for word, want := range map[string]string{"tilte": "title", "Status": "status", "死亡日": "死亡日期", "zzz": "", "": ""} {
		if got := syntax.Nearest(word, names); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	if got := syntax.Suggest("zzz", nil); got != "" {
		t.Errorf("%q", got)
	}
}

// TestMadeValue: a value that stands nowhere points at its span for every offset.
func TestMadeValue(t *testing.T) {
	t.Parallel()
	root, _ := syntax.Parse("x", []byte("k: value\n"))
	made := &syntax.Value{Form: syntax.Scalar, Text: "something else", Span: root.Get("k").Span}
	if made.At(3, 7) != root.Get("k").Span {
		t.Error(made.At(3, 7))
	}
}
