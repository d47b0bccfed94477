package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/pipelines/exchange"
	"github.com/dogwatch/dogwatch/pipelines/handbook"
)

// catalogPages are the pages of the shipped catalog in a language, by their paths under
// docs.
func catalogPages(language string) (map[string]string, error) {
	c, err := shippedWhole()
	if err != nil {
		return nil, err
	}
	written, err := exchange.ReadAll(catalog.FS)
	if err != nil {
		return nil, err
	}
	pages, err := handbook.Pages(c, written, language)
	if err != nil {
		return nil, err
	}
	under := map[string]string{}
	for path, text := range pages {
		under["catalog/"+path] = text
	}
	return under, nil
}

// shippedWhole is the shipped catalog with every watch in effect: for a deployment that
// declares all sources that shipped watches name.
func shippedWhole() (*checks.Catalog, error) {
	bare, err := loadShipped(nil)
	if err != nil {
		return nil, err
	}
	sources := map[string]string{}
	for _, u := range bare.Unbound {
		if sources[u.Source] = "{driver: sqlite, path: any.db}"; u.Calls {
			sources[u.Source] = `{driver: http, url: "https://any.example"}`
		}
	}
	return loadShipped(sources)
}

func loadShipped(sources map[string]string) (*checks.Catalog, error) {
	dir, err := os.MkdirTemp("", "dogwatch-docs-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // what is left lies in the folder for temporary files
	if err := os.WriteFile(filepath.Join(dir, "dogwatch.yaml"), []byte(declaring(sources)), 0o600); err != nil {
		return nil, err
	}
	in := checks.Input{Builtin: catalog.FS, Kinds: kind.All(), Workspace: os.DirFS(dir)}
	c, faults := checks.Load(in)
	if faults.Errors() {
		return nil, fmt.Errorf("the shipped catalog cannot be loaded:\n%s", diag.Render(faults, checks.Texts(in, faults)))
	}
	return c, nil
}

// declaring is a deployment with these sources.
func declaring(sources map[string]string) string {
	var b strings.Builder
	b.WriteString("version: 1\nuse: [builtin]\n")
	if len(sources) > 0 {
		b.WriteString("sources:\n")
	}
	for _, name := range slices.Sorted(maps.Keys(sources)) {
		fmt.Fprintf(&b, "  %s: %s\n", name, sources[name])
	}
	return b.String()
}
