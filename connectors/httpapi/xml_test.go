package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

const soap = `<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
 <soap:Header><n:trace xmlns:n="urn:n">1</n:trace></soap:Header>
 <soap:Body><q:queryResponse xmlns:q="urn:q"><q:return>
  <q:item id="7"><q:name>张三</q:name><q:paid>1.50</q:paid><q:phone>1</q:phone><q:phone>2</q:phone></q:item>
  <x:item xmlns:x="urn:other"><x:name><![CDATA[a<b]]></x:name><x:paid xsi:nil="true"/><x:place><x:code>110101</x:code></x:place></x:item>
 </q:return></q:queryResponse></soap:Body>
</soap:Envelope>`

// xmlCall asks for the elements at a path of an XML answer.
func xmlCall(rows string) connectors.Relation {
	return connectors.Relation{Call: &connectors.Call{Method: "POST", Path: "list", Body: "<q/>", Answer: connectors.AnswerXML, Rows: rows}}
}

func TestScanXML(t *testing.T) {
	t.Parallel()
	const items = "Envelope.Body.queryResponse.return.item"
	columns := text("name", "paid", "place.code", "@id")
	for _, c := range []struct{ name, rows, body, want string }{
		{"two items", items, soap, "张三|1.50|(null)|7 / a<b|(null)|110101|(null)"},
		{"none", items, strings.NewReplacer("item", "other").Replace(soap), ""},
		{"no such place", "Envelope.Body.answer.item", soap, "error: scan licences list: missing: the answer has no rows where the watch looks for them"},
		{"no XML", items, `{"a": 1}`, "error: scan licences list: decode: the answer is empty"},
		{"not sound", items, "<a><b></a>", "error: scan licences list: decode: the answer is not XML"},
		{"torn", items, soap[:len(soap)-40], "张三|1.50|(null)|7 / a<b|(null)|110101|(null) / error: scan licences list: protocol: the answer ends in its midst"},
		{"nested without end", items, strings.Repeat("<a>", 200), "error: scan licences list: decode: the answer is nested too deeply"},
		{"nested within a row", items, strings.Replace(soap, "张三", strings.Repeat("<a>", 200), 1), "error: scan licences list: decode: the answer is nested too deeply"},
		{"entities are not followed", items, `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`, "error: scan licences list: decode: the answer is not XML"},
		{"the whole", "", "<name>一</name>", "一|(null)|(null)|(null)"},
	} {
		source := serve(t, connectors.Config{}, answers(http.StatusOK, c.body))
		if got := read(t.Context(), source, connectors.Request{From: xmlCall(c.rows), Columns: columns}); got != c.want {
			t.Errorf("%s: %s\nnot %s", c.name, got, c.want)
		}
	}
	source := serve(t, connectors.Config{}, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Content-Type") != "text/xml; charset=utf-8" || !strings.Contains(r.Header.Get("Accept"), "xml") {
			w.WriteHeader(http.StatusUnsupportedMediaType)
		}
		w.Header().Set("Content-Type", "text/xml; charset=GBK")
		_, _ = w.Write([]byte("<?xml version=\"1.0\" encoding=\"GBK\"?><r><i><name>\xd5\xc5</name></i></r>"))
	})
	if got := read(t.Context(), source, connectors.Request{From: xmlCall("r.i"), Columns: text("name")}); got != "张" {
		t.Errorf("GBK: %s", got)
	}
}

// TestFaults: a fault of SOAP is an error with its code, at any status; its text is not told.
func TestFaults(t *testing.T) {
	t.Parallel()
	fault := func(inner string) string {
		return `<s:Envelope xmlns:s="urn:s"><s:Body><s:Fault>` + inner + `</s:Fault></s:Body></s:Envelope>`
	}
	for name, c := range map[string]struct {
		status     int
		body, want string
	}{
		"1.1":           {200, fault("<faultcode>s:Client</faultcode><faultstring>" + secret + "</faultstring>"), "refused: the service answers with a fault (s:Client)"},
		"1.2":           {500, fault("<s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value>q:NoPerson</s:Value></s:Subcode></s:Code>"), "refused: the service answers with a fault (q:NoPerson)"},
		"without code":  {500, fault("<faultcode>" + secret + " said so</faultcode>"), "refused: the service answers with a fault; ask"},
		"no fault":      {500, "<a/>", "refused: the service failed (HTTP 500)"},
		"not permitted": {403, fault("<faultcode>s:Denied</faultcode>"), "privilege: the service answers with a fault (s:Denied)"},
	} {
		source := serve(t, connectors.Config{}, answers(c.status, c.body))
		got := read(t.Context(), source, connectors.Request{From: xmlCall("r.i"), Columns: text("name")})
		if !strings.HasPrefix(got, "error: scan licences list: "+c.want) || strings.Contains(got, secret) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestProbeXML: the members of an XML body are what rules of the kind http name.
func TestProbeXML(t *testing.T) {
	t.Parallel()
	source := serve(t, connectors.Config{}, answers(http.StatusOK, soap))
	probe, err := source.(connectors.Prober).Probe(t.Context(), connectors.ProbeRequest{Aspect: connectors.ProbeCall, From: xmlCall(""), Columns: text("Envelope.Header.trace", "Envelope.Body.queryResponse.return.item.1.name")})
	if err != nil {
		t.Fatal(err)
	}
	defer probe.Record.Release()
	if got := rowsOf(probe.Record, probe.Faults)[0]; got != "1|a<b" {
		t.Error(got)
	}
}
