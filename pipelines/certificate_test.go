package pipelines_test

import (
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/pipelines"
)

// TestCertificate: a patrol of the link looks at what an https source presents, on the
// day of the patrol.
func TestCertificate(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.NotFoundHandler())
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	t.Cleanup(server.Close)
	w := newTown(t)
	ca := filepath.Join(w.dir, "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	w.write("dogwatch.yaml", "version: 1\nsources:\n  licences: {driver: http, url: '"+server.URL+"', ca_file: "+ca+"}\n"+
		"  plain: {driver: http, url: 'http://127.0.0.1:1'}\n")
	w.write("contracts/licence.yaml", "contract: licence\ntitle: 证照\ndirection: call\ncounterparty: x\nkey: [no]\ncolumns:\n  no: {title: 编号, type: text, class: internal}\n"+
		"checks:\n  - certificate: true\n    warn: 30d\n  - {id: named, certificate: {host: example.com}}\n  - {id: misnamed, certificate: {host: example.org}}\n")
	w.write("watches/demo.yaml", "system: demo\ntitle: 样例\nwatches:\n"+
		"  - {contract: licence, source: licences, from: {call: {path: x}}}\n  - {id: plain, contract: licence, source: plain, from: {call: {path: x}}}\n")
	w.selector = pipelines.Selector{Aspect: checks.Link}
	patrol := func(want map[string]string) {
		t.Helper()
		w.patrol(t)
		for id, told := range want {
			if got := w.reasons[id]; !strings.Contains(got, told) {
				t.Errorf("%s: %q, want %q", id, got, told)
			}
		}
	}
	ends := server.Certificate().NotAfter
	patrol(map[string]string{
		"licence/certificate": "lasts until " + ends.In(time.FixedZone("", 8*3600)).Format(time.DateOnly), "licence/named": "lasts until", "licence/misnamed": "it is for other hosts: example.com",
	})
	if got := w.reasons["plain/certificate"]; got != "the source's URL is not https: it has no certificate" {
		t.Errorf("not over TLS: %q", got)
	}
	w.asOf = ends.AddDate(0, 0, -20)
	patrol(map[string]string{"licence/certificate": "warns at < 30d"})
	w.asOf = ends.AddDate(0, 0, 1)
	patrol(map[string]string{"licence/certificate": "it has run out"})
}
