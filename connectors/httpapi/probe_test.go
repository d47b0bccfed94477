package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

func TestProbeCall(t *testing.T) {
	t.Parallel()
	source := serve(t, connectors.Config{}, answers(http.StatusInternalServerError, `{"code":500,"data":[{"n":1.10}]}`))
	columns := []connectors.Column{
		column("code", "code", arrow.PrimitiveTypes.Int64),
		column("n", "data.0.n", &arrow.Decimal128Type{Precision: 5, Scale: 2}),
		column("none", "data.1.n", arrow.BinaryTypes.String),
		column("list", "data", arrow.BinaryTypes.String),
	}
	probe, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall, From: call(""), Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	defer probe.Record.Release()
	got := strings.Join(rowsOf(probe.Record, probe.Faults), " / ")
	if want := "500|1.1|(null)|!an object or a list, not a value"; got != want || probe.Status != 500 || probe.Latency <= 0 {
		t.Errorf("got %q, status %d, latency %s", got, probe.Status, probe.Latency)
	}
}

func TestProbeCallOfOtherForms(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"<html>", "", "{} {}"} {
		source := serve(t, connectors.Config{}, answers(http.StatusOK, body))
		request := connectors.ProbeRequest{Aspect: connectors.ProbeCall, From: call(""), Columns: text("a")}
		probe, err := source.(connectors.Prober).Probe(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		if got := rowsOf(probe.Record, probe.Faults)[0]; got != "!the body is not JSON" {
			t.Errorf("%q: %q", body, got)
		}
		probe.Record.Release()
		request.Columns = nil
		if probe, err := source.(connectors.Prober).Probe(t.Context(), request); err != nil || probe.Record != nil || probe.Status != 200 {
			t.Errorf("%q without columns: %+v, %v", body, probe, err)
		}
	}
}

func TestProbeConnectAndPrivilege(t *testing.T) {
	t.Parallel()
	probe := func(source connectors.Source, aspect string) (connectors.Probe, error) {
		return source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: aspect, From: call("")})
	}
	up := serve(t, connectors.Config{Options: map[string]string{"health": "up"}}, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Server", "tomcat")
		if r.URL.Path != "/api/up" {
			w.WriteHeader(http.StatusForbidden)
		}
	})
	if got, err := probe(up, connectors.ProbeConnect); err != nil || got.Status != 200 || got.Version != "tomcat" {
		t.Errorf("connect: %+v, %v", got, err)
	}
	if got, err := probe(up, connectors.ProbePrivilege); err != nil || len(got.Missing) != 1 {
		t.Errorf("forbidden: %+v, %v", got, err)
	}
	if _, err := probe(up, "spell"); connectors.ClassOf(err) != connectors.Refused {
		t.Errorf("unknown aspect: %v", err)
	}
	fine := serve(t, connectors.Config{}, answers(http.StatusOK, ""))
	if got, err := probe(fine, connectors.ProbePrivilege); err != nil || len(got.Granted) != 1 {
		t.Errorf("allowed: %+v, %v", got, err)
	}
	gone := serve(t, connectors.Config{}, answers(http.StatusNotFound, ""))
	if _, err := probe(gone, connectors.ProbePrivilege); connectors.ClassOf(err) != connectors.Missing {
		t.Errorf("no such path: %v", err)
	}
}
