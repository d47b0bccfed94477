package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

// A table is one open file whose header has been read.
type table struct {
	source  *Source
	op      string
	name    string // of the file, below the folder
	file    *os.File
	before  fs.FileInfo
	records *records
	header  []string
}

// open finds the file that a relation means and reads its header.
func (s *Source) open(ctx context.Context, op string, from connectors.Relation) (*table, error) {
	if from.Query != "" || from.Call != nil || from.Name == "" {
		return nil, s.fail(op, "", connectors.Refused, "a folder of files knows only file names and globs")
	}
	if s.closed.Load() {
		return nil, s.fail(op, from.Name, connectors.Local, "the source is closed")
	}
	if ctx.Err() != nil {
		return nil, s.fail(op, from.Name, connectors.Cancelled, "the caller gave up")
	}
	root, err := os.OpenRoot(s.config.Path)
	if err != nil {
		return nil, s.reachOr(op, from.Name)
	}
	defer root.Close()
	t := &table{source: s, op: op, name: from.Name}
	if t.name, err = find(root.FS(), from.Name); err != nil {
		return nil, t.classify(err)
	}
	if t.before, err = root.Stat(filepath.FromSlash(t.name)); err != nil {
		return nil, t.classify(err)
	}
	if !t.before.Mode().IsRegular() { // before Open: opening a pipe would wait for its writer
		return nil, t.classify(errNotFile)
	}
	if t.file, err = root.Open(filepath.FromSlash(t.name)); err != nil {
		return nil, t.classify(err)
	}
	if err = t.begin(s.formatOf(from.Name)); err != nil {
		t.close()
		return nil, t.classify(err)
	}
	return t, nil
}

// reachOr explains why the folder could not be opened.
func (s *Source) reachOr(op, relation string) error {
	if err := s.reach(op); err != nil {
		return err
	}
	return s.fail(op, relation, connectors.Unreachable, "the folder cannot be opened")
}

// find resolves a glob to its last match by name that is a regular file; a name
// without wildcards is itself.
func find(folder fs.FS, name string) (string, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return name, errOutside
	}
	if !strings.ContainsAny(name, "*?[") {
		return path.Clean(name), nil
	}
	matches, err := fs.Glob(folder, path.Clean(name))
	if err != nil {
		return name, errPattern
	}
	slices.Sort(matches)
	for _, match := range slices.Backward(matches) {
		if info, err := fs.Stat(folder, match); err == nil && info.Mode().IsRegular() {
			return match, nil
		}
	}
	return name, fs.ErrNotExist
}

// begin reads the header line.
func (t *table) begin(f format) error {
	text, err := utf8Of(t.file, f)
	if err != nil {
		return err
	}
	t.records = newRecords(text, f)
	if err = t.records.next(); errors.Is(err, io.EOF) {
		return errNoHeader
	} else if err != nil {
		return err
	}
	for i := range t.records.fields {
		t.header = append(t.header, strings.TrimSpace(strings.TrimPrefix(string(t.records.field(i)), "\uFEFF")))
	}
	return nil
}

// row moves to the next record and checks its width.
func (t *table) row() error {
	err := t.records.next()
	if errors.Is(err, io.EOF) {
		return t.unchanged()
	}
	if err == nil && len(t.records.fields) != len(t.header) {
		reason := fmt.Sprintf("%d fields, the header has %d", len(t.records.fields), len(t.header))
		if t.records.ended {
			reason += ": the last line may be half-written"
		}
		return &malformed{t.records.line, reason}
	}
	return err
}

// unchanged returns io.EOF, or errChanged if the file was written to meanwhile.
func (t *table) unchanged() error {
	after, err := t.file.Stat()
	if err != nil {
		return err
	}
	if after.Size() != t.before.Size() || !after.ModTime().Equal(t.before.ModTime()) {
		return errChanged
	}
	return io.EOF
}

// places finds the fields of the header that columns ask for.
func (t *table) places(columns []connectors.Column) ([][]int, error) {
	if len(columns) == 0 {
		return nil, t.source.fail(t.op, t.name, connectors.Local, "no column is asked for")
	}
	places := make([][]int, len(columns))
	for i, column := range columns {
		for _, name := range column.Physical {
			at := slices.Index(t.header, name)
			if at < 0 {
				return nil, t.source.fail(t.op, t.name, connectors.Missing, "the header has no column "+name)
			}
			if slices.Contains(t.header[at+1:], name) {
				return nil, t.source.fail(t.op, t.name, connectors.Decode, "the header has column "+name+" twice")
			}
			places[i] = append(places[i], at)
		}
		if len(places[i]) == 0 {
			return nil, t.source.fail(t.op, t.name, connectors.Local, "column "+column.Name+" has no physical column")
		}
	}
	return places, nil
}

func (t *table) close() { _ = t.file.Close() }
