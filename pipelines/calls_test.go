package pipelines_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// TestCallsAreProved: a watch of a SOAP service that gives tokens out, wants calls signed
// and is asked about the test identity alone, all as the workspace says.
func TestCallsAreProved(t *testing.T) {
	t.Parallel()
	const identity, key, answer = "110101199003071233", "a key of tests",
		`<s:Envelope xmlns:s="urn:s"><s:Body><r><p><no>1</no></p><p><no>2</no></p></r></s:Body></s:Envelope>`
	var logins atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path == "/token" {
			logins.Add(1)
			if string(body) == `{"app":"dogwatch"}` {
				_, _ = io.WriteString(w, `{"t": "granted"}`)
			}
			return
		}
		h := hmac.New(sha256.New, []byte(key))
		_, _ = io.WriteString(h, r.Method+"|"+r.URL.Path+"|"+r.Header.Get("X-Time")+"|"+r.Header.Get("X-Nonce")+"|"+string(body))
		switch {
		case r.Header.Get("Authorization") != "Bearer granted", r.Header.Get("X-Sign") != hex.EncodeToString(h.Sum(nil)):
			w.WriteHeader(http.StatusUnauthorized)
		case string(body) != "<q>"+identity+"</q>", r.Header.Get("X-Time") != "20261120120000", len(r.Header.Get("X-Nonce")) != 32:
			w.WriteHeader(http.StatusBadRequest)
		default:
			_, _ = io.WriteString(w, answer)
		}
	}))
	t.Cleanup(server.Close)
	w := newTown(t)
	w.secrets = map[string]string{"APP": "dogwatch", "KEY": key, "WHO": identity}
	w.write("dogwatch.yaml", "version: 1\nzone: Asia/Shanghai\nsources:\n  desk:\n    driver: http\n    url: '"+server.URL+"'\n    test_identity: {env: WHO}\n"+
		"    login: {path: token, fields: {app: {env: APP}}, token: t}\n"+
		"    signature: {algorithm: hmac-sha256, secret: {env: KEY}, canonical: '{method}|{path}|{timestamp}|{nonce}|{body}', header: X-Sign, timestamp: yyyyMMddHHmmss, timestamp_header: X-Time, nonce_header: X-Nonce}\n")
	w.write("contracts/people.yaml", "contract: people\ntitle: 人员\ndirection: call\ncounterparty: x\nkey: [no]\ncolumns:\n  no: {title: 编号, type: text, class: internal}\nchecks:\n  - row_count: 2..2\n  - unique: [no]\n")
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n  - contract: people\n    source: desk\n    from: {call: {method: POST, path: query, answer: xml, body: '<q>{identity}</q>', rows: Envelope.Body.r.p}}\n")
	for id, o := range w.patrol(t) {
		if o.Verdict != "pass" {
			t.Errorf("%s: %s %s", id, o.Verdict, o.Reason)
		}
		if strings.Contains(o.Reason, identity) || strings.Contains(o.Reason, key) {
			t.Errorf("%s tells a secret", id)
		}
	}
	if logins.Load() != 1 {
		t.Errorf("%d logins", logins.Load())
	}
}
