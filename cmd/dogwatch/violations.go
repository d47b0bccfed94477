package main

import (
	"encoding/csv"
	"errors"
	"os"
	"os/user"
	"path/filepath"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/pipelines"
)

// violations writes the key of every violation to one CSV file, mode 0600. The file
// appears under its name only when it is complete.
type violations struct {
	path   string
	reveal bool
	file   *os.File
	csv    *csv.Writer
}

func newViolations(path string, reveal bool) (*violations, error) {
	file, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*") // 0600
	if err != nil {
		return nil, err
	}
	v := &violations{path: path, reveal: reveal, file: file, csv: csv.NewWriter(file)}
	_, err = file.WriteString("\ufeff") // spreadsheets take it for UTF-8 only then
	if err == nil {
		err = v.csv.Write([]string{"system", "watch", "period", "check", "title", "difference", "key"})
	}
	if err != nil {
		return nil, errors.Join(err, v.abort())
	}
	return v, nil
}

func (v *violations) add(run pipelines.PlannedRun, c *checks.Check, key []checks.Cell) error {
	line := []string{run.Watch.System.ID, run.Watch.ID, run.Period.Label, c.ID, c.Title, string(run.Difference)}
	for _, cell := range key {
		line = append(line, cell.Name+"="+v.text(cell))
	}
	return v.csv.Write(line)
}

func (v *violations) text(c checks.Cell) string {
	switch {
	case c.Null:
		return ""
	case v.reveal:
		return c.Text
	}
	return mask.Value(c.Class, c.Type, c.Text)
}

func (v *violations) close() error {
	v.csv.Flush()
	if err := errors.Join(v.csv.Error(), v.file.Close()); err != nil {
		return errors.Join(err, os.Remove(v.file.Name()))
	}
	return os.Rename(v.file.Name(), v.path)
}

func (v *violations) abort() error {
	return errors.Join(v.file.Close(), os.Remove(v.file.Name()))
}

// actor names the person in the audit: the account of the operating system.
func actor() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}
