package sqldb

import (
	"context"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// Schema implements connectors.Source. A query has columns and nothing else.
func (s *Source) Schema(ctx context.Context, from connectors.Relation) (connectors.Schema, error) {
	at := s.scene("schema", from)
	if from.Query != "" {
		columns, err := s.columns(ctx, at, from, nil)
		return connectors.Schema{Columns: columns, Rows: -1}, err
	}
	name, err := SplitName(from.Name)
	if err != nil {
		return connectors.Schema{}, at.definition(err)
	}
	return with(ctx, s, at, func(ctx context.Context, session Session) (connectors.Schema, error) {
		return session.Describe(ctx, name)
	})
}

// Probe implements connectors.Prober: "connect" logs in anew, so that its latency is
// that of a login; "privilege" has the server plan a read of no row.
func (s *Source) Probe(ctx context.Context, request connectors.ProbeRequest) (connectors.Probe, error) {
	at := s.scene("probe", request.From)
	began := time.Now()
	var probe connectors.Probe
	var err error
	switch request.Aspect {
	case connectors.ProbeConnect:
		probe, err = s.probeConnect(ctx, at)
	case connectors.ProbePrivilege:
		probe, err = s.probePrivilege(ctx, at, request)
	default:
		return probe, at.error(Failure{Class: connectors.Local, Reason: "a database is not probed for " + request.Aspect})
	}
	probe.Latency = time.Since(began)
	return probe, err
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
