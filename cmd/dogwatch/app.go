package main

import (
	"cmp"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/catalog"
	"github.com/dogwatch/dogwatch/checks/diag"
	"github.com/dogwatch/dogwatch/checks/kind"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/files"
	"github.com/dogwatch/dogwatch/connectors/flightsql"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
	"github.com/dogwatch/dogwatch/connectors/mysql"
	"github.com/dogwatch/dogwatch/connectors/oracle"
	"github.com/dogwatch/dogwatch/connectors/postgres"
	"github.com/dogwatch/dogwatch/connectors/sftp"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
	"github.com/dogwatch/dogwatch/connectors/sqlite"
)

// An app is one invocation: its streams, its clock and the flags of every command.
type app struct {
	in   io.Reader
	out  io.Writer // the result
	err  io.Writer // log and progress
	now  func() time.Time
	dir  string
	lang string
}

func newApp(in io.Reader, out, err io.Writer) *app {
	return &app{in: in, out: out, err: err, now: time.Now}
}

// openers names every connector. A new one is added here and nowhere else.
func openers() map[string]connectors.Opener {
	return map[string]connectors.Opener{
		"files": files.Open, "flightsql": flightsql.Open, "http": httpapi.Open, "mysql": mysql.Open,
		"oracle": oracle.Open, "postgres": postgres.Open, "sftp": sftp.Open, "sqlite": sqlite.Open,
	}
}

// input says what Load reads for this workspace.
func (a *app) input() checks.Input {
	return checks.Input{Workspace: os.DirFS(a.dir), Name: a.shownDir(), Builtin: catalog.FS, Kinds: kind.All(), AsOf: a.now(), Reads: sqldb.Guard}
}

func (a *app) shownDir() string {
	if a.dir == "." {
		return ""
	}
	return filepath.ToSlash(filepath.Clean(a.dir))
}

// loadStrict reads the workspace and the whole shipped catalog; diagnostics go to stderr,
// and an error ends the command.
func (a *app) loadStrict() (*checks.Catalog, error) { return a.loadInput(a.input()) }

// load is loadStrict for who needs not everything: what has an error is left out, which
// the diagnostics say.
func (a *app) load() (*checks.Catalog, error) {
	input := a.input()
	input.LeaveOut = true
	return a.loadInput(input)
}

// loadInEffect is load for who speaks to sources: of the shipped catalog only what is in
// effect here, which takes a small part of the time.
func (a *app) loadInEffect() (*checks.Catalog, error) {
	input := a.input()
	input.InEffect, input.LeaveOut = true, true
	return a.loadInput(input)
}

func (a *app) loadInput(input checks.Input) (*checks.Catalog, error) {
	if err := a.isWorkspace(); err != nil {
		return nil, err
	}
	hugePages(loadHeap)
	growing(loadGrowth)
	cat, list := checks.Load(input)
	growing(heapGrowth)
	if len(list) > 0 {
		fmt.Fprint(a.err, diag.Render(list.Sorted(), checks.Texts(input, list)))
	}
	if cat == nil {
		return nil, &exitError{exitUsage, fmt.Sprintf("the definitions have %s; nothing was run", counted(errorCount(list), "error"))}
	}
	if left := leftOut(cat); left != "" {
		fmt.Fprintln(a.err, "left out, since their definitions have "+counted(errorCount(list), "error")+": "+left)
	}
	return cat, nil
}

// leftOut names what is left out of a catalog: by its path, or where its error stands.
func leftOut(cat *checks.Catalog) string {
	var names []string
	for _, o := range cat.LeftOut {
		names = append(names, cmp.Or(o.Path(), o.Why.Span.Start.File))
	}
	return strings.Join(slices.Compact(names), ", ")
}

var errNoWorkspace = errors.New("is not a workspace")

// isWorkspace tells a newcomer what is missing.
func (a *app) isWorkspace() error {
	if info, err := os.Stat(a.dir); err == nil && !info.IsDir() {
		return fmt.Errorf("%s is not a folder: --dir names the folder that holds dogwatch.yaml", a.dir)
	}
	_, err := os.Stat(filepath.Join(a.dir, "dogwatch.yaml"))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s %w: it has no dogwatch.yaml\n  start one with `dogwatch init DIR`, or name one with --dir DIR", a.dir, errNoWorkspace)
	}
	return err
}

func errorCount(list diag.List) (n int) {
	for _, d := range list {
		if d.Severity == diag.Error {
			n++
		}
	}
	return n
}

// counted writes "1 error", "2 errors".
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// secret reads what a reference in dogwatch.yaml names.
func (a *app) secret(ref checks.Secret) (string, error) {
	if ref.Env != "" {
		value, ok := os.LookupEnv(ref.Env)
		if !ok {
			return "", fmt.Errorf("environment variable %s is not set", ref.Env)
		}
		return value, nil
	}
	path := ref.File
	if !filepath.IsAbs(path) {
		path = filepath.Join(a.dir, path)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("file %s cannot be read", ref.File)
	}
	return strings.TrimSuffix(strings.TrimSuffix(string(text), "\n"), "\r"), nil
}

// language is that of reports.
func (a *app) language(cat *checks.Catalog) string {
	if a.lang != "" {
		return a.lang
	}
	return cat.Deployment.Language
}

// checkLanguage refuses a language that nothing is written in.
func (a *app) checkLanguage() error {
	if a.lang == "" || a.lang == "zh" || a.lang == "en" {
		return nil
	}
	return fmt.Errorf("--lang is zh or en, not %q", a.lang)
}

// newID makes an id that sorts by time.
func (a *app) newID() string {
	var tail [4]byte
	_, _ = rand.Read(tail[:]) // crypto/rand never fails: it ends the process instead
	return a.now().UTC().Format("20060102T150405.000000Z") + "-" + hex.EncodeToString(tail[:])
}

// terminal tells whether progress may be drawn on stderr.
func (a *app) terminal() bool {
	file, ok := a.err.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}
