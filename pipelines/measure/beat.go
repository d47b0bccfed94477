package measure

import (
	"context"
	"fmt"
	"time"

	"github.com/apache/arrow/go/v15/arrow/array"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
)

// beats gathers the beats of a watch up to the instant of the patrol. Recorded ones are
// there whether the source can be reached or not.
func (p *probes) beats(ctx context.Context, s *slot, m checks.Beats) (err error) {
	if m.File != "" {
		return p.fileBeat(ctx, s, m)
	}
	if p.Beats != nil {
		s.result.Beats, err = p.Beats(ctx, p.task)
	}
	return err
}

// fileBeat takes the time of a file for a beat. A file that is not there has not beaten.
func (p *probes) fileBeat(ctx context.Context, s *slot, m checks.Beats) error {
	if p.bind.openErr != nil {
		s.result.Skipped, s.result.Down = p.bind.downText(), p.bind.down()
		return nil
	}
	prober, ok := p.bind.source.(connectors.Prober)
	if !ok {
		return fmt.Errorf("source %s cannot be probed", p.bind.watch.Source)
	}
	request := connectors.ProbeRequest{Aspect: connectors.ProbeBeat, From: connectors.Relation{Name: m.File}}
	if m.Layout != "" {
		request.Columns = []connectors.Column{{Name: "beat", Type: connectors.TimestampType, Form: connectors.Form{Layout: m.Layout}}}
	}
	probe, err := prober.Probe(ctx, request)
	if connectors.ClassOf(err) == connectors.Missing {
		return nil
	}
	if err != nil {
		return err
	}
	at, err := beatOf(probe, p.task.Env.Zone)
	if err == nil && !at.After(p.task.Env.AsOf) {
		s.result.Beats = []time.Time{at}
	}
	return err
}

// beatOf reads the time that a file stands for, and releases its record.
func beatOf(probe connectors.Probe, zone *time.Location) (time.Time, error) {
	if probe.Record == nil {
		return probe.Written, nil
	}
	defer probe.Record.Release()
	column, ok := probe.Record.Column(0).(*array.Timestamp)
	switch {
	case len(probe.Faults) > 0:
		return time.Time{}, &connectors.Error{Op: "probe", Class: connectors.Decode, Reason: "the file's first line is no time of the layout: " + probe.Faults[0].Reason}
	case !ok || column.Len() != 1 || column.IsNull(0):
		return time.Time{}, &connectors.Error{Op: "probe", Class: connectors.Decode, Reason: "the file's first line holds no time"}
	}
	civil := time.UnixMicro(int64(column.Value(0))).UTC()
	return time.Date(civil.Year(), civil.Month(), civil.Day(), civil.Hour(), civil.Minute(), civil.Second(), civil.Nanosecond(), zone), nil
}
