package flightsql

import (
	"net/url"
	"strconv"

	"github.com/apache/arrow/go/v15/arrow/flight"

	"github.com/dogwatch/dogwatch/connectors"
)

// locate gives the connection on which an endpoint is read. Servers of several machines
// name the one that holds a part of the answer: the login goes there too, as the
// protocol wants it, but never by a connection that is less protected than the first.
func (a *answer) locate(endpoint *flight.FlightEndpoint) (*link, error) {
	if len(endpoint.Location) == 0 {
		return a.session.link, nil
	}
	for _, location := range endpoint.Location {
		host, port, encryption, ok := a.session.server.place(location.Uri)
		switch {
		case !ok:
			continue
		case host == "":
			return a.session.link, nil
		}
		remote, err := a.session.server.dial(host, port, encryption)
		if err != nil {
			return nil, err
		}
		a.session.link.share(remote)
		a.remote = remote
		return remote, nil
	}
	return nil, &connectors.Error{
		Class: connectors.Refused, Reason: "the server keeps a part of the answer where it cannot be read as safely as the source asks",
		Hint: "set the source's tls to what the server's other machines offer",
	}
}

// place reads the address of an endpoint; an empty host is the present connection.
func (s *server) place(address string) (host string, port int, encryption string, ok bool) {
	u, err := url.Parse(address)
	if err != nil {
		return "", 0, "", false
	}
	secured := s.config.TLS != "" && s.config.TLS != "off"
	switch u.Scheme {
	case "arrow-flight-reuse-connection":
		return "", 0, "", true
	case "grpc", "grpc+tcp":
		if secured {
			return "", 0, "", false
		}
		encryption = "off"
	case "grpc+tls":
		if encryption = s.config.TLS; !secured {
			encryption = "verify"
		}
	default:
		return "", 0, "", false
	}
	port, err = strconv.Atoi(u.Port())
	if err != nil {
		return "", 0, "", false
	}
	if u.Hostname() == s.config.Host && port == s.config.Port {
		return "", 0, "", true
	}
	return u.Hostname(), port, encryption, true
}

// share lets another connection use this one's login.
func (l *link) share(with *link) {
	l.mu.Lock()
	defer l.mu.Unlock()
	with.authorize(l.token)
}
