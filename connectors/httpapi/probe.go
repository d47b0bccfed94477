package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"time"

	"github.com/dogwatch/dogwatch/connectors"
)

const (
	// callPrivilege is what a service grants.
	callPrivilege = "CALL"
	// reasonNotJSON is the fault of every column of a body that is not JSON.
	reasonNotJSON = "the body is not JSON"
)

// Probe implements connectors.Prober. Connect asks for the health path: any answer but
// a refusal of the credentials will do. Privilege makes the call and leaves the body.
// Call makes it, measures the time to the last byte and decodes one row of the body.
func (s *Source) Probe(ctx context.Context, request connectors.ProbeRequest) (connectors.Probe, error) {
	switch request.Aspect {
	case connectors.ProbeConnect:
		return s.probeConnect(ctx)
	case connectors.ProbePrivilege:
		return s.probePrivilege(ctx, request.From)
	case connectors.ProbeCall:
		return s.probeCall(ctx, request)
	case connectors.ProbeCertificate:
		return s.probeCertificate(ctx, request)
	}
	return connectors.Probe{}, s.fail("probe", request.From.Name, connectors.Refused, "a service has no "+request.Aspect+" aspect")
}

func (s *Source) probeConnect(ctx context.Context) (connectors.Probe, error) {
	a, err := s.do(ctx, "probe", connectors.Call{Method: http.MethodGet, Path: s.config.Options[optionHealth]})
	if err != nil {
		return connectors.Probe{}, err
	}
	defer a.close()
	if a.response.StatusCode == http.StatusUnauthorized && s.credentials() {
		return connectors.Probe{}, a.statusError()
	}
	return a.probe(), nil
}

func (s *Source) probePrivilege(ctx context.Context, from connectors.Relation) (connectors.Probe, error) {
	call, err := s.callOf("probe", from)
	if err != nil {
		return connectors.Probe{}, err
	}
	a, err := s.do(ctx, "probe", call)
	if err != nil {
		return connectors.Probe{}, err
	}
	defer a.close()
	probe := a.probe()
	e := a.statusError()
	switch {
	case e == nil:
		probe.Granted = []string{callPrivilege}
	case e.Class == connectors.Privilege || e.Class == connectors.Auth && !s.credentials():
		probe.Missing = []string{callPrivilege}
	default:
		return connectors.Probe{}, e
	}
	return probe, nil
}

func (s *Source) probeCall(ctx context.Context, request connectors.ProbeRequest) (connectors.Probe, error) {
	call, err := s.callOf("probe", request.From)
	if err != nil {
		return connectors.Probe{}, err
	}
	a, err := s.do(ctx, "probe", call)
	if err != nil {
		return connectors.Probe{}, err
	}
	defer a.close()
	if len(request.Columns) == 0 {
		if _, err := io.Copy(io.Discard, a.body); err != nil {
			return connectors.Probe{}, a.classify(ctx, err)
		}
		return a.probe(), nil
	}
	return a.row(ctx, request.Columns)
}

// row reads the whole body as one row.
func (a *answer) row(ctx context.Context, columns []connectors.Column) (connectors.Probe, error) {
	builder, err := a.source.newBuilder(columns, 1)
	if err != nil {
		return connectors.Probe{}, a.fail(connectors.Local, err.Error())
	}
	defer builder.Release()
	var list rowList = openBody(a.body)
	if a.form == connectors.AnswerXML {
		list = openElements(a.body, "")
	}
	value, err := list.next()
	switch {
	case err == nil:
		newRowBuilder(builder, columns).add(value)
	case notJSON(err):
		for col := range columns {
			builder.AppendFault(col, reasonNotJSON, nil)
		}
	default:
		return connectors.Probe{}, a.classify(ctx, err)
	}
	probe := a.probe()
	probe.Record, probe.Faults = builder.NewRecord()
	return probe, nil
}

// notJSON tells a whole answer of another form from one that did not arrive.
func notJSON(err error) bool {
	var syntax *json.SyntaxError
	return errors.As(err, &syntax) || errors.Is(err, errEmpty) || errors.Is(err, errTrailing) || errors.Is(err, errNotXML)
}

// probe gives what was measured up to now.
func (a *answer) probe() connectors.Probe {
	return connectors.Probe{
		Latency: time.Since(a.began),
		Version: a.response.Header.Get("Server"),
		Status:  a.response.StatusCode,
	}
}
