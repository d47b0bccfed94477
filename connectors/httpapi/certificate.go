package httpapi

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// errSeen ends a handshake as soon as the certificate has come.
const errSeen = flaw("the certificate was seen")

// probeCertificate looks at the certificate that the service presents. The handshake ends
// there: whoever presents a certificate that is not trusted gets neither a call nor ours.
func (s *Source) probeCertificate(ctx context.Context, request connectors.ProbeRequest) (connectors.Probe, error) {
	if s.base.Scheme != "https" {
		return connectors.Probe{}, s.fail("probe", "", connectors.Missing, "the source's URL is not https: it has no certificate")
	}
	began := time.Now()
	state, err := s.handshake(ctx)
	if err != nil {
		return connectors.Probe{}, err
	}
	host := request.Host
	if host == "" {
		host = s.base.Hostname()
	}
	return connectors.Probe{Latency: time.Since(began), Certificate: s.certificate(state.PeerCertificates, host, request.At)}, nil
}

// handshake begins to speak TLS with the service, on a connection of its own.
func (s *Source) handshake(ctx context.Context) (*tls.ConnectionState, error) {
	var seen *tls.ConnectionState
	transport := s.dialled.Clone()
	defer transport.CloseIdleConnections()
	transport.TLSClientConfig.InsecureSkipVerify = true // #nosec G402 -- it is looked at, and nothing is sent
	transport.TLSClientConfig.VerifyConnection = func(state tls.ConnectionState) error {
		seen = &state
		return errSeen
	}
	a := &answer{source: s, op: "probe"}
	a.ctx, a.cancel = context.WithTimeout(ctx, s.limits.Timeout)
	defer a.cancel()
	call, err := http.NewRequestWithContext(a.ctx, http.MethodHead, s.base.String(), nil)
	if err != nil {
		return nil, a.fail(connectors.Local, "the call cannot be formed")
	}
	response, err := transport.RoundTrip(call)
	switch {
	case err == nil:
		_ = response.Body.Close()
		return nil, a.fail(connectors.Protocol, "the service presents no certificate")
	case seen == nil || len(seen.PeerCertificates) == 0:
		return nil, a.classify(ctx, err)
	}
	return seen, nil
}

// certificate describes the first of the certificates that were presented; the others may
// lead to an authority.
func (s *Source) certificate(presented []*x509.Certificate, host string, at time.Time) *connectors.Certificate {
	own := presented[0]
	c := &connectors.Certificate{
		Subject: nameOf(own.Subject), Issuer: nameOf(own.Issuer), Names: slices.Clone(own.DNSNames),
		NotBefore: own.NotBefore, NotAfter: own.NotAfter, Misnamed: own.VerifyHostname(host) != nil,
	}
	for _, address := range own.IPAddresses {
		c.Names = append(c.Names, address.String())
	}
	if c.Subject == "" && len(c.Names) > 0 {
		c.Subject = c.Names[0]
	}
	options := x509.VerifyOptions{Roots: s.dialled.TLSClientConfig.RootCAs, Intermediates: x509.NewCertPool(), CurrentTime: within(own, at)}
	for _, other := range presented[1:] {
		options.Intermediates.AddCert(other)
	}
	chains, err := own.Verify(options)
	if err != nil {
		c.Untrusted = reasonUntrusted(own, err)
		return c
	}
	c.NotAfter = lasting(chains)
	return c
}

// nameOf is how a party is called: by its common name, else by that of its organisation.
func nameOf(n pkix.Name) string {
	if n.CommonName == "" && len(n.Organization) > 0 {
		return n.Organization[0]
	}
	return n.CommonName
}

// within keeps an instant to the time of a certificate: that it has run out is a matter
// of its own.
func within(c *x509.Certificate, at time.Time) time.Time {
	switch {
	case at.Before(c.NotBefore):
		return c.NotBefore
	case at.After(c.NotAfter):
		return c.NotAfter
	}
	return at
}

// lasting gives the end of the chain that lasts longest: that of its first to run out.
func lasting(chains [][]*x509.Certificate) time.Time {
	var longest time.Time
	for _, chain := range chains {
		end := chain[0].NotAfter
		for _, c := range chain[1:] {
			if c.NotAfter.Before(end) {
				end = c.NotAfter
			}
		}
		if end.After(longest) {
			longest = end
		}
	}
	return longest
}

// The reasons for which a chain is not trusted.
const (
	untrustedSelf      = "it is signed by itself"
	untrustedAuthority = "its authority is not known"
	untrustedOver      = "one of its chain has run out"
	untrustedOther     = "its chain cannot be verified"
)

func reasonUntrusted(own *x509.Certificate, err error) string {
	var authority x509.UnknownAuthorityError
	var invalid x509.CertificateInvalidError
	switch {
	case slices.Equal(own.RawSubject, own.RawIssuer):
		return untrustedSelf
	case errors.As(err, &authority):
		return untrustedAuthority
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return untrustedOver
	}
	return untrustedOther
}
