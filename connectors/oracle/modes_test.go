package oracle

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// grace tells what ends by itself, within two seconds of the configured time, from what
// never would: a busy machine may add to it.
const grace = 30 * time.Second

// TestServerBreaks: however a server breaks, at once or in mid-fetch, the read ends with
// a class, without being told, the socket is closed and no goroutine is left.
func TestServerBreaks(t *testing.T) {
	limit := 300 * time.Millisecond
	for name, fault := range map[string]tnstest.Fault{
		"hangs": tnstest.Hangs, "half a packet": tnstest.HalfPacket, "disconnects": tnstest.Disconnects,
	} {
		for _, deaf := range []bool{false, true} {
			for _, fetched := range []bool{false, true} {
				if deaf && fault == tnstest.Disconnects {
					continue // nobody is left to hear
				}
				t.Run(fmt.Sprintf("%s, deaf %v, in mid-fetch %v", name, deaf, fetched), func(t *testing.T) {
					broken := tnstest.Answer{Part: `"XM"`, Columns: names, Fault: fault}
					if fetched {
						broken.Batches = [][]tnstest.Row{{tnstest.Texts("a")}}
					}
					config, server := scripted(t, &tnstest.Server{Deaf: deaf, Answers: []tnstest.Answer{broken}})
					if fault != tnstest.Disconnects {
						config.Limits.Timeout = limit
					}
					source, err := Open(t.Context(), config)
					if err != nil {
						t.Fatal(err)
					}
					began := time.Now()
					_, err = read(t.Context(), source, persons)
					took := time.Since(began)
					want := connectors.Timeout
					if fault == tnstest.Disconnects {
						want = connectors.Protocol
					}
					if connectors.ClassOf(err) != want || took > limit+grace {
						t.Errorf("%v after %s, want %s", err, took, want)
					}
					_ = source.Close()
					waitGone(t)
					if n := server.Logins.Load(); n != 1 {
						t.Errorf("%d logins", n)
					}
				})
			}
		}
	}
}

// TestSlowServer: slow is not broken.
func TestSlowServer(t *testing.T) {
	source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{{
		Part: `"XM"`, Columns: names, Fault: tnstest.Slow, Batches: [][]tnstest.Row{{tnstest.Texts("a")}, {tnstest.Texts("b")}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(t.Context(), source, persons); err != nil || got != "a / b" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestErrorsInMidFetch: rows came, then the server gave up. The error says why, its own
// text does not show, and the next table is read.
func TestErrorsInMidFetch(t *testing.T) {
	for code, want := range map[int]string{
		28:   "protocol: the connection was lost", // the driver takes the code for a lost connection
		1555: "overloaded: the server's undo was overwritten during the read (ORA-01555); read in a quiet hour, or ask for a longer undo retention",
		1722: "refused: the server cannot convert or compute a value of a row (ORA-01722); have Dogwatch judge the rows instead",
		4063: "refused: a view or package of the server is invalid (ORA-04063); have its owner recompile it",
	} {
		source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{
			{Part: `"BAD_VIEW"`, Columns: names, Batches: [][]tnstest.Row{{tnstest.Texts("a")}}, Code: code},
			{Part: `"XM"`, Columns: names, Batches: [][]tnstest.Row{{tnstest.Texts("b")}}},
		}})
		if err != nil {
			t.Fatal(err)
		}
		bad := persons
		bad.From.Name = "BAD_VIEW"
		got, err := read(t.Context(), source, bad)
		if got != "" && got != "a" || err == nil || err.Error() != "scan front BAD_VIEW: "+want {
			t.Errorf("%d: %q, %v\nwant %s", code, got, err, want)
		}
		if got, err := read(t.Context(), source, persons); err != nil || got != "b" {
			t.Errorf("after %d: %q, %v", code, got, err)
		}
	}
}

// TestOneFailedLogin: a refused login is tried once, whatever the reason, and says what
// to do.
func TestOneFailedLogin(t *testing.T) {
	for code, want := range map[int]string{
		1017:  "auth: user or password is wrong (ORA-01017)",
		1045:  "auth: the login may not create a session (ORA-01045); grant CREATE SESSION",
		28000: "auth: the account is locked (ORA-28000); have it unlocked, then restart with the right password",
		28001: "auth: the password has expired (ORA-28001); have it renewed",
	} {
		config, server := scripted(t, &tnstest.Server{LoginError: code})
		_, err := Open(t.Context(), config)
		if err == nil || err.Error() != "open front: "+want {
			t.Errorf("%d: %v\nwant %s", code, err, want)
		}
		if n := server.Logins.Load(); n != 1 {
			t.Errorf("%d: %d logins were tried", code, n)
		}
		waitGone(t)
	}
}

// TestLastLogin: a source that works needs another login, which is refused: the account was
// locked, or its password was changed. Whatever is asked then, there is no further login.
func TestLastLogin(t *testing.T) {
	for _, code := range []int{1017, 28000, 28001} {
		config, server := scripted(t, &tnstest.Server{LoginError: code, LoggedIn: 1, Answers: []tnstest.Answer{{Part: `"XM"`, Columns: names, Batches: [][]tnstest.Row{{tnstest.Texts("a")}}}}})
		source, err := Open(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		connect := connectors.ProbeRequest{Aspect: connectors.ProbeConnect}
		if _, err := source.(connectors.Prober).Probe(t.Context(), connect); err != nil {
			t.Errorf("%d: the login that opened the source: %v", code, err)
		}
		for range 2 {
			if _, err := source.(connectors.Prober).Probe(t.Context(), connect); connectors.ClassOf(err) != connectors.Auth {
				t.Errorf("%d: a new login: %v", code, err)
			}
		}
		if _, err := read(t.Context(), source, persons); connectors.ClassOf(err) != connectors.Auth {
			t.Errorf("%d: a scan: %v", code, err)
		}
		if n := server.Logins.Load(); n != 2 {
			t.Errorf("%d: %d logins", code, n)
		}
		_ = source.Close()
		waitGone(t)
	}
}

// TestExpiringPassword: a warning is no refusal.
func TestExpiringPassword(t *testing.T) {
	source, err := play(t, &tnstest.Server{Expiring: true, Answers: []tnstest.Answer{{Part: `"XM"`, Columns: names, Batches: [][]tnstest.Row{{tnstest.Texts("a")}}}}})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := read(t.Context(), source, persons); err != nil || got != "a" {
		t.Errorf("%q, %v", got, err)
	}
}

// TestPasswords: a password is sent to the letter, whatever signs it has; the server proves
// it as release 11 does. One that differs in the least is refused, once.
func TestPasswords(t *testing.T) {
	for _, password := range []string{`p@ss:w/rd?a=1&b#c%41`, `"quoted"`, `back\slash`, "ü中𠮷", ` blank `, `$(id);'--`, "MixedCase", strings.Repeat("long", 20)} {
		config, server := scripted(t, &tnstest.Server{Password: func(user string) (string, bool) { return password, user == "READER" }})
		config.Password = password
		source, err := Open(t.Context(), config)
		if err != nil {
			t.Errorf("%q: %v", password, err)
			continue
		}
		_ = source.Close()
		waitGone(t)
		if server.Logins.Load() != 1 {
			t.Errorf("%q: %d logins", password, server.Logins.Load())
		}
		for _, wrong := range []connectors.Config{{User: "reader", Password: password + " "}, {User: "reader", Password: "x"}, {User: "another", Password: password}} {
			config.User, config.Password = wrong.User, wrong.Password
			if _, err := Open(t.Context(), config); err == nil || err.Error() != "open front: auth: user or password is wrong (ORA-01017)" {
				t.Errorf("%s %q instead of %q: %v", wrong.User, wrong.Password, password, err)
			}
		}
		waitGone(t)
		if n := server.Logins.Load(); n != 4 {
			t.Errorf("%q: %d logins", password, n)
		}
	}
}

// scripted gives the configuration of a source on a server.
func scripted(t *testing.T, s *tnstest.Server) (connectors.Config, *tnstest.Server) {
	t.Helper()
	config := listen(t, s.Serve)
	config.Limits.ConnectTimeout = 5 * time.Second
	return config, s
}

// TestMissingGrant: of many tables one may not be read; the others are.
func TestMissingGrant(t *testing.T) {
	source, err := play(t, &tnstest.Server{Answers: []tnstest.Answer{
		{Part: `FROM "SECRET"`, Code: 1031}, {Part: `FROM "HIDDEN"`, Code: 942},
		{Part: `"XM"`, Columns: names, Batches: [][]tnstest.Row{{tnstest.Texts("a")}}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, table := range []string{"QZ_SWXX", "SECRET", "HIDDEN", "QZ_HJXX"} {
		request := persons
		request.From.Name = table
		rows, err := read(context.Background(), source, request)
		class := ""
		if err != nil {
			class = string(connectors.ClassOf(err))
		}
		got = append(got, strings.TrimSpace(table+" "+rows+class))
	}
	if want := "QZ_SWXX a, SECRET privilege, HIDDEN missing, QZ_HJXX a"; strings.Join(got, ", ") != want {
		t.Errorf("got %s, want %s", strings.Join(got, ", "), want)
	}
}
