package httpapi_test

import (
	"crypto/x509"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/certtest"
)

// guarded starts a TLS server that presents a chain; clients, if not nil, are the
// authority whose certificates a caller must have.
func guarded(t *testing.T, handler http.Handler, clients *certtest.Party, chain ...*certtest.Party) string {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	server.TLS = chain[0].Server(clients, chain[1:]...)
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server.URL
}

// untouched fails the test if a call arrives: a look at a certificate sends nothing.
func untouched(t *testing.T) http.Handler {
	return http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a call arrived") })
}

func TestProbeCertificate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root := certtest.Issue(t, "town root", nil, certtest.Authority)
	middle := certtest.Issue(t, "town services", root, func(c *x509.Certificate) {
		certtest.Authority(c)
		c.NotAfter = time.Now().Add(20 * 24 * time.Hour)
	})
	good := certtest.Issue(t, "licence", middle, func(c *x509.Certificate) { certtest.Loopback(c); c.DNSNames = []string{"licence.example.cn"} })
	over := certtest.Issue(t, "late", root, func(c *x509.Certificate) { certtest.Loopback(c); c.NotAfter = time.Now().Add(-time.Hour) })
	other := certtest.Issue(t, "", root, func(c *x509.Certificate) { c.DNSNames = []string{"other.example.cn"} })
	self := certtest.Issue(t, "self", nil, certtest.Loopback)
	ca, _ := root.Write(t, dir, "ca")
	for name, c := range map[string]struct {
		chain      []*certtest.Party
		config     connectors.Config
		host       string
		subject    string
		ends       time.Time
		untrusted  string
		misnamed   bool
		presenting []string
	}{
		"by an authority of the CA file": {chain: []*certtest.Party{good, middle}, config: connectors.Config{CAFile: ca}, subject: "licence", ends: middle.Certificate.NotAfter, presenting: []string{"licence.example.cn", "127.0.0.1"}},
		"for a name":                     {chain: []*certtest.Party{good, middle}, config: connectors.Config{CAFile: ca}, host: "licence.example.cn", subject: "licence", ends: middle.Certificate.NotAfter},
		"for another name":               {chain: []*certtest.Party{good, middle}, config: connectors.Config{CAFile: ca}, host: "example.cn", subject: "licence", ends: middle.Certificate.NotAfter, misnamed: true},
		"without what leads to it":       {chain: []*certtest.Party{good}, config: connectors.Config{CAFile: ca}, subject: "licence", ends: good.Certificate.NotAfter, untrusted: "its authority is not known"},
		"run out":                        {chain: []*certtest.Party{over}, config: connectors.Config{CAFile: ca}, subject: "late", ends: over.Certificate.NotAfter},
		"for another host":               {chain: []*certtest.Party{other}, config: connectors.Config{CAFile: ca}, subject: "other.example.cn", ends: other.Certificate.NotAfter, misnamed: true},
		"signed by itself":               {chain: []*certtest.Party{self}, config: connectors.Config{CAFile: ca}, subject: "self", ends: self.Certificate.NotAfter, untrusted: "it is signed by itself"},
		"not verified by calls":          {chain: []*certtest.Party{self}, config: connectors.Config{TLS: "require"}, subject: "self", ends: self.Certificate.NotAfter, untrusted: "it is signed by itself"},
		"of the system's authorities":    {chain: []*certtest.Party{over}, subject: "late", ends: over.Certificate.NotAfter, untrusted: "its authority is not known"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.config.URL, c.config.Token = guarded(t, untouched(t), nil, c.chain...), secret
			probe, err := open(t, c.config).(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCertificate, Host: c.host, At: time.Now()})
			if err != nil {
				t.Fatal(err)
			}
			got := probe.Certificate
			if got.Subject != c.subject || !got.NotAfter.Equal(c.ends) || got.Untrusted != c.untrusted || got.Misnamed != c.misnamed || got.Issuer == "" {
				t.Errorf("%+v", got)
			}
			if c.presenting != nil && !slices.Equal(got.Names, c.presenting) {
				t.Errorf("names %v", got.Names)
			}
		})
	}
}

// TestProbeCertificateOfOthers: what is not https, speaks no TLS or is not there.
func TestProbeCertificateOfOthers(t *testing.T) {
	t.Parallel()
	plain := httptest.NewServer(untouched(t))
	gone := httptest.NewServer(untouched(t))
	gone.Close()
	t.Cleanup(plain.Close)
	for url, want := range map[string]connectors.Class{
		plain.URL: connectors.Missing, "https" + plain.URL[len("http"):]: connectors.Protocol, "https" + gone.URL[len("http"):]: connectors.Unreachable,
	} {
		_, err := open(t, connectors.Config{URL: url}).(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCertificate, At: time.Now()})
		if connectors.ClassOf(err) != want {
			t.Errorf("%s: %v, not %s", url, err, want)
		}
	}
}
