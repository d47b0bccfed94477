package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/dogwatch/dogwatch/connectors"
)

// A table is one open file whose header has been read.
type table struct {
	source  *Source
	op      string
	name    string // of the file, below the folder
	folder  Folder
	file    File
	before  fs.FileInfo
	format  format
	content content
	trailer []string // its fields, once it has been read; nil until then
}

// open finds the file that a relation means and reads its header.
func (s *Source) open(ctx context.Context, op string, from connectors.Relation) (*table, error) {
	if from.Query != "" || from.Call != nil || from.Name == "" {
		return nil, s.fail(op, "", connectors.Refused, "a folder of files knows only file names and globs")
	}
	folder, err := s.folder(ctx, op, from.Name)
	if err != nil {
		return nil, err
	}
	return s.openIn(folder, op, from)
}

// openIn is open in a folder that is open already, and closes it with the table.
func (s *Source) openIn(folder Folder, op string, from connectors.Relation) (*table, error) {
	t := &table{source: s, op: op, name: from.Name, folder: folder}
	err := t.find(from)
	if err == nil {
		err = t.begin()
	}
	if err != nil {
		_ = t.close()
		return nil, t.classify(err)
	}
	return t, nil
}

// find opens the file.
func (t *table) find(from connectors.Relation) (err error) {
	if t.format, err = t.source.formOf(from); err != nil {
		return t.source.fail(t.op, t.name, connectors.Local, err.Error())
	}
	f, err := find(t.folder, from)
	if f.name != "" {
		t.name = f.name
	}
	if err != nil {
		return err
	}
	t.before = f.info
	t.file, err = openFile(t.folder, t.name)
	return err
}

func openFile(folder fs.FS, name string) (File, error) {
	opened, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	file, ok := opened.(File)
	if !ok {
		_ = opened.Close()
		return nil, errNotFile
	}
	return file, nil
}

// begin reads what stands before the rows.
func (t *table) begin() error {
	content, err := t.contents()
	if err == nil {
		t.content = content
	}
	return err
}

func (t *table) contents() (content, error) {
	switch t.format.format {
	case connectors.FormatXLSX:
		return newXLSX(t.file, t.before.Size(), t.format)
	case connectors.FormatParquet:
		return newParquet(t.file, t.source.config.Allocator)
	}
	var err error
	if t.format, err = begin(t.file, t.format); err != nil {
		return nil, err
	}
	if t.format.format == connectors.FormatFixed {
		return newFixed(newLines(t.file, t.format), t.format)
	}
	return newCSV(newRecords(t.file, t.format), t.format)
}

// row moves to the next row. At the end it is io.EOF, unless the trailer that must be
// there is not, or the file was written to meanwhile.
func (t *table) row() error {
	err := t.content.next()
	begins := t.format.trailer()
	switch {
	case errors.Is(err, io.EOF) && begins != "" && t.trailer == nil:
		return errTrailer
	case errors.Is(err, io.EOF):
		return t.unchanged()
	case err == nil && t.trailer != nil:
		return &malformed{t.content.at(), "there are rows behind the trailer"}
	case err == nil && begins != "" && t.content.begins(begins):
		t.trailer = t.content.whole()
		return t.row()
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

// places finds the fields that columns ask for.
func (t *table) places(columns []connectors.Column) ([][]int, error) {
	if len(columns) == 0 {
		return nil, t.source.fail(t.op, t.name, connectors.Local, "no column is asked for")
	}
	header := names(t.content)
	places := make([][]int, len(columns))
	for i, column := range columns {
		for _, name := range column.Physical {
			at := slices.Index(header, name)
			if at < 0 {
				return nil, t.source.fail(t.op, t.name, connectors.Missing, "the header has no column "+name)
			}
			if slices.Contains(header[at+1:], name) {
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

// close closes the file and its folder.
func (t *table) close() error {
	var err error
	if c, ok := t.content.(io.Closer); ok {
		err = c.Close()
	}
	if t.file != nil {
		err = errors.Join(err, t.file.Close())
	}
	return errors.Join(err, t.folder.Close())
}
