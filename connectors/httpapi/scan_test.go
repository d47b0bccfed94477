package httpapi_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/connectors"
)

func TestScanBodies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, rows, body, want string }{
		{"rows", "data.items", `{"code":0,"data":{"n":2,"items":[{"a":"1","b":2},{"a":"3"}],"more":[1,{"x":2}]},"z":1}`, "1|2 / 3|(null)"},
		{"index in the path", "0.rows", `[{"rows":[{"a":1,"b":2}]},{"rows":[]}]`, "1|2"},
		{"top-level list", ".", `[{"a":"x","b":true}]`, "x|true"},
		{"a list without a path", "", " \n[{\"a\":\"x\",\"b\":1},{\"b\":2}]", "x|1 / (null)|2"},
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

func TestBodyOfExactlyTheLimit(t *testing.T) {
	t.Parallel()
	body := `[{"a":"x"}]`
	source := serve(t, connectors.Config{Limits: connectors.Limits{MaxBodyBytes: int64(len(body))}}, answers(http.StatusOK, body))
	if got := read(t.Context(), source, connectors.Request{From: call("."), Columns: text("a")}); got != "x" {
		t.Errorf("got %q", got)
	}
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
