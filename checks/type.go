package checks

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"

	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules/ir"
)

var decimalForm = regexp.MustCompile(`^decimal\( *([0-9]{1,2}) *, *([0-9]{1,2}) *\)$`)

// TypeNames lists what a column's type may be, decimal as "decimal(p,s)".
func TypeNames() []string {
	names := []string{"text", "integer", "decimal(p,s)", "float", "boolean", "date", "month", "timestamp"}
	for _, m := range meanings() {
		names = append(names, string(m))
	}
	return names
}

func meanings() []ir.Meaning {
	return []ir.Meaning{ir.IDCard, ir.CreditCode, ir.DivisionCode, ir.BankAccount, ir.Phone, ir.DisabilityCard}
}

// parseType reads a column's type: "text", "decimal(12,2)", "id_card".
func parseType(s string) (ir.Type, bool) {
	for base := ir.Text; base <= ir.Timestamp; base++ {
		if base != ir.Decimal && s == base.String() {
			return ir.Of(base), true
		}
	}
	if slices.Contains(meanings(), ir.Meaning(s)) {
		return ir.Type{Base: ir.Text, Meaning: ir.Meaning(s)}, true
	}
	m := decimalForm.FindStringSubmatch(s)
	if m == nil {
		return ir.Type{}, false
	}
	precision, _ := strconv.Atoi(m[1])
	scale, _ := strconv.Atoi(m[2])
	if precision < 1 || precision > ir.MaxPrecision || scale > precision {
		return ir.Type{}, false
	}
	return ir.DecimalType(int32(precision), int32(scale)), true
}

// typeHint says the way out of an unknown type.
func typeHint(s string) string {
	if s == "decimal" || decimalForm.MatchString(s) {
		return fmt.Sprintf("write decimal(p,s): p digits in all, at most %d, s of them decimals", ir.MaxPrecision)
	}
	return syntax.Suggest(s, TypeNames())
}
