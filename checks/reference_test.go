package checks_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// TestExamples: every kind's example is a check that conforms, so the page is true.
func TestExamples(t *testing.T) {
	t.Parallel()
	var contract syntax.Shape
	for _, f := range checks.FileShapes(kind.All()) {
		if f.Name == "contract" {
			contract = f.Shape
		}
	}
	beside := contract.Beside["columns"]
	list := beside[slices.IndexFunc(beside, func(k syntax.Key) bool { return k.Name == "checks" })]
	for _, k := range kind.All() {
		doc := k.Doc()
		example := "- " + strings.ReplaceAll(doc.Example, "\n", "\n  ")
		v, faults := syntax.Parse(doc.Name, []byte(example))
		if v != nil {
			faults = append(faults, syntax.Check(v, list.Shape)...)
		}
		if len(faults) > 0 {
			t.Errorf("the example of %s: %v", doc.Name, faults)
		}
	}
}

// TestDocumented: every key of every file says what it means, and only optional keys
// have defaults.
func TestDocumented(t *testing.T) {
	t.Parallel()
	var walk func(where string, s syntax.Shape)
	walk = func(where string, s syntax.Shape) {
		for _, k := range s.Keys {
			if k.Doc == "" || k.Required && k.Default != "" {
				t.Errorf("%s.%s: doc %q, required %v, default %q", where, k.Name, k.Doc, k.Required, k.Default)
			}
			walk(where+"."+k.Name, k.Shape)
		}
		for _, a := range s.Alternatives {
			walk(where, a)
		}
		if s.Item != nil {
			walk(where+"[]", *s.Item)
		}
	}
	for _, f := range checks.FileShapes(kind.All()) {
		walk(f.Name, f.Shape)
	}
}

// TestReferenceLinks: every link inside a page has its heading.
func TestReferenceLinks(t *testing.T) {
	t.Parallel()
	link := regexp.MustCompile(`\]\(#([^)]+)\)`)
	for _, page := range []string{checks.ReferenceFiles(kind.All()), checks.ReferenceKinds(kind.All()), checks.ReferenceDiagnostics()} {
		headings := map[string]bool{}
		for line := range strings.SplitSeq(page, "\n") {
			if strings.HasPrefix(line, "#") {
				title := strings.ToLower(strings.TrimLeft(line, "# "))
				headings[strings.ReplaceAll(title, " ", "-")] = true
			}
		}
		for _, m := range link.FindAllStringSubmatch(page, -1) {
			if !headings[m[1]] {
				t.Errorf("no heading for #%s", m[1])
			}
		}
	}
}
