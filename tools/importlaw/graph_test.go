package importlaw

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const (
	module = "github.com/dogwatch/dogwatch"
	root   = "../.."
)

// A listed package is what go list says of one of ours.
type listed struct {
	ImportPath   string
	Doc          string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

// An edge says that one of our packages imports another; names are without the module.
type edge struct {
	from, to string
	test     bool // only tests import it
}

// String is the edge as it stands in the golden file.
func (e edge) String() string {
	if e.test {
		return e.from + " ~> " + e.to
	}
	return e.from + " -> " + e.to
}

// goList runs go list in the root of the module.
func goList(t *testing.T, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", append([]string{"list"}, arguments...)...)
	command.Dir = root
	out, err := command.Output()
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		t.Fatalf("go list: %s", failed.Stderr)
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func packages(t *testing.T) []listed {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(goList(t, "-json=ImportPath,Doc,Imports,TestImports,XTestImports", "./...")))
	var list []listed
	for {
		var p listed
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// edges lists the graph: by importer, what its code imports before what its tests do.
func edges(list []listed) []edge {
	var all []edge
	for _, p := range list {
		from := ours(p.ImportPath)
		seen := map[string]bool{from: true}
		add := func(imports []string, test bool) {
			slices.Sort(imports)
			for _, path := range imports {
				if to := ours(path); to != "" && !seen[to] {
					seen[to] = true
					all = append(all, edge{from, to, test})
				}
			}
		}
		add(p.Imports, false)
		add(append(p.TestImports, p.XTestImports...), true)
	}
	return all
}

// ours is the path inside the module; "" for a package that is not ours.
func ours(path string) string {
	inside, found := strings.CutPrefix(path, module+"/")
	if !found {
		return ""
	}
	return inside
}

// depth is the number of edges on the longest way down, tests left out. The compiler
// has seen to it that there is no circle.
func depth(all []edge) int {
	below := map[string][]string{}
	for _, e := range all {
		if !e.test {
			below[e.from] = append(below[e.from], e.to)
		}
	}
	known := map[string]int{}
	var down func(string) int
	down = func(name string) int {
		if d, found := known[name]; found {
			return d
		}
		d := 0
		for _, to := range below[name] {
			d = max(d, down(to)+1)
		}
		known[name] = d
		return d
	}
	deepest := 0
	for name := range below {
		deepest = max(deepest, down(name))
	}
	return deepest
}

// golden writes the graph with the reasons that are known.
func golden(list []listed, all []edge, reasons map[string]string) string {
	var b strings.Builder
	code := len(slices.DeleteFunc(slices.Clone(all), func(e edge) bool { return e.test }))
	fmt.Fprintf(&b, `# The import graph: "a -> b" if a's code imports b, "a ~> b" if only its tests do.
# %d packages, %d edges of code, the longest way down has %d. The laws are in
# tools/importlaw; "make golden" rewrites this file and keeps what is behind a #.
`, len(list), code, depth(all))
	last := ""
	for _, e := range all {
		if e.from != last {
			b.WriteByte('\n')
			last = e.from
		}
		b.WriteString(e.String())
		if reason := reasons[e.String()]; reason != "" {
			b.WriteString("  # " + reason)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// readReasons gives what stands behind the # of each edge.
func readReasons(text string) map[string]string {
	reasons := map[string]string{}
	for line := range strings.Lines(text) {
		if name, reason, found := strings.Cut(line, "#"); found {
			reasons[strings.TrimSpace(name)] = strings.TrimSpace(reason)
		}
	}
	return reasons
}
