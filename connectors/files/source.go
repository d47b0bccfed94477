package files

import (
	"context"
	"io/fs"
	"sync/atomic"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// A Source is a folder of files. It holds no open file between calls.
type Source struct {
	config connectors.Config
	place  Place
	pace   *pace.Pace
	closed atomic.Bool
}

var (
	_ connectors.Source = (*Source)(nil)
	_ connectors.Prober = (*Source)(nil)
	_ connectors.Filer  = (*Source)(nil)
	_ connectors.Opener = Open
)

// Open checks that the folder Config.Path can be listed and that the options are known.
func Open(ctx context.Context, config connectors.Config) (connectors.Source, error) {
	return New(ctx, config, here{config})
}

// New is Open for a folder that lies somewhere else. The source closes the place, also
// if it cannot be opened.
func New(ctx context.Context, config connectors.Config, place Place) (connectors.Source, error) {
	s := &Source{config: config, place: place, pace: pace.New(config.Limits)}
	err := s.checkOptions()
	if err == nil {
		err = s.reach(ctx, "open")
	}
	if err != nil {
		_ = place.Close()
		return nil, err
	}
	return s, nil
}

// Close implements connectors.Source. A read of a local file goes on to its end.
func (s *Source) Close() error {
	s.closed.Store(true)
	return s.place.Close()
}

// reach lists the folder.
func (s *Source) reach(ctx context.Context, op string) error {
	folder, err := s.place.Folder(ctx, op)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	if _, err := fs.ReadDir(folder, "."); err != nil {
		return unlisted(s.config.Name, op, err)
	}
	return nil
}

// folder opens the folder for a call, if the source and its caller are still there.
func (s *Source) folder(ctx context.Context, op, relation string) (Folder, error) {
	if s.closed.Load() {
		return nil, s.fail(op, relation, connectors.Local, "the source is closed")
	}
	if ctx.Err() != nil {
		return nil, s.cancelled(ctx, op, relation)
	}
	return s.place.Folder(ctx, op)
}

// cancelled is the error of a call whose context is done.
func (s *Source) cancelled(ctx context.Context, op, relation string) *connectors.Error {
	if ctx.Err() == context.DeadlineExceeded {
		return s.fail(op, relation, connectors.Timeout, "the caller's time ran out")
	}
	return s.fail(op, relation, connectors.Cancelled, "the caller gave up")
}

// Schema implements connectors.Source: the names of the fields, all text but in Parquet;
// the number of rows is not known and there are no keys.
func (s *Source) Schema(ctx context.Context, from connectors.Relation) (connectors.Schema, error) {
	t, err := s.open(ctx, "schema", from)
	if err != nil {
		return connectors.Schema{}, err
	}
	defer func() { _ = t.close() }()
	return connectors.Schema{Rows: -1, Columns: t.content.columns()}, nil
}

// fail makes the error of this source.
func (s *Source) fail(op, relation string, class connectors.Class, reason string) *connectors.Error {
	return &connectors.Error{Op: op, Source: s.config.Name, Relation: relation, Class: class, Reason: reason}
}
