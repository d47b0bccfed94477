package oracle

import (
	"context"
	"database/sql"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// The accounts that a database is installed with, whose tables are not listed.
const sqlInstalled = "('APPQOSSYS', 'AUDSYS', 'CTXSYS', 'DBSFWUSER', 'DBSNMP', 'DVSYS', 'EXFSYS', 'FLOWS_FILES', " +
	"'GSMADMIN_INTERNAL', 'LBACSYS', 'MDSYS', 'OJVMSYS', 'OLAPSYS', 'ORDDATA', 'ORDPLUGINS', 'ORDSYS', 'OUTLN', " +
	"'PUBLIC', 'REMOTE_SCHEDULER_AGENT', 'SI_INFORMTN_SCHEMA', 'SYS', 'SYSMAN', 'SYSTEM', 'WMSYS', 'XDB')"

// sqlRelations lists tables and views that the login may see, and synonyms of its own
// schema. Recycled tables (BIN$…) are no one's.
const sqlRelations = "SELECT t.OWNER, t.TABLE_NAME AS NAME, 'table' AS KIND, t.NUM_ROWS, m.COMMENTS FROM ALL_TABLES t " +
	"LEFT JOIN ALL_TAB_COMMENTS m ON m.OWNER = t.OWNER AND m.TABLE_NAME = t.TABLE_NAME " +
	"WHERE t.OWNER NOT IN " + sqlInstalled + " AND t.NESTED = 'NO' AND t.TABLE_NAME NOT LIKE 'BIN$%' " +
	"UNION ALL SELECT v.OWNER, v.VIEW_NAME, 'view', NULL, m.COMMENTS FROM ALL_VIEWS v " +
	"LEFT JOIN ALL_TAB_COMMENTS m ON m.OWNER = v.OWNER AND m.TABLE_NAME = v.VIEW_NAME " +
	"WHERE v.OWNER NOT IN " + sqlInstalled + " " +
	"UNION ALL SELECT s.OWNER, s.SYNONYM_NAME, 'synonym', NULL, NULL FROM ALL_SYNONYMS s " +
	"WHERE s.OWNER = SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') AND s.DB_LINK IS NULL ORDER BY 1, 2"

var _ sqldb.Cataloguer = (*session)(nil)

type relationRow struct {
	Owner   string         `db:"OWNER"`
	Name    string         `db:"NAME"`
	Kind    string         `db:"KIND"`
	Rows    sql.NullInt64  `db:"NUM_ROWS"`
	Comment sql.NullString `db:"COMMENTS"`
}

// Relations implements sqldb.Cataloguer.
func (s *session) Relations(ctx context.Context) (tables []connectors.TableInfo, err error) {
	free, stop := context.WithoutCancel(ctx), context.AfterFunc(ctx, s.tether.sever)
	defer stop()
	var found []relationRow
	err = guarded(func() error { return s.conn.Select(free, &found, sqlRelations) })
	return relationsOf(found, s.owner), err
}

// relationsOf names what is in the current schema without it.
func relationsOf(found []relationRow, owner string) []connectors.TableInfo {
	tables := make([]connectors.TableInfo, 0, len(found))
	for _, f := range found {
		info := connectors.TableInfo{Name: sqldb.JoinName(f.Owner, f.Name), Kind: f.Kind, Rows: -1, Comment: f.Comment.String}
		if f.Owner == owner {
			info.Name = sqldb.JoinName(f.Name)
		}
		if f.Rows.Valid {
			info.Rows = f.Rows.Int64
		}
		tables = append(tables, info)
	}
	return tables
}
