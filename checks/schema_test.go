package checks_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// structural are the faults of form that an editor can see.
func structural() []string {
	return []string{"DW-1011", "DW-1012", "DW-1013", "DW-1014", "DW-1015", "DW-1016", "DW-1017", "DW-1018", "DW-1019", "DW-1105"}
}

func schemas(t *testing.T) map[string]*jsonschema.Schema {
	t.Helper()
	all := map[string]*jsonschema.Schema{}
	for _, f := range checks.FileShapes(kind.All()) {
		data, err := checks.JSONSchema(f.Name, kind.All())
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource(f.Name, doc); err != nil {
			t.Fatal(err)
		}
		all[f.Name], err = compiler.Compile(f.Name)
		if err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
	}
	return all
}

// sortOf tells which schema a file of a workspace belongs to; "" for none.
func sortOf(name string) string {
	for _, f := range checks.FileShapes(nil) {
		if ok, _ := path.Match(f.Files, name); ok && strings.HasSuffix(f.Files, "_test.yaml") == strings.HasSuffix(name, "_test.yaml") {
			return f.Name
		}
	}
	return ""
}

// TestSchemaAgrees: what the binder accepts as to form, the JSON Schema accepts; what
// it refuses, the schema refuses.
func TestSchemaAgrees(t *testing.T) {
	t.Parallel()
	all := schemas(t)
	try := func(t *testing.T, files fs.FS, bad bool) {
		t.Helper()
		refused := false
		err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || sortOf(name) == "" {
				return err
			}
			data, _ := fs.ReadFile(files, name)
			root, _ := syntax.Parse(name, data)
			if root == nil {
				return nil
			}
			err = all[sortOf(name)].Validate(plain(root))
			refused = refused || err != nil
			if err != nil && !bad {
				t.Errorf("%s: %v", name, err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		if bad && !refused {
			t.Error("the schema accepts it")
		}
	}
	try(t, workspace(t, "testdata/good.txtar").Workspace, false)
	try(t, workspace(t, "testdata/good.txtar").Builtin, false)
	for _, file := range badCases(t) {
		code := filepath.Base(file)[:len("DW-1234")]
		if slices.Contains([]string{"DW-1005", "DW-1007"}, code) {
			continue // YAML that JSON cannot express
		}
		t.Run(code, func(t *testing.T) { try(t, badWorkspace(t, file).Workspace, slices.Contains(structural(), code)) })
	}
}

// plain turns a value into what an editor's YAML reader makes of it.
func plain(v *syntax.Value) any {
	switch v.Form {
	case syntax.Null:
		return nil
	case syntax.List:
		list := []any{}
		for _, item := range v.Items {
			list = append(list, plain(item))
		}
		return list
	case syntax.Map:
		m := map[string]any{}
		for _, f := range v.Fields {
			m[f.Key.Text] = plain(f.Value)
		}
		return m
	}
	if b, err := strconv.ParseBool(v.Text); err == nil && !v.Quoted && len(v.Text) > 1 {
		return b
	}
	if _, err := strconv.ParseFloat(v.Text, 64); err == nil && !v.Quoted {
		return json.Number(v.Text)
	}
	return v.Text
}
