package httpapi

import (
	"crypto/tls"
	"crypto/x509"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/decode"
)

// The options of a source.
const (
	optionProxy  = "proxy"
	optionHealth = "health"
)

// baseURL checks the address and what goes with it; the reason is "" if all is well.
func baseURL(config connectors.Config) (*url.URL, string) {
	base, err := url.Parse(config.URL)
	switch {
	case err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https":
		return nil, "the URL is not http://host/… or https://host/…"
	case base.User != nil:
		return nil, "the URL holds credentials: they belong to user, password or token"
	case base.RawQuery != "" || base.Fragment != "":
		return nil, "the base URL has a query or a fragment"
	}
	for _, key := range slices.Sorted(maps.Keys(config.Options)) {
		if key != optionProxy && key != optionHealth {
			return nil, "option " + key + " is not known; known are health and proxy"
		}
	}
	if _, err := decode.Transcode(nil, config.Encoding); err != nil {
		return nil, err.Error()
	}
	if reason := tlsReason(config.TLS, base.Scheme); reason != "" {
		return nil, reason
	}
	if reason := provedReason(config); reason != "" {
		return nil, reason
	}
	return base, headerReason(config.Headers, config.Token)
}

func tlsReason(mode, scheme string) string {
	switch mode {
	case "":
	case "off":
		if scheme == "https" {
			return "tls is off and the URL is https"
		}
	case "require", "verify":
		if scheme == "http" {
			return "tls is required and the URL is http"
		}
	default:
		return "tls is not one of off, require, verify"
	}
	return ""
}

// transportOf builds the source's own transport; nothing comes from the environment.
func transportOf(config connectors.Config, limits connectors.Limits) (*http.Transport, string) {
	security := &tls.Config{MinVersion: tls.VersionTLS12, InsecureSkipVerify: config.TLS == "require"} // #nosec G402 -- the deployment file asks for it by name
	if config.CAFile != "" {
		pem, err := os.ReadFile(config.CAFile)
		security.RootCAs = x509.NewCertPool()
		if err != nil || !security.RootCAs.AppendCertsFromPEM(pem) {
			return nil, "the CA file cannot be read or holds no certificate"
		}
	}
	if config.CertFile != "" || config.KeyFile != "" {
		own, err := tls.LoadX509KeyPair(config.CertFile, config.KeyFile)
		if err != nil {
			return nil, "the client's certificate and key cannot be read, or do not belong together"
		}
		security.Certificates = []tls.Certificate{own}
	}
	transport := &http.Transport{
		DialContext:         (&net.Dialer{Timeout: limits.ConnectTimeout}).DialContext,
		TLSClientConfig:     security,
		TLSHandshakeTimeout: limits.ConnectTimeout,
		MaxConnsPerHost:     limits.Connections,
		MaxIdleConnsPerHost: limits.Connections,
		IdleConnTimeout:     limits.Timeout,
	}
	if address := config.Options[optionProxy]; address != "" {
		proxy, err := url.Parse(address)
		if err != nil || proxy.Host == "" {
			return nil, "the proxy is not a URL"
		}
		transport.Proxy = http.ProxyURL(proxy)
	}
	return transport, ""
}
