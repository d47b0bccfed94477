package interp

import (
	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// code evaluates the checks of identifiers, and passes on the questions to dictionaries.
func (e evaluation) code(n *ir.Node, args []ir.Value) Result {
	x := args[0].Text()
	switch n.Function.Name {
	case "id_card_valid":
		return boolean(civil.IDCardValid(x))
	case "id_card_fault":
		return value(ir.TextOf(civil.IDCardFault(x)))
	case "id_card_birth":
		days, ok := civil.IDCardBirth(x)
		return orNull(n, ir.DateOf(int64(days)), ok)
	case "id_card_sex":
		sex, ok := civil.IDCardSex(x)
		return orNull(n, ir.TextOf(sex), ok)
	case "id_card_division":
		division, ok := civil.IDCardDivision(x)
		return orNull(n, ir.TextOf(division), ok)
	case "credit_code_valid":
		return boolean(civil.CreditCodeValid(x))
	case "bank_card_valid":
		return boolean(civil.BankCardValid(x))
	case "disability_card_valid":
		return boolean(civil.DisabilityCardValid(x))
	case "phone_valid":
		return boolean(civil.PhoneValid(x))
	}
	return e.dictionary(n, args)
}
