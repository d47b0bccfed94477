package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

var _ sqldb.Cataloguer = (*session)(nil)

// Relations implements sqldb.Cataloguer: those of every schema that is not the server's
// own. A name that the search path does not find has its schema before it.
func (s *session) Relations(ctx context.Context) ([]connectors.TableInfo, error) {
	type relation struct {
		Space, Name, Comment string
		View, Visible        bool
		Estimate             float64
	}
	rows, err := s.conn.Query(ctx, `SELECT n.nspname::text AS space, c.relname::text AS name,
		coalesce(obj_description(c.oid, 'pg_class'), '') AS comment, c.relkind IN ('v', 'm') AS view,
		pg_table_is_visible(c.oid) AS visible, c.reltuples::float8 AS estimate
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
		AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\_%' ORDER BY 1, 2`)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, pgx.RowToStructByName[relation])
	tables := make([]connectors.TableInfo, 0, len(found))
	for _, f := range found {
		info := connectors.TableInfo{Name: sqldb.JoinName(f.Name), Kind: connectors.KindTable, Rows: -1, Comment: f.Comment}
		if !f.Visible {
			info.Name = sqldb.JoinName(f.Space, f.Name)
		}
		if f.View {
			info.Kind = connectors.KindView
		} else if f.Estimate >= 0 {
			info.Rows = int64(f.Estimate)
		}
		tables = append(tables, info)
	}
	return tables, err
}
