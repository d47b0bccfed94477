package syntax

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzAlign: in every scalar, a character that is neither white space nor escaped
// stands in the file where the table says.
func FuzzAlign(f *testing.F) {
	for _, text := range []string{
		"a: |\n  x == 1\n   and 中\n\n  y\n", "a: >-\n  one\n  two\n\n  three\n", "a: 'it''s\n  so'\nb: plain\n  more\n",
		"a: \"\\u4e2d x \\\n  y \\\"z\\\"\"\n", "a: [x, 'y', {z: w}]\n", "a: |2\n    x\n", "a: >+\n  x\n    y\n  z\n\n", "- - a\n  - |\n   b\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		root, _ := Parse("x.yaml", []byte(text))
		if root != nil {
			walkScalars(root, func(v *Value) { checkAlignment(t, v) })
		}
	})
}

func walkScalars(v *Value, visit func(*Value)) {
	if v.Form == Scalar && v.origin.file != nil {
		visit(v)
	}
	for _, item := range v.Items {
		walkScalars(item, visit)
	}
	for _, field := range v.Fields {
		walkScalars(field.Key, visit)
		walkScalars(field.Value, visit)
	}
}

func checkAlignment(t *testing.T, v *Value) {
	t.Helper()
	if !utf8.ValidString(v.Text) {
		return
	}
	table := v.origin.offsets(v.Text)
	source := v.origin.file.text
	if v.origin.style == double && strings.Contains(source, `\`) {
		return // the parser takes escapes that YAML does not know; TestAt has the others
	}
	for at, r := range v.Text {
		if unicode.IsSpace(r) || table[at] >= len(source) {
			continue
		}
		have, _ := utf8.DecodeRuneInString(source[table[at]:])
		escaped := v.origin.style == double && have == '\\'
		if have != r && !escaped {
			t.Fatalf("%q of %q stands at %q in %q", r, v.Text, have, source)
		}
		if at > 0 && table[at] < table[at-1] {
			t.Fatalf("%q runs backwards", v.Text)
		}
	}
}
