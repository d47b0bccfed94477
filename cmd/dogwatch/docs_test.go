package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocs: docs/ holds what the program's own tables say, and no page that they do
// not know.
func TestDocs(t *testing.T) {
	t.Parallel()
	dir := filepath.Join("..", "..", "docs")
	if *update {
		if err := os.RemoveAll(filepath.Join(dir, "catalog")); err != nil { // pages of what is no longer shipped
			t.Fatal(err)
		}
		if err := writePages(dir, "zh"); err != nil {
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
	shipped, err := catalogPages("zh")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range shipped {
		got, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil || string(got) != want {
			t.Errorf("docs/%s is not what the catalog says: run `make docs` (%v)", name, err)
		}
	}
	err = fs.WalkDir(os.DirFS(dir), "catalog", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && shipped[name] == "" {
			t.Errorf("docs/%s is of nothing that the catalog has: remove it", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
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

// TestConnectorsPage: what docs/connectors.md shows is a workspace without a fault.
func TestConnectorsPage(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "connectors.md"))
	if err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, m := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		shown = append(shown, m[1])
	}
	if len(shown) != 10 {
		t.Fatalf("%d blocks of YAML, not five of sources, one of a file, two of calls, one of proofs and one of a key", len(shown))
	}
	dir := t.TempDir()
	err = writeFiles(dir, map[string][]byte{
		"dogwatch.yaml": []byte("version: 1\nuse: [builtin]\n" + shown[0] + shown[1] + shown[2] + shown[4] + shown[5] + shown[9] +
			"  proved:\n    driver: http\n    url: https://soap.example.cn\n" + shown[8]),
		"watches/a.yaml": []byte("system: a\ntitle: 甲\nwatches:\n  - contract: death-records\n    source: licence-service\n" +
			shown[6] + "  - id: soap\n    contract: death-records\n    source: proved\n" + shown[7] + "  - id: files\n    contract: death-records\n    source: registry-files\n" + shown[3]),
	})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if code := Main(t.Context(), []string{"lint", "--dir", dir}, nil, &out, &out); code != exitOK {
		t.Errorf("exit code %d\n%s", code, &out)
	}
}
