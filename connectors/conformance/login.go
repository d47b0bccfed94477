package conformance

import (
	"net"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// testPassword logs in with what breaks connection strings.
func testPassword(t *testing.T, h Harness) {
	for _, password := range []string{
		" !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ", "密码🔑", "%41%00", "a\tb",
	} {
		relation := numbered(t, h, "CF_PASSWORD_"+strings.Repeat("X", len(password)), 1)
		account := h.Account(t, password, relation)
		source := openAs(t, h, account.Config)
		got := scan(t, source, connectors.Request{From: relation, Columns: []connectors.Column{column("ID", integer)}})
		equal(t, "rows", first(got), "1")
	}
}

// testPrivilege tells what may not be read from what is not there, where that is told.
func testPrivilege(t *testing.T, h Harness) {
	open, barred := numbered(t, h, "CF_OPEN", 1), numbered(t, h, "CF_BARRED", 1)
	source := openAs(t, h, h.Account(t, "secret", open).Config)
	columns := []connectors.Column{column("ID", integer)}
	equal(t, "rows", first(scan(t, source, connectors.Request{From: open, Columns: columns})), "1")
	class := connectors.Privilege
	if h.Can.BarredIsMissing {
		class = connectors.Missing
	}
	_, err := source.Scan(t.Context(), connectors.Request{From: barred, Columns: columns})
	wants(t, "scan", err, class)
	_, err = source.(connectors.Querier).Aggregate(t.Context(), connectors.Aggregate{
		From: barred, Terms: []connectors.Term{{Name: "rows", Func: connectors.Count}},
	})
	wants(t, "aggregate", err, class)

	prober := source.(connectors.Prober)
	probe, err := prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: barred})
	if h.Can.BarredIsMissing {
		wants(t, "probe of a barred table", err, class)
	} else if err != nil || strings.Join(probe.Missing, " ") != "SELECT" {
		t.Errorf("probe of a barred table: %+v, %v", probe, err)
	}
	probe, err = prober.Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbePrivilege, From: open})
	if err != nil || len(probe.Missing) > 0 || strings.Join(probe.Granted, " ") != "SELECT" {
		t.Errorf("probe of an open table: %+v, %v", probe, err)
	}
}

// testOneFailure: after one refused login there is no second, even with the right
// password.
func testOneFailure(t *testing.T, h Harness) {
	relation := numbered(t, h, "CF_LOGIN", 1)
	account := h.Account(t, "right", relation)
	wrong := account.Config
	wrong.Password = "wrong-secret"
	_, err := h.Open(t.Context(), wrong)
	wants(t, "open", err, connectors.Auth)
	if err != nil && (strings.Contains(err.Error(), "wrong-secret") || strings.Contains(err.Error(), wrong.User)) {
		t.Errorf("the error gives the login away: %v", err)
	}

	source := openAs(t, h, account.Config)
	connect := connectors.ProbeRequest{Aspect: connectors.ProbeConnect}
	if _, err = source.(connectors.Prober).Probe(t.Context(), connect); err != nil {
		t.Errorf("the login that opened the source: %v", err)
	}
	account.SetPassword(t, "changed")
	_, err = source.(connectors.Prober).Probe(t.Context(), connect)
	wants(t, "a new login", err, connectors.Auth)
	account.SetPassword(t, "right")
	_, err = source.(connectors.Prober).Probe(t.Context(), connect)
	wants(t, "a new login after the password is right again", err, connectors.Auth)
	_, err = source.Scan(t.Context(), connectors.Request{From: relation, Columns: []connectors.Column{column("ID", integer)}})
	wants(t, "a scan", err, connectors.Auth)
}

// testUnreachable: nobody listens, somebody listens and says nothing, or the server
// has no TLS.
func testUnreachable(t *testing.T, h Harness) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	silent := h.Config
	silent.Host, silent.Port = "127.0.0.1", listener.Addr().(*net.TCPAddr).Port
	silent.Limits.ConnectTimeout = 300 * time.Millisecond
	closed := silent
	closed.Port = 1
	for name, config := range map[string]connectors.Config{"silent": silent, "closed": closed} {
		began := time.Now()
		_, err := h.Open(t.Context(), config)
		wants(t, name, err, connectors.Unreachable)
		if took := time.Since(began) - silent.Limits.ConnectTimeout; took > atOnce {
			t.Errorf("%s took %s", name, took)
		}
	}
	encrypted := h.Config
	encrypted.TLS = "require"
	_, err = h.Open(t.Context(), encrypted)
	wants(t, "no TLS", err, connectors.Refused)
	encrypted.TLS = "sometimes"
	_, err = h.Open(t.Context(), encrypted)
	wants(t, "a setting that does not exist", err, connectors.Local)
}
