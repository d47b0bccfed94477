// Package certtest makes certificates for tests of TLS: authorities, servers and clients.
// They are good from two days ago for a year, unless a change says otherwise.
package certtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// A Party has a certificate and its key.
type Party struct {
	Certificate *x509.Certificate
	Key         *ecdsa.PrivateKey
}

// Issue makes a certificate signed by an issuer, nil for its own; changes set what it is
// for.
func Issue(t testing.TB, name string, issuer *Party, changes ...func(*x509.Certificate)) *Party {
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
	for _, change := range changes {
		change(template)
	}
	if issuer == nil {
		issuer = &Party{template, key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.Certificate, &key.PublicKey, issuer.Key)
	if err != nil {
		t.Fatal(err)
	}
	made, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &Party{made, key}
}

// Authority lets a certificate sign others.
func Authority(c *x509.Certificate) {
	c.IsCA, c.KeyUsage, c.ExtKeyUsage = true, x509.KeyUsageCertSign, nil
}

// Loopback is for a server on this machine.
func Loopback(c *x509.Certificate) { c.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)} }

// Write puts PEM files of the certificate and its key into a folder.
func (p *Party) Write(t testing.TB, dir, name string) (certificate, key string) {
	t.Helper()
	certificate, key = filepath.Join(dir, name+".pem"), filepath.Join(dir, name+".key")
	der, err := x509.MarshalPKCS8PrivateKey(p.Key)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{certificate: {Type: "CERTIFICATE", Bytes: p.Certificate.Raw}, key: {Type: "PRIVATE KEY", Bytes: der}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return certificate, key
}

// Server gives the settings of a server that shows the party's certificate and the chain
// that leads to it. Clients, if not nil, is the authority whose certificates a client must
// have.
func (p *Party) Server(clients *Party, chain ...*Party) *tls.Config {
	shown := tls.Certificate{PrivateKey: p.Key, Certificate: [][]byte{p.Certificate.Raw}}
	for _, c := range chain {
		shown.Certificate = append(shown.Certificate, c.Certificate.Raw)
	}
	settings := &tls.Config{Certificates: []tls.Certificate{shown}, MinVersion: tls.VersionTLS12}
	if clients != nil {
		settings.ClientAuth, settings.ClientCAs = tls.RequireAndVerifyClientCert, x509.NewCertPool()
		settings.ClientCAs.AddCert(clients.Certificate)
	}
	return settings
}
