package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// TestDocs: docs/ holds what the program's own tables say, and no page that they do
// not know.
func TestDocs(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "docs")
	if *update {
		if err := writePages(dir); err != nil {
			t.Fatal(err)
		}
	}
	for name, render := range pages() {
		want, err := render()
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || string(got) != want {
			t.Errorf("docs/%s is not what the program says: run `make docs` (%v)", name, err)
		}
	}
	schemas, err := fs.Glob(os.DirFS(dir), "schema/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range schemas {
		if pages()[name] == nil {
			t.Errorf("docs/%s is of nothing that the program knows", name)
		}
	}
}
