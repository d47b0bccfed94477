package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/pace"
)

// A Source is one JSON service.
type Source struct {
	config  connectors.Config
	limits  connectors.Limits
	pace    *pace.Pace
	base    *url.URL
	client  *http.Client
	dialled *http.Transport // the client's
	// refused is set once the service answers 401 to our credentials: shared accounts
	// lock after a few tries.
	refused atomic.Bool
	closed  atomic.Bool
	held    heldToken
}

var (
	_ connectors.Source = (*Source)(nil)
	_ connectors.Prober = (*Source)(nil)
	_ connectors.Opener = Open
)

// Open checks the configuration. It makes no call: a service has no session.
func Open(_ context.Context, config connectors.Config) (connectors.Source, error) {
	s := &Source{config: config, limits: config.Limits.Defaults(), pace: pace.New(config.Limits)}
	base, reason := baseURL(config)
	if reason != "" {
		return nil, s.fail("open", "", connectors.Local, reason)
	}
	s.base = base
	transport, reason := transportOf(config, s.limits)
	if reason != "" {
		return nil, s.fail("open", "", connectors.Local, reason)
	}
	s.dialled = transport
	s.client = &http.Client{Transport: transport, CheckRedirect: stay}
	return s, nil
}

// stay leaves a redirect as the answer that it is.
func stay(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// Close implements connectors.Source. A read that runs goes on to its end.
func (s *Source) Close() error {
	s.closed.Store(true)
	s.client.CloseIdleConnections()
	return nil
}

func (s *Source) credentials() bool { return s.config.Token != "" || s.config.User != "" }

// fail makes the error of this source.
func (s *Source) fail(op, relation string, class connectors.Class, reason string) *connectors.Error {
	return &connectors.Error{Op: op, Source: s.config.Name, Relation: relation, Class: class, Reason: reason}
}
