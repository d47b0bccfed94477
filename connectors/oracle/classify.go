package oracle

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/sijms/go-ora/v2/network"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// codeOf finds the ORA number of an error; 0 if it has none.
func codeOf(err error) int {
	if e, ok := errors.AsType[*network.OracleError](err); ok {
		return e.ErrCode
	}
	_, rest, found := strings.Cut(err.Error(), "ORA-")
	if !found || len(rest) < 5 {
		return 0
	}
	code, _ := strconv.Atoi(rest[:5])
	return code
}

// classify tells what an error of go-ora means. Its text is dropped: it may quote
// values and names. Errors without an ORA number are left to sqldb.
func classify(err error) sqldb.Failure {
	if errors.Is(err, errDriver) {
		return sqldb.Failure{Class: connectors.Protocol, Reason: "the driver broke down over the server's answer"}
	}
	code := codeOf(err)
	if code == 0 {
		return sqldb.Failure{}
	}
	f := meaning(code)
	f.Code = fmt.Sprintf("ORA-%05d", code)
	return f
}

// meaning is the table of codes, by class.
func meaning(code int) sqldb.Failure {
	switch code {
	case 1017, 1005, 1045, 28000, 28001, 28002, 28003, 28009, 28040, 28791:
		return login(code)
	case 1031, 41900, 1720:
		return failure(connectors.Privilege, "the login lacks a privilege", "grant SELECT on the table")
	case 942, 4043, 980, 1775, 2019, 6564:
		return failure(connectors.Missing, "no such table or view",
			"Oracle says the same of a table that the login may not read: check name, schema and grant")
	case 904:
		return failure(connectors.Missing, "no such column",
			"names of small letters are folded to capitals; write others as the catalogue has them")
	case 18, 20, 54, 60, 51, 2391, 12516, 12518, 12519, 12520, 12526, 12528, 4021, 4031, 1652, 30006:
		return again(connectors.Overloaded, "the server is busy", "fewer connections, or another hour")
	case 1555, 22924:
		f := again(connectors.Overloaded, "the server's undo was overwritten during the read",
			"read in a quiet hour, or ask for a longer undo retention")
		f.Stale = true
		return f
	}
	if f := connection(code); f.Class != "" {
		return f
	}
	return refusal(code)
}

// login covers refused logins. None is tried again: shared accounts lock.
func login(code int) sqldb.Failure {
	switch code {
	case 28000:
		return failure(connectors.Auth, "the account is locked", "have it unlocked, then restart with the right password")
	case 28001:
		return failure(connectors.Auth, "the password has expired", "have it renewed")
	case 28002: // a warning; as an error it is a login all the same that did not come about
		return failure(connectors.Auth, "the password is about to expire", "have it renewed")
	case 1045:
		return failure(connectors.Auth, "the login may not create a session", "grant CREATE SESSION")
	case 28040:
		return failure(connectors.Auth, "the server offers no password protocol that the driver knows",
			"see SQLNET.ALLOWED_LOGON_VERSION_SERVER")
	}
	return failure(connectors.Auth, "user or password is wrong", "")
}

// connection covers the listener, the instance and the session.
func connection(code int) sqldb.Failure {
	switch code {
	case 12170, 12535, 12609, 12606, 12525:
		return again(connectors.Unreachable, "no answer in time", "check host, port and firewall")
	case 12541, 12543, 12545, 12560, 12203, 12154, 12533, 12564:
		return again(connectors.Unreachable, "no listener answers there", "check host and port")
	case 12514, 12505, 12504, 12521:
		return failure(connectors.Unreachable, "the listener does not know the service",
			"check the service name; a SID goes into the option sid")
	case 12506, 12529:
		return failure(connectors.Privilege, "the listener does not admit this machine", "have its address admitted")
	case 1033, 1034, 1089, 1090, 27101, 1109:
		return again(connectors.Unreachable, "the instance is starting or stopping", "")
	case 28, 1012, 3113, 3114, 3135, 12537, 12547, 12570, 12571, 2396, 2399:
		return again(connectors.Protocol, "the server ended the session", "")
	case 1013:
		return failure(connectors.Cancelled, "the statement was cancelled", "")
	case 40, 2393, 2395, 10632:
		return again(connectors.Timeout, "a limit of the login's profile ran out", "")
	}
	return sqldb.Failure{}
}

// refusal is every other code: the server understood and said no.
func refusal(code int) sqldb.Failure {
	switch code {
	case 4063, 4068, 24344:
		return failure(connectors.Refused, "a view or package of the server is invalid", "have its owner recompile it")
	case 1456, 16000:
		return failure(connectors.Refused, "the statement writes in a read-only transaction", "")
	case 1722, 1830, 1839, 1840, 1841, 1843, 1847, 1850, 1858, 1861, 6502, 1426, 1438, 1476, 12899:
		return failure(connectors.Refused, "the server cannot convert or compute a value of a row", "have Dogwatch judge the rows instead")
	case 900, 903, 905, 906, 907, 911, 917, 918, 920, 921, 923, 933, 936, 979, 1008, 1756, 1789, 972, 932:
		return failure(connectors.Refused, "the statement is not valid", "")
	}
	return failure(connectors.Refused, "the server refused the statement", "")
}

func failure(class connectors.Class, reason, hint string) sqldb.Failure {
	return sqldb.Failure{Class: class, Reason: reason, Hint: hint}
}

// again is a failure that may pass by itself.
func again(class connectors.Class, reason, hint string) sqldb.Failure {
	return sqldb.Failure{Class: class, Reason: reason, Hint: hint, Retryable: true}
}
