package behind

import (
	"strings"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// views are the catalogue, as far as our statements ask for it: a name, then its columns;
// those with # are numbers. They are tables here.
var views = []string{
	"DUAL DUMMY",
	"ALL_TABLES OWNER TABLE_NAME NUM_ROWS# NESTED",
	"ALL_VIEWS OWNER VIEW_NAME",
	"ALL_OBJECTS OWNER OBJECT_NAME",
	"ALL_TAB_COMMENTS OWNER TABLE_NAME COMMENTS",
	"ALL_TAB_COLUMNS OWNER TABLE_NAME COLUMN_ID# COLUMN_NAME DATA_TYPE DATA_LENGTH# CHAR_LENGTH# DATA_PRECISION# DATA_SCALE# NULLABLE",
	"ALL_COL_COMMENTS OWNER TABLE_NAME COLUMN_NAME COMMENTS",
	"ALL_SYNONYMS OWNER SYNONYM_NAME TABLE_OWNER TABLE_NAME DB_LINK",
	"ALL_CONSTRAINTS OWNER CONSTRAINT_NAME CONSTRAINT_TYPE TABLE_NAME STATUS",
	"ALL_CONS_COLUMNS OWNER CONSTRAINT_NAME COLUMN_NAME POSITION#",
	"ALL_INDEXES OWNER INDEX_NAME INDEX_TYPE TABLE_OWNER TABLE_NAME UNIQUENESS STATUS",
	"ALL_IND_COLUMNS INDEX_OWNER INDEX_NAME COLUMN_NAME COLUMN_POSITION#",
	"ALL_TAB_PRIVS GRANTEE TABLE_SCHEMA TABLE_NAME PRIVILEGE",
	"SESSION_ROLES ROLE",
	"SESSION_PRIVS PRIVILEGE",
	"NLS_SESSION_PARAMETERS PARAMETER VALUE",
	"NLS_DATABASE_PARAMETERS PARAMETER VALUE",
	"PRODUCT_COMPONENT_VERSION PRODUCT VERSION",
}

// standing are the rows that a database is installed with.
var standing = [][]string{
	{"DUAL", "X"},
	{"SESSION_PRIVS", "CREATE SESSION"},
	{"NLS_DATABASE_PARAMETERS", "NLS_CHARACTERSET", "AL32UTF8"},
	{"NLS_DATABASE_PARAMETERS", "NLS_NCHAR_CHARACTERSET", "AL16UTF16"},
	{"PRODUCT_COMPONENT_VERSION", "Oracle (" + tnstest.Label + ", SQLite behind)", tnstest.Version},
}

// objects is how many objects a database is installed with: enough to count for long.
const objects = 3000

// view reads one of views.
func view(written string) (string, []column) {
	name, rest, _ := strings.Cut(written, " ")
	var columns []column
	for field := range strings.FieldsSeq(rest) {
		c := kind(tnstest.VarChar)
		var number bool
		if c.Name, number = strings.CutSuffix(field, "#"); number {
			c.Kind = tnstest.NumberKind
		}
		columns = append(columns, c)
	}
	return name, columns
}
