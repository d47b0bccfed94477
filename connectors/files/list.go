package files

import (
	"context"
	"io/fs"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

var _ connectors.Lister = (*Source)(nil)

// Tables implements connectors.Lister: the regular files of the folder itself, hidden
// ones left out. How many rows a file has is not known before it is read.
func (s *Source) Tables(ctx context.Context) ([]connectors.TableInfo, error) {
	folder, err := s.folder(ctx, "list", "")
	if err != nil {
		return nil, err
	}
	defer func() { _ = folder.Close() }()
	entries, err := fs.ReadDir(folder, ".") // by name
	if err != nil {
		return nil, unlisted(s.config.Name, "list", err)
	}
	tables := []connectors.TableInfo{}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") && entry.Type().IsRegular() {
			tables = append(tables, connectors.TableInfo{Name: entry.Name(), Kind: connectors.KindFile, Rows: -1})
		}
	}
	return tables, nil
}
