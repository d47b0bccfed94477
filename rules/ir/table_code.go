package ir

// codeTable holds the checks of identifiers and the questions to dictionaries.
func codeTable() []Function {
	x := need("x", Text)
	valid := func(name, title, doc, example string) Function {
		return Function{Name: name, Group: "code", Title: title, Doc: doc, Example: example,
			Signatures: []Signature{gives(Boolean, x)}}
	}
	part := func(name, title, doc, example string, base Base) Function {
		return Function{Name: name, Group: "code", Nulls: NullPartial, Title: title, Doc: doc, Example: example,
			Signatures: []Signature{gives(base, x)}}
	}
	return append([]Function{
		valid("id_card_valid", "Citizen ID number by GB 11643", "18 characters, a real date, the check character, capital X. The place code is a rule of its own.", `id_card_valid(id_card)`),
		{Name: "id_card_fault", Group: "code", Title: "What is wrong with an ID number", Doc: "The empty text if it is valid.",
			Example: `id_card_fault(id_card) == ""`, Signatures: []Signature{gives(Text, x)}},
		part("id_card_birth", "Birth date in an ID number", "Null if the text holds no real date at its place.", `birth_date == id_card_birth(id_card)`, Date),
		part("id_card_sex", "Sex in an ID number", "男 or 女; null if the text is not shaped like an ID number.", `sex == id_card_sex(id_card)`, Text),
		part("id_card_division", "Division code in an ID number", "The first six digits; null if the text is not shaped like an ID number.", `id_card_division(id_card) startsWith "11"`, Text),
		valid("credit_code_valid", "Unified social credit code by GB 32100", "18 characters with the check character.", `credit_code_valid(org_code)`),
		valid("bank_card_valid", "Bank card number", "13 to 19 digits with the Luhn check digit. Passbooks have none.", `bank_card_valid(account)`),
		valid("disability_card_valid", "Disability card number", "A valid ID number followed by the category 1 to 7 and the grade 1 to 4, and perhaps a reissue mark.", `disability_card_valid(card_no)`),
		valid("phone_valid", "Telephone number of the mainland", "A mobile number of 11 digits or a fixed line with area code.", `phone_valid(phone)`),
	}, dictionaryTable()...)
}

// dictionaryTable holds the functions that ask Env.Dictionaries.
func dictionaryTable() []Function {
	table, code, on := literal("dictionary", Text), need("code", Text), need("on", Date)
	const beyond = " A day beyond the table's coverage is unknown. Without a day: the day of the check."
	return []Function{
		{Name: "division_valid", Group: "code", Nulls: NullPartial, Dictionary: true, DefaultToday: 1, Title: "Division code in force",
			Doc: "By the table of division codes." + beyond, Example: `division_valid(left(id_card, 6), birth_date)`,
			Signatures: []Signature{gives(Boolean, code, on).optional(1)}},
		{Name: "division_name", Group: "code", Nulls: NullPartial, Dictionary: true, DefaultToday: 1, Title: "Name of a division",
			Doc: "Null if there was none." + beyond, Example: `division_name(code) == district`,
			Signatures: []Signature{gives(Text, code, on).optional(1)}},
		{Name: "code_valid", Group: "code", Nulls: NullPartial, Dictionary: true, DefaultToday: 2, Title: "Code of a dictionary in force",
			Doc: "The dictionary is a literal." + beyond, Example: `code_valid("nation", nation)`,
			Signatures: []Signature{gives(Boolean, table, code, on).optional(1)}},
		{Name: "code_title", Group: "code", Nulls: NullPartial, Dictionary: true, DefaultToday: 2, Title: "Title of a code",
			Doc: "Null if the code had none." + beyond, Example: `code_title("nation", nation) == nation_name`,
			Signatures: []Signature{gives(Text, table, code, on).optional(1)}},
		{Name: "code_count", Group: "code", Nulls: NullPartial, Dictionary: true, DefaultToday: 1, Title: "Number of codes in force",
			Doc: "How many codes the dictionary has on the day." + beyond, Example: `code_count("verification-banks") == 33`,
			Signatures: []Signature{gives(Integer, table, on).optional(1)}},
		{Name: "standard", Group: "code", Nulls: NullPartial, Dictionary: true, DefaultToday: 2, Title: "Amount in force",
			Doc: "The amount that the dictionary gives the key on that day, or on the first day of that month; null if it has none." + beyond, Example: `amount == standard("care-subsidy", level, pay_month)`,
			Signatures: []Signature{computed("decimal(18,4)", func([]*Node) (Type, string) { return StandardType(), "" },
				table, need("key", Text), need("on", Date, Month)).optional(1)}},
	}
}
