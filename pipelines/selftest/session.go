package selftest

import (
	"context"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// A setting is something of the session that a server can be asked for.
type setting struct {
	name    string
	want    string   // "" any: it is only told. "+" is any number but 0.
	queries []string // of one value named V; the next is asked if the server does not know the one before
	advice  string   // what to do if the answer is another
}

const (
	adviceReadOnly = "the session is not fenced by the server: use an account that may only read"
	adviceTimeout  = "the server does not end long statements by itself; Dogwatch cancels them"
	adviceOracle   = "Oracle does not tell; every statement is sent within SET TRANSACTION READ ONLY"
	adviceLanguage = "the server changes the session's language settings, for instance in a logon trigger"
	adviceCancel   = "the server does not heed a cancel: set a short timeout for this source"
	adviceGrants   = "the account may do more than read: give it SELECT on the checked tables and nothing else"

	ranOut = "the long statement ended by itself"
)

// settings lists what each dialect's server tells, by system views and variables.
func settings(d sqlgen.Dialect) []setting {
	switch d {
	case sqlgen.MySQL:
		return []setting{
			{"read only", "1", []string{"SELECT @@session.tx_read_only AS V", "SELECT @@session.transaction_read_only AS V"}, adviceReadOnly},
			{"isolation", "", []string{"SELECT @@session.tx_isolation AS V", "SELECT @@session.transaction_isolation AS V"}, ""},
			{"statement timeout", "+", []string{"SELECT @@session.max_statement_time AS V", "SELECT @@session.max_execution_time AS V"}, adviceTimeout},
			{"character set", "utf8mb4", []string{"SELECT @@session.character_set_connection AS V"}, ""},
			{"rights beyond reading", "0", []string{"SELECT COUNT(*) AS V FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE NOT IN ('USAGE', 'SELECT', 'SHOW VIEW', 'SHOW DATABASES')"}, adviceGrants},
		}
	case sqlgen.Postgres:
		return []setting{
			{"read only", "on", []string{`SELECT current_setting('transaction_read_only') AS "V"`}, adviceReadOnly},
			{"isolation", "", []string{`SELECT current_setting('transaction_isolation') AS "V"`}, ""},
			{"statement timeout", "+", []string{`SELECT current_setting('statement_timeout') AS "V"`}, adviceTimeout},
			{"character set", "UTF8", []string{`SELECT current_setting('client_encoding') AS "V"`}, ""},
			{"rights beyond reading", "0", []string{`SELECT COUNT(*) AS "V" FROM pg_catalog.pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreatedb OR rolcreaterole)`}, adviceGrants},
		}
	case sqlgen.SQLite:
		return []setting{
			{"read only", "1", []string{`SELECT query_only AS "V" FROM pragma_query_only`}, adviceReadOnly},
			{"character set", "UTF-8", []string{`SELECT encoding AS "V" FROM pragma_encoding`}, ""},
		}
	}
	return []setting{
		{"read only", "", nil, adviceOracle},
		{"language settings", "5", []string{"SELECT COUNT(*) AS V FROM NLS_SESSION_PARAMETERS WHERE PARAMETER || '=' || VALUE IN " +
			"('NLS_SORT=BINARY', 'NLS_COMP=BINARY', 'NLS_NUMERIC_CHARACTERS=.,', 'NLS_CALENDAR=GREGORIAN', 'NLS_DATE_LANGUAGE=AMERICAN')"}, adviceLanguage},
		{"national character set", "", []string{"SELECT MAX(VALUE) AS V FROM NLS_DATABASE_PARAMETERS WHERE PARAMETER = 'NLS_NCHAR_CHARACTERSET'"}, ""},
		{"rights beyond reading", "0", []string{"SELECT COUNT(*) AS V FROM SESSION_PRIVS WHERE PRIVILEGE <> 'CREATE SESSION'"}, adviceGrants},
		{"writable tables", "0", []string{"SELECT COUNT(*) AS V FROM ALL_TAB_PRIVS WHERE GRANTEE = USER AND PRIVILEGE IN ('INSERT', 'UPDATE', 'DELETE', 'ALTER')"}, adviceGrants},
	}
}

// session asks for the settings.
func (t *Trial) session(ctx context.Context) error {
	for _, s := range settings(t.dialect) {
		f, err := t.told(ctx, s)
		if err != nil {
			return err
		}
		t.result.add(f)
	}
	return nil
}

func (t *Trial) told(ctx context.Context, s setting) (Finding, error) {
	f := Finding{Topic: TopicSession, Name: s.name, Asked: s.name, Verdict: Untold, We: s.want, Why: s.advice}
	for _, query := range s.queries {
		value, err := t.one(ctx, query)
		if _, refused := refusal(err); refused {
			continue
		}
		if err != nil {
			return f, err
		}
		f.Server, f.Verdict, f.Why = value, Agrees, ""
		if !satisfies(value, s.want) {
			f.Verdict, f.Why = Advice, s.advice
		}
		return f, nil
	}
	return f, nil
}

func satisfies(value, want string) bool {
	switch want {
	case "":
		return true
	case "+":
		return strings.ContainsAny(value, "123456789")
	}
	return value == want
}

// one gives the value V of a query's only row, "" if there is none.
func (t *Trial) one(ctx context.Context, query string) (value string, err error) {
	request := connectors.Request{From: connectors.Relation{Query: query}, Columns: []connectors.Column{{Name: "v", Physical: []string{"V"}, Type: arrow.BinaryTypes.String}}}
	err = t.scan(ctx, request, func(record arrow.Record, row int) {
		if column := record.Column(0).(*array.String); column.IsValid(row) {
			value = column.Value(row)
		}
	})
	return value, err
}
