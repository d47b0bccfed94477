package estate

import (
	"bytes"
	"errors"
	"time"

	"github.com/xuri/excelize/v2"
)

// inBook is a workbook as offices send it: one sheet with a title, the headings, and the
// rows. What is a date is a date there.
type inBook struct {
	title    string
	headings []string
}

func (f inBook) files(name string, r *roll) (files []File, err error) {
	book := excelize.NewFile()
	defer func() { err = errors.Join(err, book.Close()) }()
	const sheet = "名单"
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	lines := [][]any{{f.title}, anyOf(f.headings)}
	for at := range r.rows {
		lines = append(lines, r.cells(at))
	}
	for i, line := range lines {
		cell, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return nil, err
		}
		if err := book.SetSheetRow(sheet, cell, &line); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return nil, err
	}
	return []File{{Name: name + ".xlsx", Data: b.Bytes()}}, nil
}

// cells are the values of a row as a workbook has them.
func (r *roll) cells(at int) []any {
	cells := anyOf(r.fields(at))
	for c := range cells {
		if cells[c] == "" {
			cells[c] = nil
			continue
		}
		for _, layout := range []string{time.DateTime, time.DateOnly} {
			if t, err := time.Parse(layout, cells[c].(string)); err == nil {
				cells[c] = t
				break
			}
		}
	}
	return cells
}

func anyOf(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}
