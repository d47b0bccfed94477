package rules

// typeEntries describes the types.
func typeEntries() []Entry {
	entry := func(name, title, meaning, example string) Entry {
		return Entry{Section: "types", Name: name, Title: title, Meaning: meaning, Example: example}
	}
	const meaningOf = "Text that brings its format check and its masking; in rules it behaves as text."
	return []Entry{
		entry("text", "Text", "Compared and ordered by UTF-8 bytes; trailing spaces U+0020 are cut when it is read. Lengths and positions count code points.", `name == "张三"`),
		entry("integer", "Whole number", "64 bits; beyond them the row is faulted.", `household_size >= 1`),
		entry("decimal(p,s)", "Exact number", "At most 38 digits. Sums keep the larger scale, products add the scales, quotients have max(6, s1+s2) places, half away from zero. Beyond 38 digits the row is faulted.", `amount == 300.00`),
		entry("float", "Inexact number", "Only from columns of that type; goes together with literals only. Write to_decimal(x, 2) for anything else.", `rate > 0.5`),
		entry("boolean", "True or false", "Three-valued: unknown where an operand is null.", `is_disabled`),
		entry("date", "Civil date", "A day without a zone, years 1 to 9999.", `death_date <= today()`),
		entry("month", "Civil month", "Read from 202611 or 2026-11.", `pay_month == 202611`),
		entry("timestamp", "Civil time", "Microseconds without a zone; write date(x) to compare with a date.", `registered_at < "2026-11-24 08:00:00"`),
		entry("id_card", "Citizen ID number", meaningOf, `id_card_valid(id_card)`),
		entry("credit_code", "Unified social credit code", meaningOf, `credit_code_valid(org_code)`),
		entry("division_code", "Division code", meaningOf, `division_valid(district, pay_date)`),
		entry("bank_account", "Bank account", meaningOf, `bank_card_valid(account)`),
		entry("phone", "Telephone number", meaningOf, `phone_valid(phone)`),
		entry("disability_card", "Disability card number", meaningOf, `disability_card_valid(card_no)`),
	}
}

// literalEntries describes how constants are written.
func literalEntries() []Entry {
	entry := func(name, title, meaning, example string) Entry {
		return Entry{Section: "literals", Name: name, Title: title, Meaning: meaning, Example: example}
	}
	return []Entry{
		entry("nil", "Nothing", "Only in x == nil and x != nil, and as a branch of a choice.", `end_date == nil`),
		entry("true, false", "Truths", "", `is_disabled == true`),
		entry("123, -5", "Integers", "Beside decimals they are decimals, beside floats floats, beside months yyyyMM.", `pay_month >= 202601`),
		entry("0.10", "Decimals", "Exact, with the scale that is written; no exponents.", `amount * 0.10`),
		entry(`"…", '…'`, "Texts", "Beside a date, month or timestamp they are read as one: 2026-11-24, 2026-11, 2026-11-24 08:00:00.", `death_date >= "2020-01-01"`),
		entry("other.x", "Column x of the matched row", "In kinds that compare with another source.", `pay_month > month(other.death_date)`),
		entry("limits.age", "A constant", "A value of constants: in a file of rules/, whose name has a dot.", `household_size >= limits.age`),
		entry("old_enough(x)", "A named rule", "An expression of rules: in a file of rules/, with its parameters replaced; it sees them, constants and other named rules, never columns.", `old_enough(household_size)`),
		entry("period.start, period.end", "The period", "Its first day, and the first day after it.", `registered_at < "2026-12-01" or death_date < period.end`),
	}
}
