package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/xuri/excelize/v2"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest/behind"
)

// TestScript runs testdata/script/*.txtar. Each is one behaviour; the first word of
// its name is the command. Every script begins in an empty folder, with the files of
// its archive and the starter's workspace in starter/.
func TestScript(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Setup:         copyStarter,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"results": results,
			"mode":    mode,
			"edit":    edit,
			"cell":    cell,
			"oracle":  func(ts *testscript.TestScript, _ bool, args []string) { startOracle(t, ts, args) },
		},
	})
}

func copyStarter(env *testscript.Env) error {
	inside, err := fs.Sub(starter, "starter")
	if err != nil {
		return err
	}
	return os.CopyFS(filepath.Join(env.WorkDir, "starter"), inside)
}

// oracle VARIABLE: a scripted Oracle server with SQLite behind, of the login reader, listens
// on the port that the variable tells, until all scripts are run.
func startOracle(t *testing.T, ts *testscript.TestScript, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: oracle VARIABLE")
	}
	ts.Setenv(args[0], strconv.Itoa(tnstest.Listen(t, behind.Open(t, "READER").Server().Serve)))
}

// exits CODE COMMAND...: the command ends with this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if e, ok := errors.AsType[*exec.ExitError](err); ok {
		got = e.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, not %d", got, want)
	}
}

// results FILE [SCHEMA]: the file holds results in JSON that the published schema accepts,
// or what another published schema is of.
func results(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: results FILE [SCHEMA]")
	}
	name := append(args, "results")[1]
	text := []byte(ts.ReadFile(args[0]))
	var head struct {
		Version int `json:"schema_version"`
	}
	ts.Check(json.Unmarshal(text, &head))
	if head.Version != 1 {
		ts.Fatalf("schema_version is %d", head.Version)
	}
	form, err := schema(name)
	ts.Check(err)
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(form))
	ts.Check(err)
	compiler := jsonschema.NewCompiler()
	ts.Check(compiler.AddResource("results.json", document))
	compiled, err := compiler.Compile("results.json")
	ts.Check(err)
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	ts.Check(err)
	ts.Check(compiled.Validate(value))
}

// mode PERMISSIONS FILE: the file has these permissions, in octal.
func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode PERMISSIONS FILE")
	}
	want, err := strconv.ParseUint(args[0], 8, 32)
	ts.Check(err)
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if info.Mode().Perm() != fs.FileMode(want) {
		ts.Fatalf("%s has mode %v", args[1], info.Mode())
	}
}

// edit FILE OLD NEW: the one OLD in the file becomes NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	text := []byte(ts.ReadFile(args[0]))
	if n := bytes.Count(text, []byte(args[1])); n != 1 {
		ts.Fatalf("%q stands %d times in %s", args[1], n, args[0])
	}
	text = bytes.Replace(text, []byte(args[1]), []byte(args[2]), 1)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), text, 0o644))
}

// cell FILE SHEET CELL [TEXT]: the cell of a spreadsheet gets the text; without one its
// text goes to FILE.txt.
func cell(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: cell FILE SHEET CELL [TEXT]")
	}
	path := ts.MkAbs(args[0])
	f, err := excelize.OpenFile(path)
	ts.Check(err)
	defer f.Close()
	if len(args) == 3 {
		text, err := f.GetCellValue(args[1], args[2])
		ts.Check(err)
		ts.Check(os.WriteFile(path+".txt", []byte(text+"\n"), 0o600))
		return
	}
	ts.Check(f.SetCellStr(args[1], args[2], args[3]))
	ts.Check(f.Save())
}
