package files

import (
	"context"
	"os"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
)

var _ connectors.Lister = (*Source)(nil)

// Tables implements connectors.Lister: the regular files of the folder itself, hidden
// ones left out. How many rows a file has is not known before it is read.
func (s *Source) Tables(ctx context.Context) ([]connectors.TableInfo, error) {
	if s.closed.Load() {
		return nil, s.fail("list", "", connectors.Local, "the source is closed")
	}
	if ctx.Err() != nil {
		return nil, s.fail("list", "", connectors.Cancelled, "the caller gave up")
	}
	entries, err := os.ReadDir(s.config.Path) // by name
	if err != nil {
		return nil, s.reachOr("list", "")
	}
	tables := []connectors.TableInfo{}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") && entry.Type().IsRegular() {
			tables = append(tables, connectors.TableInfo{Name: entry.Name(), Kind: connectors.KindFile, Rows: -1})
		}
	}
	return tables, nil
}
