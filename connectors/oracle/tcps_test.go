package oracle

import (
	"context"
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/certtest"
	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// A listener is a scripted server that speaks TCPS, and what a client needs for it.
type listener struct {
	config connectors.Config // trusts the server; without a certificate of its own
	server *tnstest.Server
	root   *certtest.Party
	dir    string
}

// secured starts one; asks says whether it wants the client's certificate.
func secured(t *testing.T, asks bool) listener {
	t.Helper()
	l := listener{dir: t.TempDir(), root: certtest.Issue(t, "town root", nil, certtest.Authority)}
	var clients *certtest.Party
	if asks {
		clients = l.root
	}
	settings := certtest.Issue(t, "front", l.root, certtest.Loopback).Server(clients)
	l.server = &tnstest.Server{Answers: []tnstest.Answer{
		{Part: `"XM"`, Columns: names, Batches: [][]tnstest.Row{{tnstest.Texts("a")}, {tnstest.Texts("b")}}},
		{Part: `"NEVER"`, Fault: tnstest.Hangs},
	}}
	l.config = listen(t, func(conn net.Conn) {
		encrypted := tls.Server(conn, settings)
		defer encrypted.Close()
		l.server.Serve(encrypted)
	})
	l.config.Limits.ConnectTimeout = 5 * time.Second
	l.config.TLS = "verify"
	l.config.CAFile, _ = l.root.Write(t, l.dir, "ca")
	return l
}

// TestTCPS: a listener that is trusted is read; one that is not, or that bears another
// name, is never logged in to.
func TestTCPS(t *testing.T) {
	other := certtest.Issue(t, "another root", nil, certtest.Authority)
	for name, c := range map[string]struct {
		change func(*connectors.Config)
		want   string // "" it is read
	}{
		"verified":                 {func(*connectors.Config) {}, ""},
		"required, not verified":   {func(c *connectors.Config) { c.TLS, c.CAFile = "require", "" }, ""},
		"require takes any name":   {func(c *connectors.Config) { c.TLS, c.CAFile, c.Host = "require", "", "localhost" }, ""},
		"another authority":        {func(c *connectors.Config) { c.CAFile, _ = other.Write(t, t.TempDir(), "other") }, "unreachable: the server's certificate is not trusted; set ca_file, or check the host's name"},
		"the system's roots":       {func(c *connectors.Config) { c.CAFile = "" }, "unreachable: the server's certificate is not trusted; set ca_file, or check the host's name"},
		"another name":             {func(c *connectors.Config) { c.Host = "localhost" }, "unreachable: the server's certificate is not trusted; set ca_file, or check the host's name"},
		"a file without any":       {func(c *connectors.Config) { c.CAFile, c.KeyFile = "tcps_test.go", "" }, "local: the file of certificates holds none"},
		"no such file":             {func(c *connectors.Config) { c.CAFile = "nowhere.pem" }, "local: the file of certificates cannot be read"},
		"plain":                    {func(c *connectors.Config) { c.TLS, c.CAFile = "off", "" }, "protocol: the connection was lost"},
		"a key without its own":    {func(c *connectors.Config) { c.KeyFile = "nowhere.pem" }, "local: cert_file and key_file cannot be read or do not belong together"},
		"a certificate and no tls": {func(c *connectors.Config) { c.TLS, c.CertFile = "off", "own.pem" }, "local: a client certificate needs tls: verify or require"},
	} {
		t.Run(name, func(t *testing.T) {
			l := secured(t, false)
			c.change(&l.config)
			source, err := Open(t.Context(), l.config)
			if c.want != "" {
				if err == nil || err.Error() != "open front: "+c.want {
					t.Errorf("%v\nwant %s", err, c.want)
				}
				if n := l.server.Logins.Load(); n != 0 {
					t.Errorf("%d logins", n)
				}
				waitGone(t)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			readsAndLeaves(t, source)
		})
	}
}

// TestNoTCPS: a port that speaks no TLS, whatever it does instead.
func TestNoTCPS(t *testing.T) {
	for name, serve := range map[string]func(net.Conn){
		"a scripted server": (&tnstest.Server{}).Serve,
		"closes":            func(net.Conn) {},
		"refuses in plain":  refusing(12514),
	} {
		config := listen(t, serve)
		config.Limits.ConnectTimeout = 5 * time.Second
		config.TLS = "require"
		_, err := Open(t.Context(), config)
		const want = "open front: refused: the listener does not speak TLS on this port; give the port of TCPS (often 2484), or tls: off"
		if err == nil || err.Error() != want {
			t.Errorf("%s: %v", name, err)
		}
		waitGone(t)
	}
}

// TestClientCertificate: a listener that wants a certificate is shown one.
func TestClientCertificate(t *testing.T) {
	l := secured(t, true)
	certificate, key := certtest.Issue(t, "dogwatch", l.root).Write(t, l.dir, "own")
	l.config.CertFile = oneFile(t, certificate, key)
	l.config.KeyFile = l.config.CertFile // as openssl takes it out of a wallet
	source, err := Open(t.Context(), l.config)
	if err != nil {
		t.Fatal(err)
	}
	readsAndLeaves(t, source)
	other := certtest.Issue(t, "another root", nil, certtest.Authority)
	for name, own := range map[string]func() (string, string){
		"none":                     func() (string, string) { return "", "" },
		"one of another authority": func() (string, string) { return certtest.Issue(t, "dogwatch", other).Write(t, t.TempDir(), "own") },
	} {
		l := l.config
		l.CertFile, l.KeyFile = own()
		// Whether the server's alert or the end of its connection comes first is chance.
		_, err := Open(t.Context(), l)
		if class := connectors.ClassOf(err); class != connectors.Refused && class != connectors.Protocol {
			t.Errorf("%s: %v", name, err)
		}
		waitGone(t)
	}
}

// TestCancelWithinTLS: no interrupt can be slipped into TLS, so the socket is closed.
func TestCancelWithinTLS(t *testing.T) {
	l := secured(t, false)
	source, err := Open(t.Context(), l.config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	never := persons
	never.From.Name = "NEVER"
	never.Columns = []connectors.Column{text("v", "V")}
	if _, err := read(ctx, source, never); connectors.ClassOf(err) != connectors.Timeout {
		t.Errorf("%v", err)
	}
	if got, err := read(t.Context(), source, persons); err != nil || got != "a / b" {
		t.Errorf("afterwards: %s, %v", got, err)
	}
	_ = source.Close()
	waitGone(t)
	if n := l.server.Interrupts.Load(); n != 0 {
		t.Errorf("%d interrupts", n)
	}
}

// readsAndLeaves reads the persons over a source and closes it.
func readsAndLeaves(t *testing.T, source connectors.Source) {
	t.Helper()
	if got, err := read(t.Context(), source, persons); err != nil || got != "a / b" {
		t.Errorf("%s, %v", got, err)
	}
	_ = source.Close()
	waitGone(t)
}

// oneFile joins PEM files.
func oneFile(t *testing.T, files ...string) string {
	t.Helper()
	var joined []byte
	for _, file := range files {
		part, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		joined = append(joined, part...)
	}
	path := filepath.Join(t.TempDir(), "joined.pem")
	if err := os.WriteFile(path, joined, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
