package syntax

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestYAMLIsRead: what is written is read as the same value, of odd texts and of all that
// is shipped.
func TestYAMLIsRead(t *testing.T) {
	t.Parallel()
	texts := []string{
		"a: 1..\nb: [x, 'it''s', \"tab\\t\", \"a, b\", 'say \"x\"']\n", "a: |\n  x == 1\n   and 中\n\n  y\n", "a: >-\n  one\n  two\n\n  three\n",
		"- {}\n- []\n- ~\n-\n- null\n- \"null\"\n- ''\n", "a: |2\n    x\n    y\n", "a: \"two\\n\\n\"\nb: \"\\u0007\"\n", "\"a: b\": {\"x, y\": 1, z: {k: [v]}}\n",
		"long:\n" + strings.Repeat("  - {of: {column: amount, with: 1.50}, on: [id_card, pay_month]}\n", 3),
	}
	shipped, err := filepath.Glob("../catalog/*/*.yaml")
	if err != nil || len(shipped) == 0 {
		t.Fatal(len(shipped), err)
	}
	for _, name := range shipped {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(data))
	}
	for _, text := range texts {
		v, faults := Parse("x.yaml", []byte(text))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		written := v.YAML()
		if got, faults := Parse("x.yaml", []byte(written+"\n")); len(faults) > 0 || !alike(v, got) {
			t.Errorf("%.200q is written\n%.2000s\nwhich is another value: %v", text, written, faults)
		}
	}
}

// alike compares values without their places.
func alike(a, b *Value) bool {
	if a == nil || b == nil || a.Form == Null || b.Form == Null {
		return (a == nil || a.Form == Null) && (b == nil || b.Form == Null)
	}
	return a.Form == b.Form && a.Text == b.Text && slices.EqualFunc(a.Items, b.Items, alike) &&
		slices.EqualFunc(a.Fields, b.Fields, func(x, y Field) bool { return x.Key.Text == y.Key.Text && alike(x.Value, y.Value) })
}

// TestYAML: what is short stands on one line, and quotes stay where they were.
func TestYAML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"rule: 'kind == \"冲正\" ? amount < 0 : amount > 0'": "rule: 'kind == \"冲正\" ? amount < 0 : amount > 0'",
		"unique:\n- id_card\n- month":                      "unique: [id_card, month]",
		"row_count: 1..":                                   "row_count: 1..",
		"rule: |\n  a\n  or b\nx: {y: \"1\"}":              "rule: |\n  a\n  or b\nx: {y: \"1\"}",
		"rule: |-\n  one":                                  "rule: \"one\"",
	} {
		v, faults := Parse("x.yaml", []byte(text))
		if got := v.YAML(); got != want || len(faults) > 0 {
			t.Errorf("%q is written\n%s\nnot\n%s (%v)", text, got, want, faults)
		}
	}
}
