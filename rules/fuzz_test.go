package rules_test

import (
	"os"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/rules"
)

// FuzzCompile holds that any source gives an expression or problems with spans
// inside it, and never a panic. Its seeds are the sources of the other tests.
func FuzzCompile(f *testing.F) {
	for _, file := range []string{"testdata/problems.txt", "testdata/meaning.txt"} {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			source, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " => ")
			f.Add(source)
		}
	}
	schema, _ := sampleRow()
	scope := sampleScope()
	scope.Schema = append(scope.Schema, schema...)
	f.Fuzz(func(t *testing.T, source string) {
		expr, problems := rules.Compile(source, scope)
		if (expr == nil) == (len(problems) == 0) {
			t.Fatalf("neither or both of expression and problems: %v", problems)
		}
		for _, p := range problems {
			if p.Start < 0 || p.Start > p.End || p.End > len(source) || p.Hint == "" || p.Message == "" {
				t.Errorf("%q: odd problem %+v", source, p)
			}
		}
	})
}
