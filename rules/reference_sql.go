package rules

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// statements writes the example of a function in every dialect that may be given it.
func statements(f *ir.Function) []string {
	e, problems := Compile(f.Example, Scope{Schema: ReferenceSchema()})
	if len(problems) > 0 {
		return nil
	}
	bound, err := e.Bind(Env{})
	if err != nil {
		return nil
	}
	var list []string
	for _, d := range sqlgen.Dialects() {
		if !sqlgen.Pushes(f.Name, d) {
			continue
		}
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

// ReferenceSchema has the columns that the examples of the reference are about.
func ReferenceSchema() Schema {
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
