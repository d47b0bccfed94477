package sqldb

import (
	"crypto/tls"
	"crypto/x509"
	"os"

	"github.com/dogwatch/dogwatch/connectors"
)

// TLS gives what config says about encryption: nil for "" and "off", an encrypted
// but unchecked connection for "require", one whose certificate is checked against
// CAFile (empty: the system's roots) and the host's name for "verify". With CertFile and
// KeyFile it shows the client's certificate.
func TLS(config connectors.Config) (*tls.Config, error) {
	settings := &tls.Config{ServerName: config.Host, MinVersion: tls.VersionTLS12}
	own := config.CertFile != "" || config.KeyFile != ""
	var err error
	switch config.TLS {
	case "", "off":
		if own {
			return nil, localError("a client certificate needs tls: verify or require")
		}
		return nil, nil
	case "require":
		settings.InsecureSkipVerify = true // #nosec G402 -- the deployment file asks for it by name
	case "verify":
		if settings.RootCAs, err = authorities(config.CAFile); err != nil {
			return nil, err
		}
	default:
		return nil, localError("tls is off, require or verify")
	}
	if !own {
		return settings, nil
	}
	pair, err := tls.LoadX509KeyPair(config.CertFile, config.KeyFile)
	if err != nil {
		return nil, localError("cert_file and key_file cannot be read or do not belong together")
	}
	settings.Certificates = []tls.Certificate{pair}
	return settings, nil
}

// authorities reads a file of certificates; nil without one.
func authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, localError("the file of certificates cannot be read")
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, localError("the file of certificates holds none")
	}
	return pool, nil
}

func localError(reason string) error {
	return &connectors.Error{Op: "open", Class: connectors.Local, Reason: reason}
}
