package httpapi_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// A party has a certificate and its key.
type party struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// certify makes a certificate signed by an issuer, nil for its own; change sets what it
// is for.
func certify(t *testing.T, name string, issuer *party, change func(*x509.Certificate)) *party {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	template := &x509.Certificate{
		SerialNumber: big.NewInt(now.UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: now.Add(-48 * time.Hour), NotAfter: now.AddDate(1, 0, 0),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}, BasicConstraintsValid: true,
	}
	change(template)
	if issuer == nil {
		issuer = &party{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, &key.PublicKey, issuer.key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &party{made, key}
}

func authority(c *x509.Certificate) {
	c.IsCA, c.KeyUsage, c.ExtKeyUsage = true, x509.KeyUsageCertSign, nil
}

func forLoopback(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)} }

// write puts PEM files of the certificate and its key into a folder.
func (p *party) write(t *testing.T, dir, name string) (certificate, key string) {
	t.Helper()
	certificate, key = filepath.Join(dir, name+".pem"), filepath.Join(dir, name+".key")
	der, err := x509.MarshalPKCS8PrivateKey(p.key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: p.certificate.Raw}, key: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certificate, key
}

// guarded starts a TLS server that presents a chain; clients, if not nil, are the
// authority whose certificates a caller must have.
func guarded(t *testing.T, handler http.Handler, clients *party, chain ...*party) string {
	t.Helper()
	server := httptest.NewUnstartedServer(handler)
	presented := tls.Certificate{PrivateKey: chain[0].key}
	for _, p := range chain {
		presented.Certificate = append(presented.Certificate, p.certificate.Raw)
	}
	server.TLS = &tls.Config{Certificates: []tls.Certificate{presented}, MinVersion: tls.VersionTLS12}
	if clients != nil {
		server.TLS.ClientAuth, server.TLS.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		server.TLS.ClientCAs.AddCert(clients.certificate)
	}
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
	root := certify(t, "town root", nil, authority)
	middle := certify(t, "town services", root, func(c *x509.Certificate) {
		authority(c)
		c.NotAfter = time.Now().Add(20 * 24 * time.Hour)
	})
	good := certify(t, "licence", middle, func(c *x509.Certificate) { forLoopback(c); c.DNSNames = []string{"licence.example.cn"} })
	over := certify(t, "late", root, func(c *x509.Certificate) { forLoopback(c); c.NotAfter = time.Now().Add(-time.Hour) })
	other := certify(t, "", root, func(c *x509.Certificate) { c.DNSNames = []string{"other.example.cn"} })
	self := certify(t, "self", nil, forLoopback)
	ca, _ := root.write(t, dir, "ca")
	for name, c := range map[string]struct {
		chain      []*party
		config     connectors.Config
		host       string
		subject    string
		ends       time.Time
		untrusted  string
		misnamed   bool
		presenting []string
	}{
		"by an authority of the CA file": {chain: []*party{good, middle}, config: connectors.Config{CAFile: ca}, subject: "licence", ends: middle.certificate.NotAfter, presenting: []string{"licence.example.cn", "127.0.0.1"}},
		"for a name":                     {chain: []*party{good, middle}, config: connectors.Config{CAFile: ca}, host: "licence.example.cn", subject: "licence", ends: middle.certificate.NotAfter},
		"for another name":               {chain: []*party{good, middle}, config: connectors.Config{CAFile: ca}, host: "example.cn", subject: "licence", ends: middle.certificate.NotAfter, misnamed: true},
		"without what leads to it":       {chain: []*party{good}, config: connectors.Config{CAFile: ca}, subject: "licence", ends: good.certificate.NotAfter, untrusted: "its authority is not known"},
		"run out":                        {chain: []*party{over}, config: connectors.Config{CAFile: ca}, subject: "late", ends: over.certificate.NotAfter},
		"for another host":               {chain: []*party{other}, config: connectors.Config{CAFile: ca}, subject: "other.example.cn", ends: other.certificate.NotAfter, misnamed: true},
		"signed by itself":               {chain: []*party{self}, config: connectors.Config{CAFile: ca}, subject: "self", ends: self.certificate.NotAfter, untrusted: "it is signed by itself"},
		"not verified by calls":          {chain: []*party{self}, config: connectors.Config{TLS: "require"}, subject: "self", ends: self.certificate.NotAfter, untrusted: "it is signed by itself"},
		"of the system's authorities":    {chain: []*party{over}, subject: "late", ends: over.certificate.NotAfter, untrusted: "its authority is not known"},
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
		plain.URL: connectors.Refused, "https" + plain.URL[len("http"):]: connectors.Protocol, "https" + gone.URL[len("http"):]: connectors.Unreachable,
	} {
		_, err := open(t, connectors.Config{URL: url}).(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCertificate, At: time.Now()})
		if connectors.ClassOf(err) != want {
			t.Errorf("%s: %v, not %s", url, err, want)
		}
	}
}
