package files

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"sync/atomic"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// A Source is a folder of CSV files. It holds no open file between calls.
type Source struct {
	config connectors.Config
	pace   *pace.Pace
	closed atomic.Bool
}

var (
	_ connectors.Source = (*Source)(nil)
	_ connectors.Prober = (*Source)(nil)
	_ connectors.Opener = Open
)

// Open checks that the folder Config.Path can be listed and that the options are known.
func Open(_ context.Context, config connectors.Config) (connectors.Source, error) {
	s := &Source{config: config, pace: pace.New(config.Limits)}
	if err := s.checkOptions(); err != nil {
		return nil, err
	}
	if err := s.reach("open"); err != nil {
		return nil, err
	}
	return s, nil
}

// Close implements connectors.Source. A read that runs goes on to its end.
func (s *Source) Close() error {
	s.closed.Store(true)
	return nil
}

// reach lists the folder.
func (s *Source) reach(op string) error {
	folder, err := os.Open(s.config.Path)
	if err == nil {
		_, err = folder.ReadDir(1)
		_ = folder.Close()
	}
	switch {
	case err == nil || errors.Is(err, io.EOF):
		return nil
	case errors.Is(err, fs.ErrPermission):
		return s.fail(op, "", connectors.Privilege, "the folder may not be listed")
	case errors.Is(err, fs.ErrNotExist):
		return s.fail(op, "", connectors.Unreachable, "no such folder")
	}
	return s.fail(op, "", connectors.Unreachable, "the folder cannot be listed")
}

// Schema implements connectors.Source: the header's names, all text; the number of
// rows is not known and there are no keys.
func (s *Source) Schema(ctx context.Context, from connectors.Relation) (connectors.Schema, error) {
	t, err := s.open(ctx, "schema", from)
	if err != nil {
		return connectors.Schema{}, err
	}
	defer t.close()
	schema := connectors.Schema{Rows: -1}
	for _, name := range t.header {
		schema.Columns = append(schema.Columns, connectors.PhysicalColumn{
			Name: name, Type: "text", Arrow: textType(), Nullable: true,
		})
	}
	return schema, nil
}

// fail makes the error of this source.
func (s *Source) fail(op, relation string, class connectors.Class, reason string) *connectors.Error {
	return &connectors.Error{Op: op, Source: s.config.Name, Relation: relation, Class: class, Reason: reason}
}
