package rules

import (
	"fmt"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// statements writes an example in every dialect whose servers may be given the whole of it.
func statements(example string) []string {
	scope, env := ReferenceScope()
	e, problems := Compile(example, scope)
	if len(problems) > 0 {
		return nil
	}
	bound, err := e.Bind(env)
	if err != nil {
		return nil
	}
	var list []string
	for _, d := range sqlgen.Dialects() {
		fragment, ok, _ := sqlgen.Generate(bound, d, func(name string) (string, bool) { return name, true })
		if !ok {
			continue
		}
		text := string(d) + ": " + fragment.Text
		if len(fragment.Args) > 0 {
			text += fmt.Sprintf("  %v", fragment.Args)
		}
		list = append(list, text)
	}
	return list
}

// ReferenceScope has what the examples of the reference name, and the values that its SQL
// shows of them.
func ReferenceScope() (Scope, Env) {
	start, _ := ir.DayOf(2026, 11, 1)
	end, _ := ir.DayOf(2026, 12, 1)
	return Scope{
			Schema:    referenceSchema(),
			Constants: map[string]Type{"limits.age": ir.Of(ir.Integer)},
			Named:     map[string]NamedRule{"old_enough": {Params: []Param{{Name: "x"}}, Source: "x >= limits.age"}},
		}, Env{
			AsOf: time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC), Zone: time.UTC, PeriodStart: start, PeriodEnd: end,
			Constants: map[string]Value{"limits.age": ir.IntegerOf(60)},
		}
}

// referenceSchema has the columns that the examples are about.
func referenceSchema() Schema {
	columns := []struct {
		typ   Type
		names string
	}{
		{ir.Of(ir.Text), `name status code email address id_card surname given_name bank_no birth_text amount_text seq nation nation_name district sex org_code
			account card_no phone level`},
		{ir.Of(ir.Integer), "household_size months persons amount_fen count grade"},
		{ir.DecimalType(12, 2), "amount base_amount care_amount total a b"},
		{ir.Of(ir.Float), "rate"},
		{ir.Of(ir.Boolean), "is_disabled"},
		{ir.Of(ir.Date), "birth_date death_date end_date start_date pay_date apply_date other.death_date"},
		{ir.Of(ir.Month), "pay_month"},
		{ir.Of(ir.Timestamp), "registered_at sent_at received_at"},
	}
	var schema Schema
	for _, c := range columns {
		for name := range strings.FieldsSeq(c.names) {
			schema = append(schema, Field{Name: name, Type: c.typ})
		}
	}
	return schema
}
