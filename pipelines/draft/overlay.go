package draft

import (
	"bytes"
	"cmp"
	"io/fs"
	"path"
	"slices"
	"time"
)

// An overlay is a workspace with files laid over it that are not written yet.
type overlay struct {
	under fs.FS
	files map[string][]byte
}

var (
	_ fs.ReadDirFS  = overlay{}
	_ fs.ReadFileFS = overlay{}
)

// Open implements fs.FS.
func (o overlay) Open(name string) (fs.File, error) {
	if data, ok := o.files[name]; ok {
		return &paper{Reader: bytes.NewReader(data), entry: entry{path.Base(name), int64(len(data))}}, nil
	}
	return o.under.Open(name)
}

// ReadFile implements fs.ReadFileFS.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if data, ok := o.files[name]; ok {
		return slices.Clone(data), nil
	}
	return fs.ReadFile(o.under, name)
}

// ReadDir implements fs.ReadDirFS. A folder that only has laid-over files is one too.
func (o overlay) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(o.under, name)
	added := false
	for file, data := range o.files {
		if path.Dir(file) == name {
			entries = append(entries, fs.FileInfoToDirEntry(entry{path.Base(file), int64(len(data))}))
			added = true
		}
	}
	if added {
		err = nil
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return entries, err
}

// A paper is an open laid-over file.
type paper struct {
	*bytes.Reader
	entry entry
}

func (p *paper) Stat() (fs.FileInfo, error) { return p.entry, nil }
func (p *paper) Close() error               { return nil }

type entry struct {
	name string
	size int64
}

func (e entry) Name() string     { return e.name }
func (e entry) Size() int64      { return e.size }
func (entry) Mode() fs.FileMode  { return 0o444 }
func (entry) ModTime() time.Time { return time.Time{} }
func (entry) IsDir() bool        { return false }
func (entry) Sys() any           { return nil }
