package flightsql_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"database/sql"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/flightsql"
	"github.com/dogwatch/dogwatch/connectors/flightsql/flighttest"
)

// certificate makes a certificate that is its own authority, for both sides.
func certificate(t *testing.T) (certFile, keyFile string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "lake"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return write(t, "cert.pem", "CERTIFICATE", der), write(t, "key.pem", "PRIVATE KEY", secret)
}

func write(t *testing.T, name, kind string, der []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// secured starts a server with TLS and gives the Config that trusts it; asks says
// whether it wants the client's certificate.
func secured(t *testing.T, db *sql.DB, options flighttest.Options, asks bool) (*flighttest.Server, connectors.Config) {
	t.Helper()
	certFile, keyFile := certificate(t)
	pair, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		t.Fatal(err)
	}
	settings := &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}
	if asks {
		settings.ClientAuth, settings.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		settings.ClientCAs.AddCert(pair.Leaf)
	}
	options.GRPC = []grpc.ServerOption{grpc.Creds(credentials.NewTLS(settings))}
	server, config := flighttest.Start(t, db, options)
	config.TLS, config.CAFile = "verify", certFile
	if asks {
		config.CertFile, config.KeyFile = certFile, keyFile
	}
	return server, config
}

func TestTLS(t *testing.T) {
	t.Parallel()
	_, config := secured(t, database(t, "CREATE TABLE n (id INTEGER)"), flighttest.Options{}, false)
	if _, err := open(t, config).Schema(t.Context(), connectors.Relation{Name: "n"}); err != nil {
		t.Error(err)
	}
	unchecked := config
	unchecked.TLS, unchecked.CAFile = "require", ""
	open(t, unchecked)
	for name, c := range map[string]struct {
		change func(*connectors.Config)
		class  connectors.Class
	}{
		"an authority that is not known": {func(c *connectors.Config) { c.CAFile = "" }, connectors.Unreachable},
		"another host's name":            {func(c *connectors.Config) { c.Host = "localhost" }, connectors.Unreachable},
		"without TLS":                    {func(c *connectors.Config) { c.TLS, c.CAFile = "off", "" }, connectors.Protocol},
		"a certificate without TLS":      {func(c *connectors.Config) { c.TLS, c.CertFile = "off", c.CAFile }, connectors.Local},
		"no certificate":                 {func(c *connectors.Config) { c.CertFile, c.KeyFile = "nowhere", "nowhere" }, connectors.Local},
	} {
		changed := config
		c.change(&changed)
		changed.Limits.ConnectTimeout = 5 * time.Second
		_, err := flightsql.Open(t.Context(), changed)
		wants(t, name, err, c.class)
	}
}

func TestClientCertificate(t *testing.T) {
	t.Parallel()
	_, config := secured(t, database(t, "CREATE TABLE n (id INTEGER)"), flighttest.Options{}, true)
	if _, err := open(t, config).Schema(t.Context(), connectors.Relation{Name: "n"}); err != nil {
		t.Error(err)
	}
	config.CertFile, config.KeyFile = "", ""
	_, err := flightsql.Open(t.Context(), config)
	// Whether the server's alert or the end of its connection comes first is chance.
	if class := connectors.ClassOf(err); err == nil || class != connectors.Refused && class != connectors.Protocol {
		t.Errorf("without it: %v", err)
	}
}
