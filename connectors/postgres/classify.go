package postgres

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// Classify implements sqldb.Driver by SQLSTATE (PostgreSQL's appendix A).
func (*server) Classify(err error) sqldb.Failure {
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		// pgx has no name for this one.
		if strings.Contains(err.Error(), "server refused TLS connection") {
			return sqldb.Failure{Class: connectors.Refused, Reason: "the server has no TLS", Hint: "set tls: off if that is meant"}
		}
		return sqldb.Failure{}
	}
	f := failureOf(told.Code)
	f.Code = told.Code
	return f
}

func failureOf(code string) sqldb.Failure {
	switch code {
	case "42501": // insufficient_privilege
		return sqldb.Failure{
			Class: connectors.Privilege, Reason: "the account may not do this",
			Hint: "grant SELECT on the table and USAGE on its schema",
		}
	case "42P01", "3F000":
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such table or view", Hint: nameHint}
	case "42703":
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such column", Hint: nameHint}
	case "3D000":
		return sqldb.Failure{Class: connectors.Missing, Reason: "no such database"}
	case "57014": // statement_timeout; an ordinary cancel is known from the context
		return sqldb.TimedOut("")
	case "55P03", "40P01", "57P03":
		return overloaded()
	case "40001", "72000": // of a session that only reads: a standby's recovery, snapshot_too_old
		return stale()
	case "57P01", "57P02", "57P05":
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the server ended the connection", Retryable: true}
	}
	return byClass(code)
}

const nameHint = "names are case-sensitive: write them as the catalogue has them"

func stale() sqldb.Failure {
	return sqldb.Failure{
		Class: connectors.Overloaded, Reason: "the server did not keep the data as they were when the read began", Retryable: true, Stale: true,
		Hint: "read in a quiet hour, or on a standby ask for a longer max_standby_streaming_delay",
	}
}

func overloaded() sqldb.Failure {
	return sqldb.Failure{
		Class: connectors.Overloaded, Reason: "the server has no room for this now", Retryable: true,
		Hint: "lower the source's limits or come at another hour",
	}
}

// byClass goes by the first two characters of a SQLSTATE.
func byClass(code string) sqldb.Failure {
	switch {
	case strings.HasPrefix(code, "28"):
		return sqldb.Failure{
			Class: connectors.Auth, Reason: "the login was refused",
			Hint: "check user, password and pg_hba.conf; it is not tried again until the secret changes",
		}
	case strings.HasPrefix(code, "53"):
		return overloaded()
	case strings.HasPrefix(code, "08"):
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the connection was lost", Retryable: true}
	}
	return sqldb.Failure{Class: connectors.Refused, Reason: "the statement was refused"}
}
