package files

import (
	"context"
	"errors"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

// readPrivilege is what a file needs.
const readPrivilege = "READ"

// Probe implements connectors.Prober: connect asks whether the folder can be listed,
// privilege whether the file can be opened and has a header. A file that may not be
// read is reported as a missing privilege; one that does not exist is an error.
func (s *Source) Probe(ctx context.Context, request connectors.ProbeRequest) (connectors.Probe, error) {
	began := time.Now() // a duration, not a date: the only use of the clock
	var probe connectors.Probe
	var err error
	switch request.Aspect {
	case connectors.ProbeConnect:
		err = s.reach(ctx, "probe")
	case connectors.ProbePrivilege:
		probe, err = s.privilege(ctx, request.From)
	case connectors.ProbeBeat:
		probe, err = s.beat(ctx, request)
	default:
		err = s.fail("probe", request.From.Name, connectors.Refused, "a folder of files has no "+request.Aspect+" aspect")
	}
	if err != nil {
		return connectors.Probe{}, err
	}
	probe.Latency = time.Since(began)
	return probe, nil
}

func (s *Source) privilege(ctx context.Context, from connectors.Relation) (connectors.Probe, error) {
	t, err := s.open(ctx, "probe", from)
	if failure, ok := errors.AsType[*connectors.Error](err); ok && failure.Class == connectors.Privilege && failure.Relation != "" {
		return connectors.Probe{Missing: []string{readPrivilege}}, nil
	}
	if err != nil {
		return connectors.Probe{}, err
	}
	_ = t.close()
	return connectors.Probe{Granted: []string{readPrivilege}}, nil
}
