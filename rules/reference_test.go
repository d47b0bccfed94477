package rules_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestReferenceExamplesCompile reads the columns of an example off its words.
func TestReferenceExamplesCompile(t *testing.T) {
	t.Parallel()
	columns := map[ir.Base]string{
		ir.Text: `name status code email address id_card surname given_name bank_no birth_text amount_text seq nation nation_name district sex org_code
			account card_no phone level`,
		ir.Integer:   "household_size months persons amount_fen count grade",
		ir.Decimal:   "amount base_amount care_amount total a b",
		ir.Float:     "rate",
		ir.Boolean:   "is_disabled",
		ir.Date:      "birth_date death_date end_date start_date pay_date apply_date other.death_date",
		ir.Month:     "pay_month",
		ir.Timestamp: "registered_at sent_at received_at",
	}
	var schema rules.Schema
	for base, names := range columns {
		for name := range strings.FieldsSeq(names) {
			f := rules.Field{Name: name, Type: ir.Of(base)}
			if base == ir.Decimal {
				f.Type = ir.DecimalType(12, 2)
			}
			schema = append(schema, f)
		}
	}
	for _, e := range rules.Reference() {
		if e.Title == "" || e.Section == "" || e.Name == "" {
			t.Errorf("%+v is incomplete", e)
		}
		if _, problems := rules.Compile(e.Example, rules.Scope{Schema: schema}); problems != nil {
			t.Errorf("example of %s: %s: %v", e.Name, e.Example, problems)
		}
	}
}

func TestReferenceHasEveryFunction(t *testing.T) {
	t.Parallel()
	if got, want := len(rules.Reference()), len(ir.Functions())-1+14+7; got != want {
		t.Errorf("%d entries, want %d: all functions but as_decimal, 14 types, 7 literals", got, want)
	}
}
