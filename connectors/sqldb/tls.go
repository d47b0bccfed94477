package sqldb

import (
	"crypto/tls"
	"crypto/x509"
	"os"

	"github.com/dogwatch/dogwatch/connectors"
)

// TLS gives what config says about encryption: nil for "" and "off", an encrypted
// but unchecked connection for "require", one whose certificate is checked against
// CAFile (empty: the system's roots) and the host's name for "verify".
func TLS(config connectors.Config) (*tls.Config, error) {
	settings := &tls.Config{ServerName: config.Host, MinVersion: tls.VersionTLS12}
	switch config.TLS {
	case "", "off":
		return nil, nil
	case "require":
		settings.InsecureSkipVerify = true
		return settings, nil
	case "verify":
	default:
		return nil, localError("tls is off, require or verify")
	}
	if config.CAFile == "" {
		return settings, nil
	}
	pem, err := os.ReadFile(config.CAFile)
	if err != nil {
		return nil, localError("the file of certificates cannot be read")
	}
	settings.RootCAs = x509.NewCertPool()
	if !settings.RootCAs.AppendCertsFromPEM(pem) {
		return nil, localError("the file of certificates holds none")
	}
	return settings, nil
}

func localError(reason string) error {
	return &connectors.Error{Op: "open", Class: connectors.Local, Reason: reason}
}
