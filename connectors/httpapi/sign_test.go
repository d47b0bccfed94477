package httpapi_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/certtest"
	"github.com/dogwatch/dogwatch/connectors/httpapi"
)

// TestSignature: the service makes the same signature of what it got. Those of SM3 are
// known answers: the first is the example A.1 of GB/T 32905.
func TestSignature(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 24, 1, 30, 0, 0, time.UTC)
	nonce := strings.Repeat("07", 16)
	sha := func(text string) []byte {
		h := hmac.New(sha256.New, []byte(secret))
		_, _ = io.WriteString(h, text)
		return h.Sum(nil)
	}
	whole := "POST\n/api/list\na=%E4%B8%80&b=2\n20261124093000\n" + nonce + "\n{\"x\":1}"
	for name, c := range map[string]struct {
		signature connectors.Signature
		want      string
	}{
		"all of a call": {connectors.Signature{Algorithm: connectors.HMACSHA256, Canonical: "{method}\n{path}\n{query}\n{timestamp}\n{nonce}\n{body}", Timestamp: "yyyyMMddHHmmss"}, hex.EncodeToString(sha(whole))},
		"base64":        {connectors.Signature{Algorithm: connectors.HMACSHA256, Canonical: "{timestamp}{secret}", Timestamp: "unix-ms", Base64: true}, base64.StdEncoding.EncodeToString(sha("1795483800000" + secret))},
		"hmac-sm3":      {connectors.Signature{Algorithm: connectors.HMACSM3, Canonical: "{body}"}, hmacSM3(secret, `{"x":1}`)},
		"sm3":           {connectors.Signature{Algorithm: connectors.PlainSM3, Canonical: "{secret}", Secret: "abc"}, "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
	} {
		c.signature.Header, c.signature.TimestampHeader, c.signature.NonceHeader = "X-Sign", "X-Time", "X-Nonce"
		if c.signature.Secret == "" {
			c.signature.Secret = secret
		}
		var got http.Header
		source := serve(t, connectors.Config{Signature: &c.signature, Now: func() time.Time { return at }, Random: bytes.NewReader(bytes.Repeat([]byte{7}, 16))}, func(w http.ResponseWriter, r *http.Request) {
			got = r.Header
			_, _ = io.WriteString(w, `[]`)
		})
		relation := connectors.Relation{Call: &connectors.Call{Method: "POST", Path: "list", Query: map[string]string{"b": "2", "a": "一"}, Body: `{"x":1}`}}
		if read := read(t.Context(), source, connectors.Request{From: relation, Columns: text("a")}); read != "" {
			t.Errorf("%s: %s", name, read)
		}
		if got.Get("X-Sign") != c.want || got.Get("X-Nonce") != nonce || got.Get("X-Time") == "" {
			t.Errorf("%s: %v, not %s", name, got, c.want)
		}
		empty := read(t.Context(), source, connectors.Request{From: relation, Columns: text("a")}) // no randomness is left
		if empty != "error: scan licences list: local: no nonce can be made for the signature" {
			t.Errorf("%s: %s", name, empty)
		}
	}
}

// hmacSM3 is HMAC by its definition (RFC 2104), for a key shorter than a block.
func hmacSM3(key, text string) string {
	pad := func(with byte) []byte {
		block := make([]byte, 64)
		copy(block, key)
		for i := range block {
			block[i] ^= with
		}
		return block
	}
	inner := sm3.Sum(append(pad(0x36), text...))
	outer := sm3.Sum(append(pad(0x5c), inner[:]...))
	return hex.EncodeToString(outer[:])
}

// TestProofsThatCannotBe are refused before any call is made.
func TestProofsThatCannotBe(t *testing.T) {
	t.Parallel()
	sign := func(s connectors.Signature) connectors.Config {
		if s.Header == "" {
			s.Header = "X-Sign"
		}
		return connectors.Config{Signature: &s, Now: time.Now}
	}
	for want, config := range map[string]connectors.Config{
		"a login or a signature needs a clock":                       {Signature: &connectors.Signature{}},
		"the signature's algorithm is not one of":                    sign(connectors.Signature{Algorithm: "md5", Canonical: "{body}", Secret: secret}),
		"sm3 proves nothing without {secret}":                        sign(connectors.Signature{Algorithm: connectors.PlainSM3, Canonical: "{body}", Secret: secret}),
		"the canonical string names {host}, which":                   sign(connectors.Signature{Algorithm: connectors.HMACSM3, Canonical: "{host}", Secret: secret}),
		"a nonce needs a source of randomness":                       sign(connectors.Signature{Algorithm: connectors.HMACSM3, Canonical: "{nonce}", Secret: secret}),
		"a signature needs a canonical string and a secret":          sign(connectors.Signature{Algorithm: connectors.HMACSM3, Canonical: "{body}"}),
		"the header of the signature is malformed":                   sign(connectors.Signature{Algorithm: connectors.HMACSM3, Canonical: "{body}", Secret: secret, Header: "a b"}),
		"a login takes the place of token":                           {Login: &connectors.Login{Path: "a", Token: "b"}, Token: secret, Now: time.Now},
		"a login needs a path and where":                             {Login: &connectors.Login{Path: "a"}, Now: time.Now},
		"the test identity is no ID card number":                     {TestIdentity: "123"},
		"the client's certificate and key cannot be read, or do not": {CertFile: "/nowhere"},
	} {
		config.URL, config.Name = "https://127.0.0.1:1", "licences"
		_, err := httpapi.Open(t.Context(), config)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), secret) {
			t.Errorf("%v, not %q", err, want)
		}
	}
}

// TestIdentity: calls ask about the test identity and about nobody else.
func TestIdentity(t *testing.T) {
	t.Parallel()
	const agreed, other = "110101199003071233", "11010119900307001X"
	var asked string
	handler := func(w http.ResponseWriter, r *http.Request) {
		text, _ := io.ReadAll(r.Body)
		asked = string(text) + r.URL.Query().Get("id")
		_, _ = io.WriteString(w, `[]`)
	}
	source, nobody := serve(t, connectors.Config{TestIdentity: agreed}, handler), serve(t, connectors.Config{}, handler)
	for _, c := range []struct {
		source     connectors.Source
		call       connectors.Call
		want, told string
	}{
		{source, connectors.Call{Method: "POST", Body: `{"id":"{identity}"}`}, `{"id":"` + agreed + `"}`, ""},
		{source, connectors.Call{Query: map[string]string{"id": "{identity}"}}, agreed, ""},
		{source, connectors.Call{Query: map[string]string{"id": "batch 202611241233000001"}}, "batch 202611241233000001", ""},
		{source, connectors.Call{Query: map[string]string{"id": other}}, "", "the call asks about another person than the test identity"},
		{source, connectors.Call{Method: "POST", Body: "<id>" + strings.ToLower(other) + "</id>"}, "", "the call asks about another person than the test identity"},
		{nobody, connectors.Call{Query: map[string]string{"id": other}}, "", "the call asks about another person than the test identity"},
		{nobody, connectors.Call{Query: map[string]string{"id": "{identity}"}}, "", "the source has no test_identity"},
		{source, connectors.Call{Path: "people/{identity}"}, "", "an identity in the path would stand in every log"},
	} {
		asked = ""
		got := read(t.Context(), c.source, connectors.Request{From: connectors.Relation{Call: &c.call}, Columns: text("a")})
		if asked != c.want || !strings.Contains(got, c.told) || c.told == "" && got != "" || strings.Contains(got, agreed) || strings.Contains(got, other) {
			t.Errorf("%+v: asked %q, told %q", c.call, asked, got)
		}
	}
}

// TestClientCertificate: a service that wants one gets ours, and refuses us without.
func TestClientCertificate(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	root := certtest.Issue(t, "town root", nil, certtest.Authority)
	ca, _ := root.Write(t, dir, "ca")
	cert, key := certtest.Issue(t, "dogwatch", root).Write(t, dir, "own")
	_, otherKey := certtest.Issue(t, "other", root).Write(t, dir, "other")
	url := guarded(t, answers(http.StatusOK, `[{"a":"1"}]`), root, certtest.Issue(t, "licence", root, certtest.Loopback))
	if got := read(t.Context(), open(t, connectors.Config{URL: url, CAFile: ca, CertFile: cert, KeyFile: key}), connectors.Request{From: call(""), Columns: text("a")}); got != "1" {
		t.Error(got)
	}
	if got := read(t.Context(), open(t, connectors.Config{URL: url, CAFile: ca}), connectors.Request{From: call(""), Columns: text("a")}); !strings.HasPrefix(got, "error: scan licences list: ") {
		t.Error(got)
	}
	if _, err := httpapi.Open(t.Context(), connectors.Config{Name: "licences", URL: url, CertFile: cert, KeyFile: otherKey}); connectors.ClassOf(err) != connectors.Local {
		t.Errorf("a key of another certificate: %v", err)
	}
}
