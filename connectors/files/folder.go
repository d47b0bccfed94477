package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/dogwatch/dogwatch/connectors"
)

// A Folder is where files lie, for the time of one call. Names are those of io/fs, and
// none leads out of it. Its regular files are Files.
type Folder interface {
	fs.FS
	io.Closer
}

// A File is an open regular file of a Folder.
type File interface {
	fs.File
	io.ReaderAt
	io.Seeker
}

// A Place gives the folder of a source as often as one is asked for.
type Place interface {
	// Folder opens the folder; its errors are *connectors.Error of the operation.
	Folder(ctx context.Context, op string) (Folder, error)
	// Close gives up what the place holds. It is safe to call twice.
	Close() error
}

// here is a folder of this machine.
type here struct{ config connectors.Config }

func (h here) Close() error { return nil }

// Folder implements Place.
func (h here) Folder(_ context.Context, op string) (Folder, error) {
	root, err := os.OpenRoot(h.config.Path)
	if err == nil {
		return rooted{root.FS(), root}, nil
	}
	return nil, unlisted(h.config.Name, op, err)
}

// rooted is a folder that no name and no link leads out of.
type rooted struct {
	fs.FS
	root *os.Root
}

func (r rooted) Close() error { return r.root.Close() }

// unlisted says why a folder cannot be opened or listed.
func unlisted(source, op string, err error) *connectors.Error {
	e := &connectors.Error{Op: op, Source: source, Class: connectors.Unreachable, Reason: "the folder cannot be listed"}
	switch {
	case errors.Is(err, fs.ErrPermission):
		e.Class, e.Reason = connectors.Privilege, "the folder may not be listed"
	case errors.Is(err, fs.ErrNotExist):
		e.Reason = "no such folder"
	}
	return e
}
