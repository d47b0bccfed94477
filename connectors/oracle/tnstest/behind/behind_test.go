package behind

import (
	"errors"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// pay is a table of every class of types.
func pay(_, table string) (string, []column, bool) {
	if table == "DUAL" {
		return table, []column{{Column: tnstest.Column{Name: "DUMMY", Kind: tnstest.VarChar}}}, true
	}
	var columns []column
	for _, c := range []struct{ name, typ string }{
		{"ID", "NUMBER(10)"}, {"CODE", "VARCHAR2(20)"}, {"C", "CHAR(8)"}, {"C2", "CHAR(8)"}, {"D", "DATE"}, {"AT", "TIMESTAMP(6)"},
		{"AMOUNT", "NUMBER(38,10)"}, {"NOTE", "CLOB"},
	} {
		typ, err := typed(c.typ)
		if err != nil {
			return "", nil, false
		}
		typ.Name = c.name
		columns = append(columns, typ)
	}
	return "QZK.PAY", columns, table == "PAY"
}

func translate(statement string) (string, []column, error) {
	q, err := parse(statement)
	if err != nil {
		return "", nil, err
	}
	w := &writer{tables: pay, user: "READER", binds: []tnstest.Bind{{Kind: tnstest.VarChar}, {Kind: tnstest.StampTZKind}}}
	return w.query(q)
}

// TestMeaning: what Oracle means otherwise is written out.
func TestMeaning(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]string{
		`SELECT id FROM pay`:                                     `SELECT "PAY"."ID" AS "ID" FROM "QZK.PAY" AS "PAY"`,
		`SELECT '' AS V FROM DUAL`:                               `SELECT NULL AS "V" FROM "DUAL" AS "DUAL"`,
		`SELECT * FROM (SELECT "ID" FROM PAY) WHERE ROWNUM <= 3`: `SELECT * FROM (SELECT "ID" FROM (SELECT "PAY"."ID" AS "ID" FROM "QZK.PAY" AS "PAY") LIMIT 3)`,
		`SELECT ID FROM PAY p WHERE RTRIM(p.CODE, ' ') = :1`:     `SELECT "p"."ID" AS "ID" FROM "QZK.PAY" AS "p" WHERE (NULLIF(rtrim("p"."CODE", ' '), '') = ?1)`,
		`SELECT TRUNC(D) - DATE '2026-01-01' AS N FROM PAY`:      `SELECT days_between((substr("PAY"."D", 1, 10) || ' 00:00:00'), '2026-01-01 00:00:00') AS "N" FROM "QZK.PAY" AS "PAY"`,
		`SELECT ID FROM PAY ORDER BY CODE`:                       `SELECT "PAY"."ID" AS "ID" FROM "QZK.PAY" AS "PAY" ORDER BY "PAY"."CODE" NULLS LAST`,
		`SELECT CODE || 'x' AS V FROM PAY`:                       `SELECT NULLIF(IFNULL("PAY"."CODE", '') || IFNULL('x', ''), '') AS "V" FROM "QZK.PAY" AS "PAY"`,
	} {
		got, _, err := translate(statement)
		if want = strings.ReplaceAll(want, `"p"`, `"P"`); err != nil || got != want {
			t.Errorf("%s\n got %s, %v\nwant %s", statement, got, err, want)
		}
	}
}

// TestNames: an expression without a name is called by its own text, cut to 30 bytes.
func TestNames(t *testing.T) {
	t.Parallel()
	_, columns, err := translate(`SELECT MIN(UTL_I18N.STRING_TO_RAW(RTRIM("CODE", ' '), 'AL32UTF8')), COUNT(*) FROM PAY`)
	if err != nil || columns[0].Name != `MIN(UTL_I18N.STRING_TO_RAW(RTR` || columns[0].Kind != tnstest.RawKind || columns[1].Name != "COUNT(*)" {
		t.Errorf("%+v, %v", columns, err)
	}
}

// TestUnknown: what Oracle has not, or what this package does not know, is never guessed.
func TestUnknown(t *testing.T) {
	t.Parallel()
	for _, statement := range []string{
		`SELECT 1`, `SELECT ID FROM PAY LIMIT 3`, `SELECT ID FROM PAY FETCH FIRST 3 ROWS ONLY`, `SELECT ID FROM PAY; SELECT 1 FROM DUAL`, `DELETE FROM PAY`,
		`SELECT IFNULL(ID, 0) FROM PAY`, `SELECT UPPER(CODE) FROM PAY`, `SELECT TO_DATE('x', 'DD.MM.YYYY') FROM DUAL`, `SELECT ID / 2 FROM PAY`, `SELECT ID % 2 FROM PAY`,
		`SELECT ID FROM PAY WHERE CODE = 1`, `SELECT ID FROM PAY WHERE D = '2026-01-01'`, `SELECT ID FROM PAY WHERE C = C2`, `SELECT ID FROM PAY WHERE AMOUNT > 1`,
		`SELECT ID FROM PAY WHERE AT > :2`, `SELECT ID FROM PAY WHERE ID = :3`, `SELECT MAX(ID) FROM PAY WHERE ROWNUM <= 1`, `SELECT ID > 1 FROM PAY`, `SELECT ID FROM PAY WHERE ID`,
		`SELECT D + 1 FROM PAY`, `SELECT SYS_CONTEXT('USERENV', 'SESSION_USER') FROM DUAL`, `SELECT CAST(ID AS VARCHAR2(5)) FROM PAY`, `SELECT "ID FROM PAY`,
	} {
		if text, _, err := translate(statement); !isUnknown(err) {
			t.Errorf("%s: %s, %v", statement, text, err)
		}
	}
}

func isUnknown(err error) bool {
	_, ok := errors.AsType[unknown](err)
	return ok
}

// TestCodes: what a sound statement asks in vain has Oracle's code.
func TestCodes(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]code{
		`SELECT ID FROM NOWHERE`: noSuchTable, `SELECT NOTHING FROM PAY`: noSuchColumn, `SELECT ID FROM PAY a, PAY b`: ambiguous,
		`SELECT NOTE FROM PAY GROUP BY NOTE`: noSuchUse, `SELECT COUNT(DISTINCT NOTE) FROM PAY`: noSuchUse, `SELECT ID FROM PAY WHERE NOTE = 'x'`: noSuchUse,
	} {
		_, _, err := translate(statement)
		if got, ok := errors.AsType[code](err); !ok || got != want {
			t.Errorf("%s: %v, want %d", statement, err, want)
		}
	}
}
