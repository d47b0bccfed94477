package httpapi_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
)

// Refused credentials are tried once, however often the source is asked.
func TestOneLoginFailure(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	source := serve(t, connectors.Config{Token: secret}, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
	})
	for range 3 {
		_, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeConnect})
		if connectors.ClassOf(err) != connectors.Auth || strings.Contains(err.Error(), secret) {
			t.Errorf("got %v", err)
		}
		if _, err := source.Scan(t.Context(), connectors.Request{From: call(""), Columns: text("a")}); connectors.ClassOf(err) != connectors.Auth {
			t.Errorf("got %v", err)
		}
	}
	if calls.Load() != 1 {
		t.Errorf("%d calls", calls.Load())
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	source := serve(t, connectors.Config{Token: secret}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	probe, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall, From: call("")})
	if err != nil || probe.Status != http.StatusFound || elsewhere.Load() != 0 {
		t.Errorf("status %d, %v, %d calls elsewhere", probe.Status, err, elsewhere.Load())
	}
}

func TestSlowHalfAndHugeAnswers(t *testing.T) {
	t.Parallel()
	slow := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	half := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `[{"a":"1"},`)
	}
	stall := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `[{"a":"1"},`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	huge := answers(http.StatusOK, `[{"a":"`+strings.Repeat("x", 2000)+`"}]`)
	limits := connectors.Limits{Timeout: 300 * time.Millisecond, MaxBodyBytes: 1000}
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		want    string
	}{
		{"slow", slow, "timeout: no complete answer in time"},
		{"half", half, "protocol: the answer ends in its midst"},
		{"stall", stall, "timeout: no complete answer in time"},
		{"huge", huge, "decode: the body is larger than the limit of 1000 bytes; ask for less, or raise the source's limit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source := serve(t, connectors.Config{Limits: limits}, c.handler)
			got := read(t.Context(), source, connectors.Request{From: call("."), Columns: text("a")})
			if !strings.HasSuffix(got, "error: scan licences list: "+c.want) {
				t.Errorf("scan: %q", got)
			}
			_, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall, From: call("")})
			if err == nil || err.Error() != "probe licences list: "+c.want {
				t.Errorf("probe: %v", err)
			}
		})
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	source := serve(t, connectors.Config{}, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := source.Scan(ctx, connectors.Request{From: call(""), Columns: text("a")}); connectors.ClassOf(err) != connectors.Cancelled {
		t.Errorf("got %v", err)
	}
}

func TestUnreachableAndNotHTTP(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH\r\n")
			_ = conn.Close()
		}
	}()
	scan := func(url string) error {
		_, err := open(t, connectors.Config{URL: url, Token: secret}).Scan(t.Context(), connectors.Request{From: call(""), Columns: text("a")})
		return err
	}
	if err := scan("http://" + address); connectors.ClassOf(err) != connectors.Protocol {
		t.Errorf("not HTTP: %v", err)
	}
	if err := scan("https://" + address); connectors.ClassOf(err) != connectors.Protocol {
		t.Errorf("not TLS: %v", err)
	}
	_ = listener.Close()
	if err := scan("http://" + address); connectors.ClassOf(err) != connectors.Unreachable {
		t.Errorf("nobody there: %v", err)
	}
	if err := scan("http://no-such-host.invalid"); connectors.ClassOf(err) != connectors.Unreachable {
		t.Errorf("no such name: %v", err)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(answers(http.StatusOK, `{"a":"x"}`))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: mustCertificate(t, server)})
	if err := os.WriteFile(authority, block, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ mode, authority, want string }{
		{"", "", "error: scan licences list: refused: the service's certificate is not trusted; name its authority in ca_file, and check its dates and host name"},
		{"verify", authority, "x"},
		{"require", "", "x"},
	} {
		source := open(t, connectors.Config{URL: server.URL, TLS: c.mode, CAFile: c.authority})
		if got := read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")}); got != c.want {
			t.Errorf("%q: %q", c.mode, got)
		}
	}
}

func mustCertificate(t *testing.T, server *httptest.Server) []byte {
	t.Helper()
	certificate, err := x509.ParseCertificate(server.TLS.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return certificate.Raw
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, config := range []connectors.Config{
		{URL: "ftp://x"},
		{URL: "http://"},
		{URL: "http://u:" + secret + "@x"},
		{URL: "http://x?token=" + secret},
		{URL: "http://x", TLS: "verify"},
		{URL: "https://x", TLS: "off"},
		{URL: "https://x", TLS: "maybe"},
		{URL: "https://x", CAFile: "/no/such/file"},
		{URL: "http://x", Token: secret + "\n"},
		{URL: "http://x", Headers: map[string]string{"X-A": secret + "\r\nX-B: 1"}},
		{URL: "http://x", Options: map[string]string{"proxies": "x"}},
		{URL: "http://x", Options: map[string]string{"proxy": "::"}},
		{URL: "http://x", Encoding: "big5"},
	} {
		_, err := httpapi.Open(t.Context(), config)
		if err == nil || connectors.ClassOf(err) != connectors.Local || strings.Contains(err.Error(), secret) {
			t.Errorf("%+v: %v", config, err)
		}
	}
}

func TestCallsRefused(t *testing.T) {
	t.Parallel()
	source := serve(t, connectors.Config{}, answers(http.StatusOK, "{}"))
	for _, request := range []connectors.Request{
		{From: connectors.Relation{Query: "select 1"}},
		{From: connectors.Relation{Call: &connectors.Call{Method: "DELETE"}}},
		{From: connectors.Relation{Call: &connectors.Call{Body: "{}"}}},
		{From: connectors.Relation{Call: &connectors.Call{Headers: map[string]string{"A": "\n"}}}},
		{From: call(""), Where: connectors.Fragment{Text: "1=1"}},
	} {
		if _, err := source.Scan(t.Context(), request); connectors.ClassOf(err) != connectors.Refused {
			t.Errorf("%+v: %v", request, err)
		}
	}
}
