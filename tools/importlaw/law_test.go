package importlaw

import (
	"flag"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite golden files")

const goldenFile = root + "/docs/imports.golden"

// below says which layers the code of a layer may import, beside its own.
var below = map[string][]string{
	"rules":      {},
	"connectors": {},
	"checks":     {"rules"},
	"pipelines":  {"checks", "connectors", "rules"},
	"bench":      {},
	"cmd":        {"bench", "checks", "connectors", "pipelines", "rules"},
	"tools":      {"connectors"},
}

// alsoInTests says which further layers the tests of a layer may import. Rules and
// connectors have none: their tests prove that they stand alone.
var alsoInTests = map[string][]string{
	"bench":     {"checks", "connectors", "pipelines", "rules"},
	"pipelines": {"bench"},
}

// forTests are packages that only tests import, with the one exception of each.
var forTests = map[string]string{
	"connectors/livetest":              "tools/livetest",
	"connectors/certtest":              "",
	"connectors/conformance":           "",
	"connectors/flightsql/flighttest":  "",
	"connectors/oracle/tnstest":        "",
	"connectors/oracle/tnstest/behind": "",
	"rules/rulestest":                  "",
}

// shared are the packages under connectors that connectors stand on: none is a connector
// but files, whose folder lies here or, for sftp, on another machine.
var shared = []string{
	"connectors/certtest", "connectors/conformance", "connectors/decode", "connectors/files", "connectors/flightsql/flighttest", "connectors/livetest", "connectors/oracle/tnstest", "connectors/oracle/tnstest/behind",
	"connectors/pace", "connectors/sqldb", "connectors/sqldb/dialects",
}

func layer(name string) string {
	first, _, _ := strings.Cut(name, "/")
	return first
}

// broken says which law an edge breaks; "" if none. A reason excuses siblings only.
func broken(e edge, reason string) string {
	from, to := layer(e.from), layer(e.to)
	allowed := append([]string{from}, below[from]...)
	if e.test {
		allowed = append(allowed, alsoInTests[from]...)
	}
	only, testing := forTests[e.to]
	switch {
	case below[from] == nil:
		return "the layer " + from + " is not known"
	case !slices.Contains(allowed, to):
		return "the layer " + from + " does not import " + to
	case to == "cmd":
		return "nothing imports a command"
	case from == "tools" && e.to != "connectors/livetest":
		return "tools stand beside the product"
	case testing && !e.test && e.from != only && forTestsToo(e.from):
		return e.to + " is for tests"
	case !e.test && concrete(e.to) && from != "cmd" && path.Dir(e.from) != path.Dir(e.to):
		return "only cmd names concrete connectors"
	case !e.test && concrete(e.from) && concrete(e.to):
		return "a connector does not stand on another"
	case siblings(e) && reason == "":
		return "siblings under pipelines import each other only for a reason: write it behind a # in docs/imports.golden"
	}
	return ""
}

// forTestsToo tells a package that is not itself for tests.
func forTestsToo(name string) bool {
	_, found := forTests[name]
	return !found
}

func concrete(name string) bool {
	return strings.HasPrefix(name, "connectors/") && !slices.Contains(shared, name)
}

func siblings(e edge) bool {
	return !e.test && strings.HasPrefix(e.from, "pipelines/") && layer(e.to) == "pipelines"
}

func TestImports(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(goldenFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	reasons := readReasons(string(text))
	list := packages(t)
	all := edges(list)
	for _, e := range all {
		if law := broken(e, reasons[e.String()]); law != "" {
			t.Errorf("%s: %s", e, law)
		}
	}
	now := golden(list, all, reasons)
	switch {
	case now == string(text):
	case *update:
		if err := os.WriteFile(goldenFile, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("the import graph is not that of docs/imports.golden:\n%sif it is right: go test ./tools/importlaw -update", difference(string(text), now))
	}
}

// difference lists the lines that only one text has.
func difference(then, now string) string {
	before, after := strings.Split(then, "\n"), strings.Split(now, "\n")
	var b strings.Builder
	for _, line := range before {
		if !slices.Contains(after, line) {
			b.WriteString("- " + line + "\n")
		}
	}
	for _, line := range after {
		if !slices.Contains(before, line) {
			b.WriteString("+ " + line + "\n")
		}
	}
	return b.String()
}

func TestBroken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edge   edge
		reason string
		fine   bool
	}{
		"inside rules":            {edge: edge{"rules/kernel", "rules/ir", false}, fine: true},
		"rules to connectors":     {edge: edge{"rules/sqlgen", "connectors", false}},
		"a test of rules too":     {edge: edge{"rules", "connectors/mysql", true}},
		"connectors to rules":     {edge: edge{"connectors/sqldb", "rules/ir", false}},
		"checks to rules":         {edge: edge{"checks", "rules", false}, fine: true},
		"checks to connectors":    {edge: edge{"checks", "connectors", false}},
		"measure names a source":  {edge: edge{"pipelines/measure", "connectors/mysql", false}},
		"its test may":            {edge: edge{"pipelines/measure", "connectors/mysql", true}, fine: true},
		"siblings":                {edge: edge{"pipelines/report", "pipelines/store", false}},
		"siblings with a reason":  {edge: edge{"pipelines/report", "pipelines/store", false}, reason: "records are shown", fine: true},
		"one connector, another":  {edge: edge{"connectors/oracle", "connectors/mysql", false}},
		"what connectors share":   {edge: edge{"connectors/oracle", "connectors/sqldb", false}, fine: true},
		"a server in the product": {edge: edge{"connectors/mysql", "connectors/livetest", false}},
		"the estate in a product": {edge: edge{"pipelines", "bench/estate", false}},
		"the estate in a test":    {edge: edge{"pipelines", "bench/estate", true}, fine: true},
		"a layer of no one":       {edge: edge{"internal/x", "rules", false}},
	} {
		if law := broken(c.edge, c.reason); (law == "") != c.fine {
			t.Errorf("%s: %s: %q", name, c.edge, law)
		}
	}
}
