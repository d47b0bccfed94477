package sqlgen_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func schema() ir.Schema {
	field := func(name string, b ir.Base) ir.Field { return ir.Field{Name: name, Type: ir.Of(b)} }
	return ir.Schema{
		field("name", ir.Text), field("id_card", ir.Text), field("grade", ir.Integer), field("score", ir.Float), field("alive", ir.Boolean),
		field("birth_date", ir.Date), field("death_date", ir.Date), field("pay_month", ir.Month), field("loaded_at", ir.Timestamp),
		{Name: "amount", Type: ir.DecimalType(12, 2)}, {Name: "rate", Type: ir.DecimalType(5, 4)},
	}
}

func environment() ir.Env {
	return ir.Env{AsOf: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC), Zone: time.UTC}
}

// sources are one expression or more for every operator, and for every function its
// own example from the table.
func sources() []string {
	list := []string{
		`name == "张三"`, `name != ""`, `name < "b"`, `grade >= 3`, `grade == 3`, `amount > 0.1`, `amount == grade`, `birth_date <= death_date`,
		`birth_date < "2026-01-01"`, `birth_date <= today()`, `loaded_at <= now()`, `pay_month == "2026-11"`, `score > 1.5`, `alive`, `alive == true`,
		`name == nil`, `birth_date != nil`, `len(name) == nil`, `grade in [1, 2, 3]`, `name not in ["a", "b"]`, `grade in 1..4`, `between(amount, 0, 100)`,
		`grade > 1 and name != "x"`, `grade > 1 or name == "x"`, `not (grade > 1)`, `amount + rate > 1`, `amount - rate > 1`, `amount * rate > 1`,
		`amount / 3 > 1`, `grade + 1 > 2`, `grade % 2 == 0`, `-amount < 0`, `death_date - birth_date > 30`, `days_between(birth_date, death_date) > 30`,
		`name startsWith "张"`, `name endsWith "区"`, `name contains "·"`, `name startsWith id_card`, `name matches "^[0-9]+$"`,
		`len(id_card) == 18`, `upper(name) == "X"`, `id_card_valid(id_card)`, `(grade > 1 ? amount : rate) > 0`, `(amount ?? 0) > 0`,
	}
	return list
}

// TestGolden shows what each dialect gets, and what Dogwatch keeps to itself.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, d := range sqlgen.Dialects() {
		var b strings.Builder
		for _, source := range sources() {
			fmt.Fprintf(&b, "%s\n    %s\n", source, written(t, d, source))
		}
		compare(t, filepath.Join("testdata", string(d)+".golden"), b.String())
	}
}

func written(t *testing.T, d sqlgen.Dialect, source string) string {
	t.Helper()
	e, problems := rules.Compile(source, rules.Scope{Schema: schema(), Result: ir.Boolean})
	if len(problems) > 0 {
		t.Fatalf("%s: %+v", source, problems)
	}
	bound, err := e.Bind(environment())
	if err != nil {
		t.Fatal(err)
	}
	quote := map[sqlgen.Dialect]string{sqlgen.MySQL: "`"}[d]
	if quote == "" {
		quote = `"`
	}
	f, ok, why := sqlgen.Generate(bound, d, func(name string) (string, bool) { return quote + name + quote, true })
	if !ok {
		return "-- " + why
	}
	if strings.Count(f.Text, "?") != len(f.Args) && (d == sqlgen.SQLite || d == sqlgen.MySQL) {
		t.Errorf("%s: %d values for %s", source, len(f.Args), f.Text)
	}
	return fmt.Sprintf("%s  %v", f.Text, f.Args)
}

// TestEveryFunctionIsDecided lists, for every function, where it is pushed down.
func TestEveryFunctionIsDecided(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, f := range ir.Functions() {
		fmt.Fprintf(&b, "%-16s", f.Name)
		for _, d := range sqlgen.Dialects() {
			if sqlgen.Pushes(f.Name, d) {
				fmt.Fprintf(&b, " %s", d)
			}
		}
		if !sqlgen.Pushes(f.Name, sqlgen.MySQL) {
			b.WriteString(" judged by Dogwatch")
		}
		b.WriteString("\n")
	}
	compare(t, filepath.Join("testdata", "accepted.golden"), b.String())
}

func compare(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is not up to date: go test ./rules/sqlgen -update\n%s", path, got)
	}
}
