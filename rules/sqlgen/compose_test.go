package sqlgen_test

import (
	"fmt"
	"testing"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// TestCompose: bind values keep the order of the text, and are numbered anew.
func TestCompose(t *testing.T) {
	t.Parallel()
	fragment := func(source string) sqlgen.Fragment {
		rule, problems := rules.Compile(source, rules.Scope{Schema: schema(), Result: ir.Boolean})
		if problems != nil {
			t.Fatal(problems)
		}
		bound, err := rule.Bind(environment())
		if err != nil {
			t.Fatal(err)
		}
		f, ok, why := sqlgen.Generate(bound, sqlgen.Postgres, func(name string) (string, bool) { return name, true })
		if !ok {
			t.Fatal(why)
		}
		return f
	}
	one, two := fragment("grade > 1"), fragment("grade < 9")
	for _, c := range []struct {
		got  sqlgen.Fragment
		text string
		args string
	}{
		{sqlgen.All(one), one.Text, "[1]"},
		{sqlgen.IsNotTrue(one), "CASE WHEN " + one.Text + " THEN 0 ELSE 1 END = 1", "[1]"},
		{sqlgen.Any(sqlgen.Written("x IS NULL", sqlgen.Postgres), sqlgen.All(two, one)),
			"(x IS NULL) OR (((grade < CAST($1 AS bigint))) AND ((grade > CAST($2 AS bigint))))", "[9 1]"},
	} {
		if c.got.Text != c.text || fmt.Sprint(c.got.Args) != c.args {
			t.Errorf("%s %v\nwant %s %s", c.got.Text, c.got.Args, c.text, c.args)
		}
	}
}
