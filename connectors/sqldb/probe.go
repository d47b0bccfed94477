package sqldb

import (
	"context"
	"sync"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// A proof is what the login that opened a source tells. It answers one probe, so that a
// source that is opened to be probed and read logs in once.
type proof struct {
	mu    sync.Mutex
	probe connectors.Probe
	at    time.Time // zero: there is none
}

func (p *proof) set(probe connectors.Probe) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.probe, p.at = probe, time.Now()
}

// take gives the proof to the first who asks, while it is fresh.
func (p *proof) take() (connectors.Probe, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fresh := !p.at.IsZero() && time.Since(p.at) < restless
	p.at = time.Time{}
	return p.probe, fresh
}

// Probe implements connectors.Prober: "connect" tells of a login of the last minute that
// no other probe has told of, its latency with it, and logs in anew if there is none;
// "privilege" has the server plan a read of no row.
func (s *Source) Probe(ctx context.Context, request connectors.ProbeRequest) (connectors.Probe, error) {
	at := s.scene("probe", request.From)
	switch request.Aspect {
	case connectors.ProbeConnect:
		if probe, ok := s.proof.take(); ok {
			return probe, nil
		}
		return timed(func() (connectors.Probe, error) { return s.probeConnect(ctx, at) })
	case connectors.ProbePrivilege:
		return timed(func() (connectors.Probe, error) { return s.probePrivilege(ctx, at, request) })
	}
	return connectors.Probe{}, at.error(Failure{Class: connectors.Local, Reason: "a database is not probed for " + request.Aspect})
}

func timed(probe func() (connectors.Probe, error)) (connectors.Probe, error) {
	began := time.Now()
	answer, err := probe()
	answer.Latency = time.Since(began)
	return answer, err
}

// probeConnect logs in on the side. It takes the place of an idle session, so that the
// source's limit of connections holds.
func (s *Source) probeConnect(ctx context.Context, at scene) (connectors.Probe, error) {
	session, err := s.pool.fresh(ctx, at)
	if err != nil {
		return connectors.Probe{}, err
	}
	defer s.pool.release(session, true)
	return connectors.Probe{Version: session.Flavour().Version}, nil
}

func (s *Source) probePrivilege(
	ctx context.Context, at scene, request connectors.ProbeRequest,
) (connectors.Probe, error) {
	var probe connectors.Probe
	if _, err := s.columns(ctx, at, request.From, []string{}); err != nil {
		if connectors.ClassOf(err) != connectors.Privilege {
			return probe, err
		}
		probe.Missing = []string{"SELECT"}
		return probe, nil
	}
	name, err := SplitName(request.From.Name)
	if request.From.Query != "" || err != nil {
		return probe, nil
	}
	probe.Granted, err = with(ctx, s, at, func(ctx context.Context, session Session) ([]string, error) {
		if grantor, ok := session.(Grantor); ok {
			return grantor.Grants(ctx, name)
		}
		return nil, nil
	})
	return probe, err
}
