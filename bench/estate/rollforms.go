package estate

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// inCSV is CSV in GB18030 with these headings, and a last line that tells the number of
// the others.
type inCSV []string

func (headings inCSV) files(name string, r *roll) ([]File, error) {
	var b bytes.Buffer
	w := csv.NewWriter(simplifiedchinese.GB18030.NewEncoder().Writer(&b))
	if err := w.Write(headings); err != nil {
		return nil, err
	}
	for at := range r.rows {
		if err := w.Write(r.fields(at)); err != nil {
			return nil, err
		}
	}
	w.Flush()
	if !r.parcel.torn {
		fmt.Fprintf(&b, "TRL,%d\n", len(r.rows)+r.parcel.undelivered)
	}
	return []File{{Name: name + ".csv", Data: b.Bytes()}}, w.Error()
}

// inFixed is a text in GB18030 whose columns have these widths in bytes, without headings;
// a file beside it says that it is complete.
type inFixed []int

func (widths inFixed) files(name string, r *roll) ([]File, error) {
	var b bytes.Buffer
	encoder := simplifiedchinese.GB18030.NewEncoder()
	for at := range r.rows {
		for c, value := range r.fields(at) {
			if kind := r.columns[c].Kind; kind == Date || kind == Timestamp {
				value = strings.NewReplacer("-", "", ":", "", " ", "").Replace(value)
			}
			encoded, err := encoder.String(value)
			if err != nil {
				return nil, err
			}
			if len(encoded) > widths[c] {
				return nil, fmt.Errorf("column %s: a value of %d bytes in %d", r.columns[c].Name, len(encoded), widths[c])
			}
			b.WriteString(encoded + strings.Repeat(" ", widths[c]-len(encoded)))
		}
		b.WriteString("\r\n")
	}
	return []File{{Name: name + ".txt", Data: b.Bytes()}, {Name: name + ".txt.ok"}}, nil
}
