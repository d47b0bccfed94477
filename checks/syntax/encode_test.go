package syntax

import (
	"reflect"
	"testing"
)

// FuzzEncode: what Parse gives without a fault comes back from its encoding, places
// included; and no bytes that are taken for an encoding are read beyond their end.
func FuzzEncode(f *testing.F) {
	for _, text := range []string{
		"a: 1\nb: [x, 'it''s', \"tab\\t\"]\n", "a: |\n  x == 1\n   and 中\n\n  y\n", "a: >-\n  one\n  two\n\n  three\n",
		"a: \"\\u4e2d x \\\n  y \\\"z\\\"\"\n", "- {}\n- []\n- ~\n-\n- null\n", "a: |2\n    x\n", "身份证号: {type: id_card}\r\nb: c\r\n", "\ufeffa: b\n",
	} {
		f.Add(text, []byte(text))
	}
	f.Fuzz(func(t *testing.T, text string, noise []byte) {
		Decode("x.yaml", []byte(text), noise) // must not panic
		v, faults := Parse("x.yaml", []byte(text))
		if v == nil || len(faults) > 0 {
			return
		}
		got := Decode("x.yaml", []byte(text), Encode(v))
		if !reflect.DeepEqual(got, v) {
			t.Fatalf("%q comes back as %+v, not %+v", text, got, v)
		}
	})
}
