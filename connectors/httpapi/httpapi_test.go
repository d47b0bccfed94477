package httpapi_test

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/apache/arrow/go/v15/arrow"
	"github.com/apache/arrow/go/v15/arrow/array"
	"github.com/apache/arrow/go/v15/arrow/memory"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
)

// secret stands for everything that may not show in an error.
const secret = "s3cr3t"

// serve answers every call with handler and opens the service as the source "licences".
func serve(t *testing.T, config connectors.Config, handler http.HandlerFunc) connectors.Source {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	config.URL = server.URL + "/api"
	return open(t, config)
}

func open(t *testing.T, config connectors.Config) connectors.Source {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.DefaultAllocator)
	config.Name, config.Allocator = "licences", mem
	source, err := httpapi.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = source.Close(); mem.AssertSize(t, 0) })
	return source
}

// answers gives a handler of one fixed answer.
func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func column(name, path string, typ arrow.DataType) connectors.Column {
	return connectors.Column{Name: name, Physical: []string{path}, Type: typ}
}

func text(paths ...string) []connectors.Column {
	var columns []connectors.Column
	for _, path := range paths {
		columns = append(columns, column(path, path, arrow.BinaryTypes.String))
	}
	return columns
}

func call(rows string) connectors.Relation {
	return connectors.Relation{Call: &connectors.Call{Path: "list", Rows: rows}}
}

// read shows all rows: "a|b / c|(null)", faults as "!reason", then the error.
func read(ctx context.Context, source connectors.Source, request connectors.Request) string {
	stream, err := source.Scan(ctx, request)
	if err != nil {
		return "error: " + err.Error()
	}
	defer stream.Close()
	var rows []string
	for stream.Next() {
		rows = append(rows, rowsOf(stream.Record(), stream.Faults())...)
	}
	if stream.Err() != nil {
		rows = append(rows, "error: "+stream.Err().Error())
	}
	return strings.Join(rows, " / ")
}

func rowsOf(record arrow.Record, faults []connectors.Fault) []string {
	reasons := map[[2]int]string{}
	for _, fault := range faults {
		reasons[[2]int{fault.Row, fault.Column}] = "!" + fault.Reason
	}
	rows := make([]string, record.NumRows())
	for i := range rows {
		cells := make([]string, record.NumCols())
		for j, values := range record.Columns() {
			cells[j] = values.ValueStr(i)
			if reason, ok := reasons[[2]int{i, j}]; ok {
				cells[j] = reason
			} else if texts, ok := values.(*array.String); ok && !texts.IsNull(i) {
				cells[j] = texts.Value(i)
			}
		}
		rows[i] = strings.Join(cells, "|")
	}
	return rows
}

func TestScanBodies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rows, body, want string }{
		{"rows", "data.items", `{"code":0,"data":{"n":2,"items":[{"a":"1","b":2},{"a":"3"}],"more":[1,{"x":2}]},"z":1}`, "1|2 / 3|(null)"},
		{"index in the path", "0.rows", `[{"rows":[{"a":1,"b":2}]},{"rows":[]}]`, "1|2"},
		{"top-level list", ".", `[{"a":"x","b":true}]`, "x|true"},
		{"one row", "", `{"a":"x","b":null}`, "x|(null)"},
		{"exact numbers", ".", `[{"a":12345678901234567890.10,"b":1e3}]`, "12345678901234567890.10|1e3"},
		{"no rows", "items", `{"items":[]}`, ""},
		{"null rows", "items", `{"items":null,"z":[]}`, ""},
		{"object in a cell", ".", `[{"a":{"x":1},"b":[1]}]`, "!an object or a list, not a value|!an object or a list, not a value"},
		{"row that is no object", ".", `[1,null]`, "(null)|(null) / (null)|(null)"},
		{"four-byte character", ".", `[{"a":"𠮷·","b":"\ud842\udfb7"}]`, "𠮷·|𠮷"},
		{"bytes that are no UTF-8", ".", "[{\"a\":\"x\xff\",\"b\":1}]", "!invalid encoding|1"},

		{"rows missing", "data.items", `{"data":{"list":[]}}`, "error: scan licences list: missing: the answer has no rows where the watch looks for them"},
		{"rows below a value", "data.items", `{"data":"x"}`, "error: scan licences list: missing: the answer has no rows where the watch looks for them"},
		{"rows are an object", "data", `{"data":{}}`, "error: scan licences list: decode: the rows are not a list"},
		{"html", "data", `<html>login</html>`, "error: scan licences list: decode: the answer is not JSON"},
		{"empty", "data", ``, "error: scan licences list: decode: the answer is empty"},
		{"empty, one row", "", ``, "error: scan licences list: decode: the answer is empty"},
		{"torn in the list", "items", `{"items":[{"a":"1","b":"2"},{"a":"3"`, "1|2 / error: scan licences list: protocol: the answer ends in its midst"},
		{"torn after the list", "items", `{"items":[{"a":"1","b":"2"}]`, "1|2 / error: scan licences list: protocol: the answer ends in its midst"},
		{"torn before the list", "items", `{"n":1,`, "error: scan licences list: protocol: the answer ends in its midst"},
		{"torn, one row", "", `{"a":"1"`, "error: scan licences list: protocol: the answer ends in its midst"},
		{"broken in the list", "items", `{"items":[{"a":"1","b":"2"},{a}]}`, "1|2 / error: scan licences list: decode: the answer is not JSON"},
		{"two values", "items", `{"items":[]} {"items":[]}`, "error: scan licences list: decode: the answer goes on after its JSON value"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source := serve(t, connectors.Config{}, answers(http.StatusOK, c.body))
			got := read(t.Context(), source, connectors.Request{From: call(c.rows), Columns: text("a", "b")})
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestScanTypes(t *testing.T) {
	t.Parallel()
	source := serve(t, connectors.Config{}, answers(http.StatusOK,
		`{"rows":[{"who":{"id":"110101194912310021"},"fen":12345,"on":"20261124","ok":true,"tags":["x","y"]}]}`))
	columns := []connectors.Column{
		column("id", "who.id", arrow.BinaryTypes.String),
		{Name: "yuan", Physical: []string{"fen"}, Type: &arrow.Decimal128Type{Precision: 10, Scale: 2}, Form: connectors.Form{Shift: 2}},
		{Name: "day", Physical: []string{"on"}, Type: arrow.FixedWidthTypes.Date32, Form: connectors.Form{Layout: "yyyyMMdd"}},
		column("ok", "ok", arrow.FixedWidthTypes.Boolean),
		{Name: "tags", Physical: []string{"tags.0", "tags.1", "fen"}, Type: arrow.BinaryTypes.String, Form: connectors.Form{Join: "-"}},
	}
	got := read(t.Context(), source, connectors.Request{From: call("rows"), Columns: columns})
	if want := "110101194912310021|123.45|2026-11-24|true|x-y-12345"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestScanStatuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]connectors.Class{
		301: connectors.Refused, 400: connectors.Refused, 401: connectors.Auth, 403: connectors.Privilege,
		404: connectors.Missing, 408: connectors.Timeout, 429: connectors.Overloaded, 500: connectors.Refused,
		503: connectors.Overloaded, 504: connectors.Timeout,
	} {
		source := serve(t, connectors.Config{}, answers(status, `{"message":"`+secret+`"}`))
		_, err := source.Scan(t.Context(), connectors.Request{From: call(""), Columns: text("a")})
		if connectors.ClassOf(err) != want || !strings.Contains(err.Error(), fmt.Sprintf("HTTP %d", status)) || strings.Contains(err.Error(), secret) {
			t.Errorf("%d: %v, want %s", status, err, want)
		}
	}
	source := serve(t, connectors.Config{}, answers(http.StatusNoContent, ""))
	if got := read(t.Context(), source, connectors.Request{From: call("rows"), Columns: text("a")}); got != "" {
		t.Errorf("204: %q", got)
	}
}

// What is sent: method, joined path, query, body, headers, credentials.
func TestRequestAsSent(t *testing.T) {
	t.Parallel()
	echo := func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintf(w, `{"line":"%s %s","auth":%q,"app":%q,"kind":%q,"body":%q}`,
			r.Method, r.URL, r.Header.Get("Authorization"), r.Header.Get("X-App"), r.Header.Get("Content-Type"), body)
	}
	config := connectors.Config{Token: secret, Headers: map[string]string{"X-App": "config"}}
	post := connectors.Relation{Call: &connectors.Call{
		Method: "POST", Path: "/v1/查询", Query: map[string]string{"q": "a&b", "page": "1"},
		Headers: map[string]string{"X-App": "call"}, Body: `{"id":1}`,
	}}
	columns := text("line", "auth", "app", "kind", "body")
	got := read(t.Context(), serve(t, config, echo), connectors.Request{From: post, Columns: columns})
	want := `POST /api/v1/%E6%9F%A5%E8%AF%A2?page=1&q=a%26b|Bearer s3cr3t|call|application/json|{"id":1}`
	if got != want {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	basic := connectors.Config{User: "u", Password: "p"}
	got = read(t.Context(), serve(t, basic, echo), connectors.Request{From: connectors.Relation{Name: "v1"}, Columns: columns})
	if want := "GET /api/v1|Basic dTpw|||"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

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

// Refused credentials are tried once, however often the source is asked.
func TestOneLoginFailure(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	source := serve(t, connectors.Config{Token: secret}, func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
	})
	for range 3 {
		_, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeConnect})
		if connectors.ClassOf(err) != connectors.Auth || strings.Contains(err.Error(), secret) {
			t.Errorf("got %v", err)
		}
		if _, err := source.Scan(t.Context(), connectors.Request{From: call("")}); connectors.ClassOf(err) != connectors.Auth {
			t.Errorf("got %v", err)
		}
	}
	if calls.Load() != 1 {
		t.Errorf("%d calls", calls.Load())
	}
}

func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int64
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	source := serve(t, connectors.Config{Token: secret}, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusFound)
	})
	probe, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall, From: call("")})
	if err != nil || probe.Status != http.StatusFound || elsewhere.Load() != 0 {
		t.Errorf("status %d, %v, %d calls elsewhere", probe.Status, err, elsewhere.Load())
	}
}

func TestSlowHalfAndHugeAnswers(t *testing.T) {
	t.Parallel()
	slow := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	half := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		_, _ = io.WriteString(w, `[{"a":"1"},`)
	}
	stall := func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `[{"a":"1"},`)
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}
	huge := answers(http.StatusOK, `[{"a":"`+strings.Repeat("x", 2000)+`"}]`)
	limits := connectors.Limits{Timeout: 300 * time.Millisecond, MaxBodyBytes: 1000}
	for _, c := range []struct {
		name    string
		handler http.HandlerFunc
		want    string
	}{
		{"slow", slow, "timeout: no complete answer in time"},
		{"half", half, "protocol: the answer ends in its midst"},
		{"stall", stall, "timeout: no complete answer in time"},
		{"huge", huge, "decode: the body is larger than the limit of 1000 bytes; ask for less, or raise the source's limit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source := serve(t, connectors.Config{Limits: limits}, c.handler)
			got := read(t.Context(), source, connectors.Request{From: call("."), Columns: text("a")})
			if !strings.HasSuffix(got, "error: scan licences list: "+c.want) {
				t.Errorf("scan: %q", got)
			}
			_, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall, From: call("")})
			if err == nil || err.Error() != "probe licences list: "+c.want {
				t.Errorf("probe: %v", err)
			}
		})
	}
}

func TestBodyOfExactlyTheLimit(t *testing.T) {
	t.Parallel()
	body := `[{"a":"x"}]`
	source := serve(t, connectors.Config{Limits: connectors.Limits{MaxBodyBytes: int64(len(body))}}, answers(http.StatusOK, body))
	if got := read(t.Context(), source, connectors.Request{From: call("."), Columns: text("a")}); got != "x" {
		t.Errorf("got %q", got)
	}
}

func TestCancel(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	source := serve(t, connectors.Config{}, func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := source.Scan(ctx, connectors.Request{From: call("")}); connectors.ClassOf(err) != connectors.Cancelled {
		t.Errorf("got %v", err)
	}
}

func TestUnreachableAndNotHTTP(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, "SSH-2.0-OpenSSH\r\n")
			_ = conn.Close()
		}
	}()
	scan := func(url string) error {
		_, err := open(t, connectors.Config{URL: url, Token: secret}).Scan(t.Context(), connectors.Request{From: call("")})
		return err
	}
	if err := scan("http://" + address); connectors.ClassOf(err) != connectors.Protocol {
		t.Errorf("not HTTP: %v", err)
	}
	if err := scan("https://" + address); connectors.ClassOf(err) != connectors.Protocol {
		t.Errorf("not TLS: %v", err)
	}
	_ = listener.Close()
	if err := scan("http://" + address); connectors.ClassOf(err) != connectors.Unreachable {
		t.Errorf("nobody there: %v", err)
	}
	if err := scan("http://no-such-host.invalid"); connectors.ClassOf(err) != connectors.Unreachable {
		t.Errorf("no such name: %v", err)
	}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(answers(http.StatusOK, `{"a":"x"}`))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	authority := filepath.Join(t.TempDir(), "ca.pem")
	block := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: mustCertificate(t, server)})
	if err := os.WriteFile(authority, block, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ mode, authority, want string }{
		{"", "", "error: scan licences list: refused: the service's certificate is not trusted; name its authority in ca_file, and check its dates and host name"},
		{"verify", authority, "x"},
		{"require", "", "x"},
	} {
		source := open(t, connectors.Config{URL: server.URL, TLS: c.mode, CAFile: c.authority})
		if got := read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")}); got != c.want {
			t.Errorf("%q: %q", c.mode, got)
		}
	}
}

func mustCertificate(t *testing.T, server *httptest.Server) []byte {
	t.Helper()
	certificate, err := x509.ParseCertificate(server.TLS.Certificates[0].Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	return certificate.Raw
}

func TestCharset(t *testing.T) {
	t.Parallel()
	source := serve(t, connectors.Config{}, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=GBK")
		_, _ = io.WriteString(w, "{\"a\":\"\xd5\xc5\"}")
	})
	if got := read(t.Context(), source, connectors.Request{From: call(""), Columns: text("a")}); got != "张" {
		t.Errorf("got %q", got)
	}
}

func TestSchema(t *testing.T) {
	t.Parallel()
	source := serve(t, connectors.Config{}, answers(http.StatusOK,
		`[{"id":1,"who":{"name":"x"},"ok":true,"tags":[1],"v":null,"m":1},{"id":2.5,"v":"s","m":"x"}]`))
	schema, err := source.Schema(t.Context(), call("."))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range schema.Columns {
		got = append(got, c.Name+" "+c.Type)
	}
	if want := "id number, m mixed, ok boolean, v string, who.name string"; strings.Join(got, ", ") != want || schema.Rows != -1 {
		t.Errorf("got %q", got)
	}
}

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	for _, config := range []connectors.Config{
		{URL: "ftp://x"},
		{URL: "http://"},
		{URL: "http://u:" + secret + "@x"},
		{URL: "http://x?token=" + secret},
		{URL: "http://x", TLS: "verify"},
		{URL: "https://x", TLS: "off"},
		{URL: "https://x", TLS: "maybe"},
		{URL: "https://x", CAFile: "/no/such/file"},
		{URL: "http://x", Token: secret + "\n"},
		{URL: "http://x", Headers: map[string]string{"X-A": secret + "\r\nX-B: 1"}},
		{URL: "http://x", Options: map[string]string{"proxies": "x"}},
		{URL: "http://x", Options: map[string]string{"proxy": "::"}},
		{URL: "http://x", Encoding: "big5"},
	} {
		_, err := httpapi.Open(t.Context(), config)
		if err == nil || connectors.ClassOf(err) != connectors.Local || strings.Contains(err.Error(), secret) {
			t.Errorf("%+v: %v", config, err)
		}
	}
}

func TestCallsRefused(t *testing.T) {
	t.Parallel()
	source := serve(t, connectors.Config{}, answers(http.StatusOK, "{}"))
	for _, request := range []connectors.Request{
		{From: connectors.Relation{Query: "select 1"}},
		{From: connectors.Relation{Call: &connectors.Call{Method: "DELETE"}}},
		{From: connectors.Relation{Call: &connectors.Call{Body: "{}"}}},
		{From: connectors.Relation{Call: &connectors.Call{Headers: map[string]string{"A": "\n"}}}},
		{From: call(""), Where: connectors.Fragment{Text: "1=1"}},
	} {
		if _, err := source.Scan(t.Context(), request); connectors.ClassOf(err) != connectors.Refused {
			t.Errorf("%+v: %v", request, err)
		}
	}
}
