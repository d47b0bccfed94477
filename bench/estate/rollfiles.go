package estate

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// FilesSource is the source of the files that partners leave: banks, a health commission
// and the providers of services.
const FilesSource = "partner-files"

// A File is one that stands in Deployment.Folder.
type File struct {
	Name    string
	Data    []byte
	Written time.Time // to the last time
}

// Files are the files that partners have left by the as-of instant, each in its own form:
// a file a month, beside which those of earlier months stay, and a flag that is written
// every night.
func (e *Estate) Files() ([]File, error) {
	files := []File{e.nightFlag()}
	for _, r := range e.rolls {
		if r.parcel.form == nil || r.parcel.late {
			continue
		}
		left, err := r.parcel.form.files(r.parcel.name, r)
		if err != nil {
			return nil, fmt.Errorf("file %s: %w", r.parcel.name, err)
		}
		written := e.config.AsOfInstant().Add(-6 * time.Hour)
		if r.parcel.torn {
			written = written.AddDate(0, 0, -2)
		}
		for _, f := range left {
			f.Written = written
			files = append(files, f)
		}
	}
	return files, nil
}

// Deliver leaves the files in a folder, as of when they were written.
func Deliver(folder string, files []File) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, f := range files {
		path := filepath.Join(folder, f.Name)
		if err := errors.Join(os.WriteFile(path, f.Data, 0o644), os.Chtimes(path, f.Written, f.Written)); err != nil {
			return err
		}
	}
	return nil
}

// A parcel is how a roll comes as a file.
type parcel struct {
	form        form
	name        string // without its ending
	late        bool   // it has not come
	torn        bool   // its end is missing
	undelivered int    // lines that it declares and lacks
	overstated  fen    // what it declares too much
}

// A form is how a roll is written as a file, and what stands beside that.
type form interface {
	files(name string, r *roll) ([]File, error)
}

// asFile delivers the roll as a file that is named by the month.
func (r *roll) asFile(prefix string, f form) *roll { return r.asFileOf(r.world.clock.month, prefix, f) }

// asFileOf delivers the roll as the file of another month.
func (r *roll) asFileOf(of month, prefix string, f form) *roll {
	r.parcel.form, r.parcel.name = f, prefix+of.compact()
	return r
}

// fields are the values of a row as texts.
func (r *roll) fields(at int) []string {
	fields := make([]string, len(r.columns))
	for c := range fields {
		fields[c] = textOf(r.rows[at].values[c])
	}
	return fields
}

// The faults of files.

// fileCutShort gives the fault that the file holds fewer lines than it says.
func fileCutShort(r *roll) {
	r.parcel.undelivered = 7
	r.note("file-cut-short").primary("file_total")
}

// fileOverstated gives the fault that the sums do not come to what the control file says.
func fileOverstated(r *roll) {
	r.parcel.overstated = 12345
	r.note("control-total-wrong").primary("file_total")
}

// fileLate gives the fault that the file has not come although it was due: checks wait for it.
func fileLate(checks ...string) func(*roll) {
	return func(r *roll) {
		r.parcel.late = true
		r.note("file-late").primary("file").collateral("delivery").stop("waiting", checks...)
	}
}

// fileTorn gives the fault that the partner stopped in the middle of the file, two days ago.
func fileTorn(checks ...string) func(*roll) {
	return func(r *roll) {
		r.parcel.torn = true
		r.note("file-half-written").primary("file").stop("waiting", checks...)
	}
}

// nightMissed is the fault that nightFlag was not written.
func nightMissed(r *roll) { r.note("night-transfer-missed").primary("heartbeat") }

// nightFlag is the file that the bank's transfer writes each night when it is done. It
// was in Previous, and since then has not been for two days.
func (e *Estate) nightFlag() File {
	day := e.clock.today
	if e.clock.step != Previous {
		day -= 2
	}
	at := e.config.AsOfInstant().AddDate(0, 0, int(day-e.clock.today))
	written := time.Date(at.Year(), at.Month(), at.Day(), 3, 12, 0, 0, at.Location())
	return File{Name: "yhxf.done", Data: []byte(written.Format("20060102150405") + "\n"), Written: written}
}
