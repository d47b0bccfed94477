package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var (
	namedCommand = regexp.MustCompile("\\bdogwatch ([a-z][a-z-]*[^`\n|#）；，。]*)")
	namedFlag    = regexp.MustCompile(`(?:^|[\s"'([（])--([a-z][a-z-]+)`)
)

// TestNamedCommands: every command that a hint, an error, a report or a page names is one,
// and has the flags that stand behind it; a flag that stands alone is one of some command.
func TestNamedCommands(t *testing.T) {
	t.Parallel()
	root := newRoot(newApp(strings.NewReader(""), &strings.Builder{}, &strings.Builder{}))
	root.InitDefaultHelpCmd()
	commands := 0
	for _, text := range spokenTexts(t) {
		rest := text.said
		for _, m := range namedCommand.FindAllStringSubmatchIndex(text.said, -1) {
			commands++
			written := text.said[m[2]:m[3]]
			rest = strings.Replace(rest, written, "", 1)
			if fault := faultOf(root, written); fault != "" {
				t.Errorf("%s: `dogwatch %s`: %s", text.where, written, fault)
			}
		}
		for _, m := range namedFlag.FindAllStringSubmatch(rest, -1) {
			if !hasFlag(root, m[1]) {
				t.Errorf("%s: no command has --%s: %.80s", text.where, m[1], text.said)
			}
		}
	}
	if commands < 100 {
		t.Errorf("only %d commands are named", commands)
	}
}

// TestFaultOf: what TestNamedCommands would find.
func TestFaultOf(t *testing.T) {
	t.Parallel()
	root := newRoot(newApp(strings.NewReader(""), &strings.Builder{}, &strings.Builder{}))
	for written, want := range map[string]string{
		"run --again --reason": "", "patrol confirm latest --note '…'": "", "report --dir x": "", "patrols": "there is no such command",
		"report --perid 2026-11": "it has no flag --perid", "patrol confirm --again": "it has no flag --again",
	} {
		if got := faultOf(root, written); got != want {
			t.Errorf("dogwatch %s: %q, not %q", written, got, want)
		}
	}
}

// faultOf says why no such command can be given; "" if it can.
func faultOf(root *cobra.Command, written string) string {
	at := root
	for word := range strings.FieldsSeq(written) {
		next := slices.IndexFunc(at.Commands(), func(c *cobra.Command) bool { return c.Name() == strings.Trim(word, `".,:;)'`) })
		if next < 0 {
			break
		}
		at = at.Commands()[next]
	}
	if at == root {
		return "there is no such command"
	}
	for _, m := range namedFlag.FindAllStringSubmatch(written, -1) {
		if flagOf(at, m[1]) == nil {
			return "it has no flag --" + m[1]
		}
	}
	return ""
}

func flagOf(c *cobra.Command, name string) *pflag.Flag {
	if name == "help" {
		return &pflag.Flag{}
	}
	if f := c.Flags().Lookup(name); f != nil {
		return f
	}
	return c.InheritedFlags().Lookup(name)
}

func hasFlag(c *cobra.Command, name string) bool {
	return flagOf(c, name) != nil || slices.ContainsFunc(c.Commands(), func(sub *cobra.Command) bool { return hasFlag(sub, name) })
}

// A spoken is a text that a user may read, and where it is written.
type spoken struct{ where, said string }

// spokenTexts are the texts in the code of the product, and its pages.
func spokenTexts(t *testing.T) (all []spoken) {
	t.Helper()
	top := filepath.Join("..", "..")
	for _, dir := range []string{"checks", "connectors", "pipelines", "rules", "cmd", "docs"} {
		err := fs.WalkDir(os.DirFS(top), dir, func(name string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			switch {
			case strings.HasSuffix(name, "_test.go"), strings.Contains(name, "/testdata/"), strings.HasPrefix(name, "connectors/livetest/"): // the servers of the tests have flags of their own
			case strings.HasSuffix(name, ".go"):
				all = append(all, literals(t, top, name)...)
			case strings.HasSuffix(name, ".md"):
				data, err := os.ReadFile(filepath.Join(top, name))
				if err != nil {
					return err
				}
				for i, line := range strings.Split(string(data), "\n") {
					all = append(all, spoken{name + ":" + strconv.Itoa(i+1), line})
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// literals are the texts of a file of Go.
func literals(t *testing.T, top, name string) (all []spoken) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, filepath.Join(top, name), nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if text, err := strconv.Unquote(lit.Value); err == nil {
				all = append(all, spoken{name + ":" + strconv.Itoa(set.Position(lit.Pos()).Line), text})
			}
		}
		return true
	})
	return all
}
