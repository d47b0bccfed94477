package httpapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// TestScanFigures: the text of an exporter, with what it may hold.
func TestScanFigures(t *testing.T) {
	t.Parallel()
	relation := connectors.Relation{Call: &connectors.Call{Path: "metrics", Answer: connectors.AnswerMetrics}}
	for _, c := range []struct{ name, body, want string }{
		{"plain", "# HELP node_load1 1m load\n# TYPE node_load1 gauge\nnode_load1 0.25\n\nnode_load5 1 1795483800000\n", "node_load1||(null)|0.25 / node_load5||(null)|1"},
		{"labels, by name", `node_filesystem_avail_bytes{mountpoint="/data",device="/dev/sdb1",} 1.6e+10`, `node_filesystem_avail_bytes|device="/dev/sdb1",mountpoint="/data"|/data|16000000000`},
		{"escapes", `a{mountpoint="C:\\x \"y\", {z}=1\n"} 1`, `a|mountpoint="C:\\x \"y\", {z}=1\n"|C:\x "y", {z}=1` + "\n|1"},
		{"what is no number", "a NaN\nb +Inf\nc -Inf", "a||(null)|(null) / b||(null)|(null) / c||(null)|(null)"},
		{"many places", "a 0.123456789\nb 1e-9\nc -2.5", "a||(null)|0.123457 / b||(null)|0.000000 / c||(null)|-2.5"},
		{"a page", "<html></html>", "error: scan licences metrics: decode: the answer is no text of figures"},
		{"open quote", `a{b="c} 1`, "error: scan licences metrics: decode: the answer is no text of figures"},
		{"no value", "a{b=\"c\"}", "error: scan licences metrics: decode: the answer is no text of figures"},
		{"nothing", "# EOF\n", "error: scan licences metrics: decode: the answer is empty"},
		{"a line without end", "a " + strings.Repeat("1", 100_000), "error: scan licences metrics: decode: the answer is no text of figures"},
	} {
		source := serve(t, connectors.Config{}, answers(http.StatusOK, c.body))
		if got := read(t.Context(), source, connectors.Request{From: relation, Columns: text("metric", "labels", "mountpoint", "value")}); got != c.want {
			t.Errorf("%s: %s\nnot %s", c.name, got, c.want)
		}
	}
}
