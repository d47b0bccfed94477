package rules

import (
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// A typeRow is one type of the reference: what is particular to it. What all have in
// common is in entry.
type typeRow struct {
	name, title, meaning string
	unread               string // what a cell that does not read as one is
	computed             string // what faults beside it, "" for nothing
	example              string
	stored               Type // whose column shows the SQL
}

func (r typeRow) entry() Entry {
	nulls := "a column's NULL; a comparison with it is unknown, x == nil and coalesce tell"
	if r.stored.Base == ir.Text {
		nulls = "a column's NULL, on Oracle the empty text too; a comparison with it is unknown, x == nil and coalesce tell"
	}
	faults := []string{r.unread + " is a violation of the column's `type` check, and null in every rule"}
	if r.computed != "" {
		faults = append(faults, r.computed)
	}
	return Entry{Section: "types", Name: r.name, Title: r.title, Meaning: r.meaning, Nulls: nulls, Faults: faults, Example: r.example, SQL: storedSQL(r.stored)}
}

// storedSQL writes a column of a type in every dialect whose servers may be given one.
func storedSQL(t Type) []string {
	var list []string
	for _, d := range sqlgen.Dialects() {
		if text, ok := sqlgen.Stored(ir.Field{Name: "x", Type: t}, d); ok {
			list = append(list, string(d)+": "+text)
		}
	}
	return list
}

// typeEntries describes the types.
func typeEntries() []Entry {
	var entries []Entry
	for _, r := range append(plainTypes(), meantTypes()...) {
		entries = append(entries, r.entry())
	}
	return entries
}

func plainTypes() []typeRow {
	return []typeRow{
		{"text", "Text", "Compared and ordered by UTF-8 bytes; trailing spaces U+0020 are cut when it is read. Lengths and positions count code points.",
			"a cell whose bytes are no text of its encoding", "a text that pad_left would fill beyond 4,000 code points faults the row", `name == "张三"`, ir.Of(ir.Text)},
		{"integer", "Whole number", "64 bits.",
			"a cell that is no whole number or is beyond 64 bits", "a result beyond 64 bits faults the row", `household_size >= 1`, ir.Of(ir.Integer)},
		{"decimal(p,s)", "Exact number", "At most 38 digits. Sums keep the larger scale, products add the scales, quotients have max(6, s1+s2) places, half away from zero.",
			"a cell that is no number or has more digits or places than the type", "a result beyond 38 digits faults the row", `amount == 300.00`, ir.DecimalType(12, 2)},
		{"float", "Inexact number", "Only from columns of that type; goes together with literals only. Write to_decimal(x, 2) for anything else.",
			"a cell that is no number, infinite or not a number", "a result that is infinite or not a number faults the row", `rate > 0.5`, ir.Of(ir.Float)},
		{"boolean", "True or false", "Three-valued: unknown where an operand is null.",
			"a cell that is neither true nor false", "", `is_disabled`, ir.Of(ir.Boolean)},
		{"date", "Civil date", "A day without a zone, years 1 to 9999.",
			"a cell that is no day of the calendar", "a result outside the years 1 to 9999 faults the row", `death_date <= today()`, ir.Of(ir.Date)},
		{"month", "Civil month", "Read from 202611 or 2026-11.",
			"a cell that is no month of the calendar", "a result outside the years 1 to 9999 faults the row", `pay_month == 202611`, ir.Of(ir.Month)},
		{"timestamp", "Civil time", "Microseconds without a zone; write date(x) to compare with a date.",
			"a cell that is no time of the calendar", "", `registered_at < "2026-11-24 08:00:00"`, ir.Of(ir.Timestamp)},
	}
}

// meantTypes are texts with a meaning. Their form is a check of its own, so that a rule
// sees a text that does not have it.
func meantTypes() []typeRow {
	row := func(meaning ir.Meaning, title, form, masked, example string) typeRow {
		return typeRow{string(meaning), title, "In rules a text. " + form + " " + masked, "a cell whose bytes are no text of its encoding",
			"a text of another form faults nothing: it is a violation of the column's `format` check, and a text like any other in rules", example, Type{Base: ir.Text, Meaning: meaning}}
	}
	return []typeRow{
		row(ir.IDCard, "Citizen ID number", "Its format is GB 11643: 18 characters, a real date of birth, the check character, capital X.", "Masked even where its column is public.", `id_card_valid(id_card)`),
		row(ir.CreditCode, "Unified social credit code", "Its format is GB 32100: 18 characters of its alphabet, a check character, and that of the organisation code within.", "Shown as its column's class says.", `credit_code_valid(org_code)`),
		row(ir.DivisionCode, "Division code", "Its format is 6, 9 or 12 digits; whether there is such a division is asked by division_valid.", "Shown as its column's class says.", `division_valid(district, pay_date)`),
		row(ir.BankAccount, "Bank account", "Its format is 8 to 32 digits; passbooks have no check digit, that of cards is asked by bank_card_valid.", "Masked even where its column is public.", `bank_card_valid(account)`),
		row(ir.Phone, "Telephone number", "Its format is a mobile number of 11 digits, 13 to 19 first, or a fixed line with its area code.", "Masked even where its column is public.", `phone_valid(phone)`),
		row(ir.DisabilityCard, "Disability card number", "Its format is a valid ID number, the category 1 to 7, the grade 1 to 4, and perhaps a reissue mark.", "Masked even where its column is public.", `disability_card_valid(card_no)`),
	}
}

// literalEntries describes how constants are written.
func literalEntries() []Entry {
	const (
		known   = "never null"
		fixed   = "none of its own; one that cannot be read as what stands beside it is refused before anything runs"
		refused = "a name that does not exist is refused before anything runs"
	)
	entry := func(name, title, meaning, nulls, faults, example string) Entry {
		return Entry{Section: "literals", Name: name, Title: title, Meaning: meaning, Nulls: nulls, Faults: []string{faults}, Example: example, SQL: statements(example)}
	}
	return []Entry{
		entry("nil", "Nothing", "Only in x == nil and x != nil, and as a branch of a choice.", "is null itself; x == nil is true or false, never unknown", "none of its own", `end_date == nil`),
		entry("true, false", "Truths", "What holds always and what never does: beside a boolean column, or as a branch of a choice.", known, "none of its own", `is_disabled == true`),
		entry("123, -5", "Integers", "Beside decimals they are decimals, beside floats floats, beside months yyyyMM.", known, fixed, `pay_month >= 202601`),
		entry("0.10", "Decimals", "Exact, with the scale that is written; no exponents.", known, fixed, `amount * 0.10 > 5`),
		entry(`"…", '…'`, "Texts", "Beside a date, month or timestamp they are read as one: 2026-11-24, 2026-11, 2026-11-24 08:00:00.", known, fixed, `death_date >= "2020-01-01"`),
		entry("other.x", "Column x of the matched row", "In kinds that compare with another source.", "as the column is", "as of any column: a cell that does not read is null here", `pay_month > month(other.death_date)`),
		entry("limits.age", "A constant", "A value of constants: in a file of rules/, whose name has a dot.", known, refused, `household_size >= limits.age`),
		entry("old_enough(x)", "A named rule", "An expression of rules: in a file of rules/, with its parameters replaced; it sees them, constants and other named rules, never columns.",
			"as of its expression", "those of its expression", `old_enough(household_size)`),
		entry("period.start, period.end", "The period", "Its first day, and the first day after it.", known, "none of its own", `registered_at < "2026-12-01" or death_date < period.end`),
	}
}
