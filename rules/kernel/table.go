package kernel

import (
	"maps"
	"strings"

	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A maker prepares the operation of a call: it reads the types and the literals.
type maker func(n *ir.Node, d ir.Dictionaries) operation

// plain makes an operation that needs no preparation.
func plain(run operation) maker { return func(*ir.Node, ir.Dictionaries) operation { return run } }

// operations is the kernel of every function of the language, but in and between,
// which become others, those of ID numbers (cardParts), and what Bind replaces.
func operations() map[string]maker {
	all := map[string]maker{}
	for _, group := range []map[string]maker{logicTable(), numberTable(), textTable(), dateTable(), codeTable()} {
		maps.Copy(all, group)
	}
	return all
}

func logicTable() map[string]maker {
	return map[string]maker{
		"and":      plain(conjunction),
		"or":       plain(either),
		"not":      plain(negation),
		"if":       plain(choice),
		"coalesce": plain(coalesce),
		"is_null":  plain(isNull),
		"not_null": plain(notNull),
		"==":       equal(false),
		"!=":       equal(true),
		"<":        less(false, false),
		">":        less(true, false),
		"<=":       less(true, true),
		">=":       less(false, true),
		"min":      extreme(false),
		"max":      extreme(true),
	}
}

func numberTable() map[string]maker {
	return map[string]maker{
		"+":          sum,
		"-":          difference,
		"*":          product,
		"/":          quotient,
		"%":          remainder,
		"neg":        negative,
		"as_decimal": rescaled(),
		"abs":        absolute,
		"round":      rescaled(),
		"floor":      floored(false),
		"ceil":       floored(true),
		"to_integer": toInteger,
		"to_decimal": toDecimal,
		"is_number":  test(isNumber),
	}
}

func textTable() map[string]maker {
	return map[string]maker{
		"startsWith":      startsWith,
		"endsWith":        testPair(strings.HasSuffix),
		"contains":        testPair(strings.Contains),
		"matches":         matches,
		"len":             length,
		"lower":           change(strings.ToLower),
		"upper":           change(strings.ToUpper),
		"trim":            change(trimmed),
		"blank":           blank,
		"left":            part(leftBounds),
		"right":           part(rightBounds),
		"substr":          part(substrBounds),
		"slice":           part(sliceBounds),
		"replace":         plain(replaced),
		"concat":          plain(joined),
		"pad_left":        plain(padded),
		"is_digits":       test(digitsOnly),
		"is_chinese_name": test(chineseName),
		"to_text":         toText,
		"fold_width":      change(civil.FoldWidth),
		"name_key":        change(civil.NameKey),
		"extract":         extracted,
	}
}

func dateTable() map[string]maker {
	return map[string]maker{
		"date":                 toDate,
		"is_date":              isDate,
		"month":                toMonth,
		"year":                 field(yearOfDay),
		"month_of":             field(monthInYear),
		"day":                  field(dayInMonth),
		"weekday":              field(weekday),
		"first_day":            dayOfMonth(firstOfMonth),
		"last_day":             dayOfMonth(lastOfMonth),
		"add_days":             addDays,
		"add_months":           addMonths,
		"days_between":         daysBetween,
		"months_between":       monthsBetween,
		"working_days_between": workdaysBetween,
		"seconds_between":      secondsBetween,
		"age":                  ages,
	}
}

func codeTable() map[string]maker {
	return map[string]maker{
		"credit_code_valid":     test(civil.CreditCodeValid),
		"bank_card_valid":       test(civil.BankCardValid),
		"disability_card_valid": test(civil.DisabilityCardValid),
		"phone_valid":           test(civil.PhoneValid),
		"division_valid":        ask(askValid),
		"division_name":         ask(askTitle),
		"code_valid":            ask(askValid),
		"code_title":            ask(askTitle),
		"code_count":            countCodes,
		"standard":              ask(askNumber),
	}
}
