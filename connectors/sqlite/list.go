package sqlite

import (
	"context"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Cataloguer = (*session)(nil)

// Relations implements sqldb.Cataloguer. SQLite keeps no comments.
func (s *session) Relations(ctx context.Context) ([]connectors.TableInfo, error) {
	var found []struct{ Name, Type string }
	err := s.conn.Select(ctx, &found, `SELECT name, type FROM sqlite_master
		WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	tables := make([]connectors.TableInfo, 0, len(found))
	for _, f := range found {
		info := connectors.TableInfo{Name: sqldb.JoinName(f.Name), Kind: f.Type, Rows: -1}
		if f.Type == connectors.KindTable {
			info.Rows = s.estimate(ctx, "main", f.Name)
		}
		tables = append(tables, info)
	}
	return tables, nil
}
