package importlaw

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The ceilings of code that is not a test. The aim is far below: files near 150 lines,
// functions near 10.
const (
	fileLines     = 400
	functionLines = 60
)

// TestLinked: what must never be in the binary. arrow-go/v18 cannot be linked beside
// arrow/go/v15, and cgo would end the static build.
func TestLinked(t *testing.T) {
	t.Parallel()
	t.Run("arrow-go/v18", func(t *testing.T) {
		t.Parallel()
		for path := range strings.Lines(goList(t, "-deps", "-test", "./...")) {
			if strings.HasPrefix(path, "github.com/apache/arrow-go/v18") {
				t.Errorf("%s is pulled in", strings.TrimSpace(path))
			}
		}
	})
	t.Run("cgo", func(t *testing.T) {
		t.Parallel()
		uses := goList(t, "-deps", "-f", `{{if and .CgoFiles (not .Standard)}}{{.ImportPath}}{{end}}`, "./cmd/...")
		for path := range strings.FieldsSeq(uses) {
			t.Errorf("%s uses cgo", path)
		}
	})
}

func TestPackageComments(t *testing.T) {
	t.Parallel()
	for _, p := range packages(t) {
		if p.Doc == "" {
			t.Errorf("%s has no package comment: say what it owns and what it refuses", ours(p.ImportPath))
		}
	}
}

// TestTree reads every file of ours: lengths, names, and what no code may do.
func TestTree(t *testing.T) {
	t.Parallel()
	banned := regexp.MustCompile(`(^|[/_])(helpers?|utils?|common|base|manager|engine|processor)([/_.]|$)`)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := filepath.ToSlash(strings.TrimPrefix(path, filepath.FromSlash(root+"/")))
		if d.IsDir() {
			if skip := d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root; skip {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		if banned.MatchString(name) {
			t.Errorf("%s: the name says nothing of what is in it", name)
		}
		return inspect(t, name, path)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func inspect(t *testing.T, name, path string) error {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	test := strings.HasSuffix(name, "_test.go")
	if n := strings.Count(string(text), "\n"); n > fileLines && !test {
		t.Errorf("%s has %d lines, more than %d", name, n, fileLines)
	}
	for _, declaration := range file.Decls {
		function, ok := declaration.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if function.Name.Name == "init" && function.Recv == nil {
			t.Errorf("%s: init: what a package needs comes in as an argument", name)
		}
		n := files.Position(function.End()).Line - files.Position(function.Pos()).Line + 1
		if n > functionLines && !test && !table(function) {
			t.Errorf("%s: %s has %d lines, more than %d", name, function.Name.Name, n, functionLines)
		}
	}
	return nil
}

// table tells a function that only returns a literal: rows, not steps. They may be many.
func table(function *ast.FuncDecl) bool {
	if function.Body == nil || len(function.Body.List) != 1 {
		return false
	}
	result, ok := function.Body.List[0].(*ast.ReturnStmt)
	if !ok || len(result.Results) != 1 {
		return false
	}
	_, ok = result.Results[0].(*ast.CompositeLit)
	return ok
}
