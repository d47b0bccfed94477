package mysql

import (
	"errors"
	"strconv"

	native "github.com/go-sql-driver/mysql"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// Classify implements sqldb.Driver by the server's error numbers (MySQL's error
// message reference; MariaDB's own are above 1900).
func (*server) Classify(err error) sqldb.Failure {
	var told *native.MySQLError
	switch {
	case errors.As(err, &told):
		f := failureOf(told.Number)
		f.Code = strconv.Itoa(int(told.Number))
		return f
	case errors.Is(err, native.ErrInvalidConn):
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the connection was lost", Retryable: true}
	case errors.Is(err, native.ErrNoTLS):
		return sqldb.Failure{Class: connectors.Refused, Reason: "the server has no TLS", Hint: "set tls: off if that is meant"}
	case errors.Is(err, native.ErrCleartextPassword), errors.Is(err, native.ErrOldPassword),
		errors.Is(err, native.ErrNativePassword), errors.Is(err, native.ErrUnknownPlugin):
		return sqldb.Failure{
			Class: connectors.Auth, Reason: "the server wants a way to log in that is not supported",
			Hint: "give the account mysql_native_password or caching_sha2_password",
		}
	}
	return sqldb.Failure{}
}

func failureOf(number uint16) sqldb.Failure {
	switch number {
	case 1045, 1698, 1251, 1275, 1862, 1820, 3118, 4151: // denied, expired, locked
		return sqldb.Failure{
			Class: connectors.Auth, Reason: "the login was refused",
			Hint: "check user and password; it is not tried again until the secret changes",
		}
	case 1044, 1142, 1143, 1227, 1370, 1345: // database, table, column, right, routine
		return sqldb.Failure{
			Class: connectors.Privilege, Reason: "the account may not do this", Hint: "grant SELECT to the account",
		}
	case 1046, 1049, 1051, 1054, 1109, 1146: // no database, table, column
		return sqldb.Failure{Class: connectors.Missing, Reason: missing(number)}
	case 1969, 3024: // max_statement_time, max_execution_time
		return sqldb.TimedOut("")
	case 1317, 3169, 1053, 1927: // query or connection killed, shutdown
		return sqldb.Failure{Class: connectors.Overloaded, Reason: "the server ended the statement", Retryable: true}
	case 1040, 1203, 1205, 1213, 1226, 1129, 1615, 1637: // connections, locks, limits, blocked host
		return sqldb.Failure{
			Class: connectors.Overloaded, Reason: "the server has no room for this now", Retryable: true,
			Hint: "lower the source's limits or come at another hour",
		}
	case 2002, 2003, 2005: // proxies hand these through
		return sqldb.Failure{Class: connectors.Unreachable, Reason: "no connection", Retryable: true}
	case 2006, 2013, 1158, 1159, 1160, 1161:
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the connection was lost", Retryable: true}
	}
	return sqldb.Failure{Class: connectors.Refused, Reason: "the statement was refused"}
}

func missing(number uint16) string {
	switch number {
	case 1054:
		return "no such column"
	case 1046, 1049:
		return "no such database"
	}
	return "no such table or view"
}
