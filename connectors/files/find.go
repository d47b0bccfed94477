package files

import (
	"cmp"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// A found file is the one that a relation means.
type found struct {
	name    string // below the folder; "" if there is none
	info    fs.FileInfo
	date    time.Time // in its name; zero for none
	period  string    // the layout of the date
	loading string    // why it is not the newest, or not complete
}

// find resolves a relation. A file that is not there is fs.ErrNotExist.
func find(folder fs.FS, from connectors.Relation) (found, error) {
	if from.File != nil {
		f, err := newest(folder, from.Name, from.File)
		if err == nil && f.name == "" {
			err = fs.ErrNotExist
		}
		return f, err
	}
	name, err := last(folder, from.Name)
	if err != nil {
		return found{name: name}, err
	}
	info, err := fs.Stat(folder, name)
	if err == nil && !info.Mode().IsRegular() { // opening a pipe would wait for its writer
		err = errNotFile
	}
	return found{name: name, info: info}, err
}

// last resolves a glob to its last match by name that is a regular file; a name
// without wildcards is itself.
func last(folder fs.FS, name string) (string, error) {
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

// unfinished are the endings that programs give to a file while they write it.
var unfinished = []string{".tmp", ".part", ".partial", ".filepart", ".writing", ".inprogress"}

// A candidate is a file whose name fits, or will once it is finished.
type candidate struct {
	found
	final    string // its name once it is finished
	finished bool
}

// newest finds the newest finished file, and says if a newer one is being written.
func newest(folder fs.FS, name string, file *connectors.File) (found, error) {
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return found{}, errOutside
	}
	p, err := compilePattern(name)
	if err != nil {
		return found{}, err
	}
	list, err := candidates(folder, p, file)
	if err != nil {
		return found{}, err
	}
	var best, coming candidate
	for _, c := range list {
		if c.finished && (best.name == "" || c.after(best)) {
			best = c
		}
		if !c.finished && (coming.name == "" || c.after(coming)) {
			coming = c
		}
	}
	if coming.name != "" && (best.name == "" || !best.after(coming)) {
		best.loading = path.Base(coming.name) + " is still being written"
	}
	return best.found, nil
}

// after tells that a file is newer than another.
func (c candidate) after(other candidate) bool {
	if by := c.date.Compare(other.date); by != 0 {
		return by > 0
	}
	if c.period == "" {
		if by := c.info.ModTime().Compare(other.info.ModTime()); by != 0 {
			return by > 0
		}
	}
	return cmp.Compare(c.final, other.final) > 0
}

// candidates lists the regular files that fit, finished or not.
func candidates(folder fs.FS, p pattern, file *connectors.File) ([]candidate, error) {
	matches, err := fs.Glob(folder, p.glob+"*") // the endings too
	if err != nil {
		return nil, errPattern
	}
	beside := map[string]bool{}
	for _, name := range matches {
		beside[companion(file.Companion, name)] = true
		if file.Control != nil {
			beside[companion(file.Control.Name, name)] = true
		}
	}
	var list []candidate
	for _, name := range matches {
		c := candidate{found: found{name: name, period: p.period}, final: finalName(name)}
		c.finished = c.final == name
		var fits bool
		if c.date, fits = p.date(c.final); !fits || beside[name] || file.Before != 0 && p.period != "" && days(c.date) >= file.Before {
			continue
		}
		if c.info, err = fs.Stat(folder, name); err == nil && c.info.Mode().IsRegular() {
			list = append(list, c)
		}
	}
	return list, nil
}

func finalName(name string) string {
	for _, ending := range unfinished {
		if cut, ok := strings.CutSuffix(name, ending); ok {
			return cut
		}
	}
	return name
}

func days(date time.Time) int32 { return int32(date.Unix() / 86400) }

// companion is the name of the file beside another; "" if there is no form for it.
func companion(form, name string) string {
	if form == "" {
		return ""
	}
	base := path.Base(name)
	form = strings.NewReplacer("{name}", base, "{stem}", strings.TrimSuffix(base, path.Ext(base))).Replace(form)
	return path.Join(path.Dir(name), form)
}
