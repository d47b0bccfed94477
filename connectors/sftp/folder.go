package sftp

import (
	"cmp"
	"context"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"

	"github.com/dogwatch/dogwatch/connectors"
)

// grace is how long a channel may take to end after its call was cancelled.
const grace = 2 * time.Second

// A folder is one channel to the server.
type folder struct {
	client *sftp.Client
	root   string // without links
	stop   func() bool
}

var (
	_ fs.ReadDirFS = (*folder)(nil)
	_ fs.StatFS    = (*folder)(nil)
)

// open begins a channel that ends with the context.
func open(ctx context.Context, over *ssh.Client, config connectors.Config) (*folder, error) {
	stop := context.AfterFunc(ctx, func() { _ = over.Close() })
	client, err := sftp.NewClient(over)
	if err != nil {
		stop()
		return nil, err
	}
	if !stop() {
		return nil, context.Cause(ctx)
	}
	f := &folder{client: client}
	f.stop = context.AfterFunc(ctx, func() { f.giveUp(over) })
	if f.root, err = client.RealPath(config.Path); err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// giveUp ends the channel, and the connection if the server does not let go.
func (f *folder) giveUp(over *ssh.Client) {
	timer := time.AfterFunc(grace, func() { _ = over.Close() })
	defer timer.Stop()
	_ = f.client.Close()
}

// Close implements files.Folder.
func (f *folder) Close() error {
	f.stop()
	if err := f.client.Close(); err != nil && !lost(err) {
		return err
	}
	return nil
}

// within gives the path of a name, with every link followed; it must lie in the folder.
func (f *folder) within(op, name string) (string, error) {
	if !fs.ValidPath(name) {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	full := path.Join(f.root, name)
	if name == "." {
		return full, nil
	}
	real, err := f.client.RealPath(full)
	if err != nil {
		return "", err
	}
	if !strings.HasPrefix(real, strings.TrimSuffix(f.root, "/")+"/") {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrPermission}
	}
	return real, nil
}

// Open implements fs.FS, for files only.
func (f *folder) Open(name string) (fs.File, error) {
	full, err := f.within("open", name)
	if err != nil {
		return nil, err
	}
	return f.client.Open(full)
}

// Stat implements fs.StatFS.
func (f *folder) Stat(name string) (fs.FileInfo, error) {
	full, err := f.within("stat", name)
	if err != nil {
		return nil, err
	}
	return f.client.Stat(full)
}

// ReadDir implements fs.ReadDirFS: by name.
func (f *folder) ReadDir(name string) ([]fs.DirEntry, error) {
	full, err := f.within("readdir", name)
	if err != nil {
		return nil, err
	}
	infos, err := f.client.ReadDir(full)
	if err != nil {
		return nil, err
	}
	entries := make([]fs.DirEntry, 0, len(infos))
	for _, info := range infos {
		entries = append(entries, fs.FileInfoToDirEntry(info))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	return entries, nil
}
