package checks_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/kind"
)

// sameRule is a workspace in which contracts, by id, have the same rule over a column
// amount that each has as a type of its own.
func sameRule(types map[string]string) fstest.MapFS {
	files := fstest.MapFS{"dogwatch.yaml": {Data: []byte("version: 1\nsources: {q: {driver: sqlite, path: q.db}}\n")}}
	for id, t := range types {
		files["contracts/"+id+".yaml"] = &fstest.MapFile{Data: fmt.Appendf(nil, "contract: %s\ntitle: 表\ndirection: outbound\nkey: [no]\ncolumns:\n"+
			"  no: {title: 号, type: text, class: internal}\n  amount: {title: 数, type: '%s', class: internal}\n"+
			"checks:\n  - {id: r, title: 数大于一, rule: amount > 1}\n", id, t)}
	}
	return files
}

// TestSameRuleOtherColumns: though a rule is compiled once for all contracts in which it
// means the same, it means in each what the contract's own columns say.
func TestSameRuleOtherColumns(t *testing.T) {
	t.Parallel()
	in := checks.Input{Workspace: sameRule(map[string]string{"a": "integer", "b": "decimal(10, 2)", "c": "integer", "d": "float"}), Kinds: kind.All()}
	catalog, faults := checks.Load(in)
	if faults.Errors() {
		t.Fatal(faults)
	}
	for _, c := range catalog.Contracts {
		measures := c.Checks[len(c.Checks)-1].Kind.Measures(&checks.Watch{Contract: c}, c.Checks[len(c.Checks)-1])
		rule := measures[0].(checks.RowRule).Rule
		if got, want := rule.Root().Args[0].Type, c.Column("amount").Type; got != want {
			t.Errorf("%s: the rule reads %s, the column is %s", c.ID, got, want)
		}
	}
	in.Workspace = sameRule(map[string]string{"a": "integer", "b": "text", "c": "integer"})
	if _, faults = checks.Load(in); len(faults) != 1 || !strings.HasPrefix(faults[0].Span.Start.File, "contracts/b") {
		t.Errorf("a rule that fits two of three contracts: %v", faults)
	}
}
