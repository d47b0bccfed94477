package estate

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// FilesSource is the source of the files that the bank leaves for the care stations.
const FilesSource = "stations-files"

// filesWatches is what the workspace says of the watches that read them.
const filesWatches = "watches/elderly-stations.yaml"

// Files are the files that stand in Deployment.Folder, by their names: the bank's
// spending records, a file a month, in GB18030, with a last line that tells their number.
// Those of earlier months stay beside them.
func (e *Estate) Files() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, r := range e.rolls {
		if r.file == "" {
			continue
		}
		data, err := r.csv()
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", r.file, err)
		}
		files[r.file] = data
	}
	return files, nil
}

// asFile delivers the roll as a file of the month, under the headings that the bank uses.
func (r *roll) asFile(prefix string, headings ...string) *roll {
	r.file = prefix + r.world.clock.month.compact() + ".csv"
	r.headings = headings
	return r
}

// csv writes the roll as the bank does.
func (r *roll) csv() ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(simplifiedchinese.GB18030.NewEncoder().Writer(&b))
	if err := w.Write(r.headings); err != nil {
		return nil, err
	}
	line := make([]string, len(r.columns))
	for i := range r.rows {
		for c := range r.columns {
			line[c] = textOf(r.rows[i].values[c])
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	fmt.Fprintf(&b, "TRL,%d\n", len(r.rows)+r.undelivered)
	return b.Bytes(), w.Error()
}

// fileCutShort gives the fault that the file holds fewer lines than it says.
func fileCutShort(r *roll) {
	r.undelivered = 7
	r.note("file-cut-short").primary("file_total")
}
