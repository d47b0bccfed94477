package files

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

// File implements connectors.Filer.
func (s *Source) File(ctx context.Context, from connectors.Relation, digest bool) (connectors.FileState, error) {
	if from.File == nil {
		return connectors.FileState{}, s.fail("look", from.Name, connectors.Refused, "the relation names no file by a pattern")
	}
	folder, err := s.folder(ctx, "look", from.Name)
	if err != nil {
		return connectors.FileState{}, err
	}
	defer func() { _ = folder.Close() }()
	l := &look{ctx: ctx, table: &table{source: s, op: "look", name: from.Name, folder: folder}, file: from.File}
	if err := l.at(from, digest); err != nil {
		return connectors.FileState{}, l.table.classify(err)
	}
	return l.state, nil
}

// A look gathers how one file stands.
type look struct {
	ctx   context.Context
	table *table
	file  *connectors.File
	state connectors.FileState
}

func (l *look) at(from connectors.Relation, digest bool) error {
	f, err := newest(l.table.folder, from.Name, l.file)
	l.state = connectors.FileState{Name: f.name, Period: f.period, Date: f.date, Loading: f.loading}
	if err != nil || f.name == "" {
		return err
	}
	l.table.name = f.name
	l.state.Size, l.state.Modified = f.info.Size(), f.info.ModTime()
	for _, step := range []func(connectors.Relation) error{l.companion, l.control, l.trailer} {
		if l.state.Loading != "" {
			return nil
		}
		if err := step(from); err != nil {
			return err
		}
	}
	if digest {
		l.state.Digest, err = l.digest()
	}
	return err
}

// companion asks for the file that says that this one is complete.
func (l *look) companion(connectors.Relation) error {
	name := companion(l.file.Companion, l.state.Name)
	if name == "" {
		return nil
	}
	if _, err := fs.Stat(l.table.folder, name); errors.Is(err, fs.ErrNotExist) {
		l.state.Loading = path.Base(name) + " is not there"
	} else if err != nil {
		return err
	}
	return nil
}

// mostSide is the size of a control file and of a trailer.
const mostSide = 64 << 10

// control reads the second file.
func (l *look) control(from connectors.Relation) error {
	if l.file.Control == nil {
		return nil
	}
	name := companion(l.file.Control.Name, l.state.Name)
	file, err := openFile(l.table.folder, name)
	if errors.Is(err, fs.ErrNotExist) {
		l.state.Loading = path.Base(name) + " is not there"
		return nil
	} else if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, mostSide))
	if err != nil {
		return err
	}
	aside := *from.File
	aside.Format, aside.Trailer, aside.Delimiter = connectors.FormatCSV, nil, l.file.Control.Delimiter
	fields, err := l.lastLine(connectors.Relation{Name: from.Name, File: &aside}, text)
	if fields == nil && err == nil {
		l.state.Loading = path.Base(name) + " is empty"
	}
	l.declare(l.file.Control.Fields, fields)
	return err
}

// trailer reads the last line.
func (l *look) trailer(from connectors.Relation) error {
	if l.file.Trailer == nil {
		return nil
	}
	fields, err := l.lastRow(from)
	switch {
	case err != nil:
		return err
	case len(fields) == 0 || !strings.HasPrefix(fields[0], l.file.Trailer.Begins):
		l.state.Loading = "its trailer is not there"
		return nil
	}
	l.declare(l.file.Trailer.Fields, fields)
	return nil
}

func (l *look) declare(names, fields []string) {
	for i, name := range names {
		if name == "" || i >= len(fields) {
			continue
		}
		if l.state.Declared == nil {
			l.state.Declared = map[string]string{}
		}
		l.state.Declared[name] = strings.TrimSpace(fields[i])
	}
}

// lastRow gives the fields of the last line, or of a sheet's last row.
func (l *look) lastRow(from connectors.Relation) ([]string, error) {
	if formatOf(from) == connectors.FormatXLSX {
		return l.lastOfSheet(from)
	}
	file, err := openFile(l.table.folder, l.state.Name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	tail := make([]byte, min(l.state.Size, mostSide))
	if _, err := file.ReadAt(tail, l.state.Size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return l.lastLine(from, tail)
}

// lastLine takes apart the last line that is not blank.
func (l *look) lastLine(from connectors.Relation, text []byte) ([]string, error) {
	format, err := l.table.source.formOf(from)
	if err != nil {
		return nil, err
	}
	text = bytes.TrimRight(bytes.TrimPrefix(text, []byte("\uFEFF")), "\r\n")
	if text = text[bytes.LastIndexByte(text, '\n')+1:]; len(text) == 0 {
		return nil, nil
	}
	if format.format == connectors.FormatFixed {
		c := &fixedContent{lines: newLines(nil, format), format: format, row: text}
		return c.whole(), nil
	}
	r := newRecords(bytes.NewReader(text), format)
	if err := r.next(); err != nil {
		return nil, nil // the end of a quoted field: no trailer
	}
	return (&csvContent{records: r}).whole(), nil
}

// lastOfSheet reads a sheet to its end.
func (l *look) lastOfSheet(from connectors.Relation) ([]string, error) {
	t, err := l.table.source.openIn(kept{l.table.folder}, "look", from)
	if err != nil {
		return nil, err
	}
	defer func() { _ = t.close() }()
	for n := 0; ; n++ {
		if n%cancelEvery == 0 && l.ctx.Err() != nil {
			return nil, l.table.source.cancelled(l.ctx, "look", l.state.Name)
		}
		err := t.row()
		_, unfit := errors.AsType[*misfit](err)
		switch {
		case errors.Is(err, io.EOF):
			return t.trailer, nil
		case errors.Is(err, errTrailer):
			return nil, nil
		case err != nil && !unfit:
			return nil, err
		}
	}
}

// kept is a folder that somebody else closes.
type kept struct{ Folder }

func (kept) Close() error { return nil }

// ReadDir implements fs.ReadDirFS.
func (k kept) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(k.Folder, name) }

// Stat implements fs.StatFS.
func (k kept) Stat(name string) (fs.FileInfo, error) { return fs.Stat(k.Folder, name) }

// digest is the SHA-256 of the file.
func (l *look) digest() (string, error) {
	file, err := openFile(l.table.folder, l.state.Name)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	sum := sha256.New()
	if _, err := io.Copy(sum, &interruptible{l.ctx, file}); err != nil {
		if l.ctx.Err() != nil {
			return "", l.table.source.cancelled(l.ctx, "look", l.state.Name)
		}
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// interruptible ends with its context.
type interruptible struct {
	ctx context.Context
	in  io.Reader
}

// Read implements io.Reader.
func (i *interruptible) Read(p []byte) (int, error) {
	if err := i.ctx.Err(); err != nil {
		return 0, err
	}
	return i.in.Read(p)
}
