package httpapi

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"github.com/dogwatch/dogwatch/connectors"
)

const errNonce = flaw("no nonce can be made for the signature")

// sign adds the signature of a call, if the source signs, with what goes into it.
func (s *Source) sign(request *http.Request, body string) error {
	g := s.config.Signature
	if g == nil {
		return nil
	}
	nonce := ""
	if g.NonceHeader != "" || strings.Contains(g.Canonical, "{nonce}") {
		var raw [16]byte
		if _, err := io.ReadFull(s.config.Random, raw[:]); err != nil {
			return errNonce
		}
		nonce = hex.EncodeToString(raw[:])
	}
	timestamp := stamp(g, s.config.Now())
	text := strings.NewReplacer(
		"{method}", request.Method, "{path}", request.URL.EscapedPath(), "{query}", request.URL.RawQuery, "{body}", body,
		"{timestamp}", timestamp, "{nonce}", nonce, "{secret}", g.Secret,
	).Replace(g.Canonical)
	for header, value := range map[string]string{g.TimestampHeader: timestamp, g.NonceHeader: nonce, g.Header: signatureOf(g, text)} {
		if header != "" {
			request.Header.Set(header, value)
		}
	}
	return nil
}

// signatureOf signs a text.
func signatureOf(g *connectors.Signature, text string) string {
	var h hash.Hash
	switch g.Algorithm {
	case connectors.HMACSHA256:
		h = hmac.New(sha256.New, []byte(g.Secret))
	case connectors.HMACSM3:
		h = hmac.New(sm3.New, []byte(g.Secret))
	default:
		h = sm3.New()
	}
	_, _ = h.Write([]byte(text)) // a hash takes everything
	if g.Base64 {
		return base64.StdEncoding.EncodeToString(h.Sum(nil))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// marks are what a canonical string may name.
var marks = regexp.MustCompile(`\{[a-z]*\}`)

// signatureReason says what of a signature cannot be, or "".
func signatureReason(g connectors.Signature, random bool) string {
	for _, mark := range marks.FindAllString(g.Canonical, -1) {
		switch mark {
		case "{method}", "{path}", "{query}", "{body}", "{timestamp}", "{secret}":
		case "{nonce}":
			if !random {
				return "a nonce needs a source of randomness"
			}
		default:
			return "the canonical string names " + mark + ", which a call does not have"
		}
	}
	switch {
	case g.Canonical == "" || g.Secret == "":
		return "a signature needs a canonical string and a secret"
	case g.Algorithm != connectors.HMACSHA256 && g.Algorithm != connectors.HMACSM3 && g.Algorithm != connectors.PlainSM3:
		return "the signature's algorithm is not one of hmac-sha256, hmac-sm3, sm3"
	case g.Algorithm == connectors.PlainSM3 && !strings.Contains(g.Canonical, "{secret}"):
		return "sm3 proves nothing without {secret} in the canonical string"
	case g.NonceHeader != "" && !random:
		return "a nonce needs a source of randomness"
	}
	return ""
}

// stamp writes the time as the service wants it.
func stamp(g *connectors.Signature, now time.Time) string {
	switch g.Timestamp {
	case "", "unix":
		return strconv.FormatInt(now.Unix(), 10)
	case "unix-ms":
		return strconv.FormatInt(now.UnixMilli(), 10)
	}
	zone := g.Zone
	if zone == nil {
		zone = time.FixedZone("Asia/Shanghai", 8*60*60)
	}
	layout := strings.NewReplacer("yyyy", "2006", "MM", "01", "dd", "02", "HH", "15", "mm", "04", "ss", "05").Replace(g.Timestamp)
	return now.In(zone).Format(layout)
}
