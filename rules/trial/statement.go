package trial

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// Statement gives the rows as one query without bind values, in a dialect: literals
// only, each with its type spelled out. quote writes a column's name.
func Statement(d sqlgen.Dialect, quote func(string) string) string {
	var selects []string
	for i, line := range rowTable() {
		items := []string{fmt.Sprintf("%d AS %s", i+1, quote(ID))}
		for j, field := range Schema() {
			items = append(items, literal(d, line[j+1], field)+" AS "+quote(field.Name))
		}
		text := "SELECT " + strings.Join(items, ", ")
		if d == sqlgen.Oracle {
			text += " FROM DUAL"
		}
		selects = append(selects, text)
	}
	return strings.Join(selects, " UNION ALL ")
}

// literal writes one value as its column's type. C is padded where a server pads.
func literal(d sqlgen.Dialect, text string, field ir.Field) string {
	name := typeName(d, field)
	if text == none {
		return "CAST(NULL AS " + name + ")"
	}
	switch {
	case field.Name == "C" && (d == sqlgen.MySQL || d == sqlgen.SQLite):
		text = fmt.Sprintf("%-8s", text) // a cast does not pad there
	case field.Type.Base == ir.Boolean && d == sqlgen.Postgres:
		text = map[string]string{"0": "f", "1": "t"}[text]
	case d == sqlgen.Oracle && field.Type.Base == ir.Date:
		return "DATE " + quoted(text)
	case d == sqlgen.Oracle && field.Type.Base == ir.Timestamp:
		return "TIMESTAMP " + quoted(text)
	}
	if d == sqlgen.MySQL { // what a backslash means depends on the session
		return fmt.Sprintf("CAST(CONVERT(X'%X' USING utf8mb4) AS %s)", text, name)
	}
	return "CAST(" + quoted(text) + " AS " + name + ")"
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// typeName is a type as a CAST of the dialect names it.
func typeName(d sqlgen.Dialect, field ir.Field) string {
	if field.Name == "C" {
		return map[sqlgen.Dialect]string{sqlgen.SQLite: "TEXT", sqlgen.MySQL: "CHAR", sqlgen.Postgres: "char(8)", sqlgen.Oracle: "CHAR(8)"}[d]
	}
	decimal := fmt.Sprintf("(%d,%d)", field.Type.Precision, field.Type.Scale)
	return map[ir.Base]map[sqlgen.Dialect]string{
		ir.Text:      {sqlgen.SQLite: "TEXT", sqlgen.MySQL: "CHAR", sqlgen.Postgres: "varchar(200)", sqlgen.Oracle: "VARCHAR2(200)"},
		ir.Integer:   {sqlgen.SQLite: "INTEGER", sqlgen.MySQL: "SIGNED", sqlgen.Postgres: "bigint", sqlgen.Oracle: "NUMBER(19)"},
		ir.Decimal:   {sqlgen.SQLite: "TEXT", sqlgen.MySQL: "DECIMAL" + decimal, sqlgen.Postgres: "numeric" + decimal, sqlgen.Oracle: "NUMBER" + decimal},
		ir.Date:      {sqlgen.SQLite: "TEXT", sqlgen.MySQL: "DATE", sqlgen.Postgres: "date", sqlgen.Oracle: "DATE"},
		ir.Timestamp: {sqlgen.SQLite: "TEXT", sqlgen.MySQL: "DATETIME(6)", sqlgen.Postgres: "timestamp", sqlgen.Oracle: "TIMESTAMP(6)"},
		ir.Boolean:   {sqlgen.SQLite: "INTEGER", sqlgen.MySQL: "SIGNED", sqlgen.Postgres: "boolean", sqlgen.Oracle: "NUMBER(1)"},
	}[field.Type.Base][d]
}
