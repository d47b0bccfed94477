package mysql

import (
	"context"
	"database/sql"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Cataloguer = (*session)(nil)

// Relations implements sqldb.Cataloguer: those of the configured database, or of every
// database that is not the server's own if none is configured.
func (s *session) Relations(ctx context.Context) ([]connectors.TableInfo, error) {
	var found []struct {
		Space   string         `db:"space"`
		Name    string         `db:"name"`
		Kind    string         `db:"kind"`
		Rows    sql.NullInt64  `db:"estimate"`
		Comment sql.NullString `db:"comment"`
		Own     bool           `db:"own"`
	}
	err := s.conn.Select(ctx, &found, `SELECT table_schema AS space, table_name AS name, table_type AS kind,
		CAST(table_rows AS SIGNED) AS estimate, table_comment AS comment, DATABASE() IS NOT NULL AS own
		FROM information_schema.tables WHERE table_schema = COALESCE(DATABASE(), table_schema)
		AND table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys') ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	tables := make([]connectors.TableInfo, 0, len(found))
	for _, f := range found {
		info := connectors.TableInfo{Name: sqldb.JoinName(f.Name), Kind: connectors.KindTable, Rows: -1, Comment: f.Comment.String}
		if !f.Own {
			info.Name = sqldb.JoinName(f.Space, f.Name)
		}
		if strings.Contains(f.Kind, "VIEW") { // a view's comment is the word VIEW
			info.Kind, info.Comment = connectors.KindView, ""
		} else if f.Rows.Valid {
			info.Rows = f.Rows.Int64
		}
		tables = append(tables, info)
	}
	return tables, nil
}
