package ir

// textTable holds the functions of text. Lengths and positions count code points.
func textTable() []Function {
	x := need("x", Text)
	test := func(name, title, doc, example string) Function {
		return Function{Name: name, Form: FormInfix, Group: "text", Title: title, Doc: doc, Example: example,
			Signatures: []Signature{gives(Boolean, need("a", Text), need("b", Text))}}
	}
	change := func(name, title, doc, example string) Function {
		return Function{Name: name, Group: "text", Title: title, Doc: doc, Example: example,
			Signatures: []Signature{gives(Text, x)}}
	}
	return append([]Function{
		test("startsWith", "Begins with", "By bytes, case counts. The empty text begins everything.", `code startsWith "1101"`),
		test("endsWith", "Ends with", "By bytes, case counts.", `name endsWith "区"`),
		test("contains", "Contains", "By bytes, case counts.", `address contains "北京"`),
		{Name: "matches", Form: FormInfix, Group: "text", Title: "Matches a pattern",
			Doc:        "RE2, anywhere in the text unless anchored with ^ and $. The pattern is a literal.",
			Example:    `code matches "^[0-9]{12}$"`,
			Signatures: []Signature{gives(Boolean, need("a", Text), literal("pattern", Text))}},
		{Name: "len", Group: "text", Title: "Number of code points", Example: `len(id_card) == 18`,
			Signatures: []Signature{gives(Integer, x)}},
		change("lower", "Lower case", "Unicode simple mapping.", `lower(email)`),
		change("upper", "Upper case", "Unicode simple mapping.", `upper(id_card)`),
		change("trim", "Without white space at both ends", "Unicode White_Space, U+3000 included.", `trim(name) == name`),
		{Name: "blank", Group: "text", Nulls: NullNever, Title: "Null or only white space",
			Doc: "Unicode White_Space, U+3000 included; the empty text is blank.", Example: `not blank(name)`,
			Signatures: []Signature{gives(Boolean, x)}},
		{Name: "left", Group: "text", Title: "First code points", Doc: "The whole text if it is shorter; n below 1 gives the empty text.",
			Example: `left(id_card, 6)`, Signatures: []Signature{gives(Text, x, need("n", Integer))}},
		{Name: "right", Group: "text", Title: "Last code points", Doc: "The whole text if it is shorter; n below 1 gives the empty text.",
			Example: `right(id_card, 1)`, Signatures: []Signature{gives(Text, x, need("n", Integer))}},
		{Name: "substr", Group: "text", Title: "Part of a text", Doc: "The code points at the positions start to start+n-1 (the first is 1) that exist; without n to the end.",
			Example: `substr(id_card, 7, 8)`, Signatures: []Signature{gives(Text, x, need("start", Integer), need("n", Integer)).optional(1)}},
		{Name: "slice", Form: FormInternal, Group: "text", Title: "Slice of a text",
			Doc:     "Written x[from:to], half open, the first code point is 0; a negative bound counts from the end; bounds beyond the text are cut.",
			Example: `id_card[6:14]`, Signatures: []Signature{gives(Text, x, need("from", Integer), need("to", Integer)).optional(1)}},
		{Name: "replace", Group: "text", Title: "Replace every occurrence", Doc: "An empty old text changes nothing.", Example: `replace(name, " ", "")`,
			Signatures: []Signature{gives(Text, x, need("old", Text), need("new", Text))}},
		{Name: "concat", Group: "text", Title: "Joined texts", Example: `concat(surname, given_name)`,
			Signatures: []Signature{gives(Text, need("a", Text), need("b", Text)).variadic()}},
		{Name: "pad_left", Group: "text", Faults: []Fault{TooLong}, Title: "Filled from the left",
			Doc:     "Up to n code points with the fill text repeated (cut on its right); longer texts and an empty fill change nothing. n beyond 4000: faulted.",
			Example: `pad_left(bank_no, 12, "0")`, Signatures: []Signature{gives(Text, x, need("n", Integer), need("fill", Text))}},
		{Name: "is_digits", Group: "text", Title: "Only ASCII digits", Doc: "False for the empty text.", Example: `is_digits(code)`,
			Signatures: []Signature{gives(Boolean, x)}},
		{Name: "is_chinese_name", Group: "text", Title: "Looks like a Chinese name",
			Doc:     "2 to 60 code points of script Han, with · (U+00B7) between them, not at an end and not twice in a row.",
			Example: `is_chinese_name(name)`, Signatures: []Signature{gives(Boolean, x)}},
		{Name: "to_text", Group: "text", Title: "As text",
			Doc:     "An integer or decimal with all digits of its scale; a date, month or timestamp in ISO form or by a layout (yyyy MM dd HH mm ss).",
			Example: `to_text(pay_month, "yyyyMM")`, Signatures: []Signature{
				gives(Text, need("x", Text, Integer, Decimal, Boolean)),
				gives(Text, needIn("x", calendaric), literal("layout", Text)).optional(1)}},
	}, foundTable()...)
}

// foundTable holds what makes typed text comparable, and what a pattern finds.
func foundTable() []Function {
	x := need("x", Text)
	change := func(name, title, doc, example string) Function {
		return Function{Name: name, Group: "text", Title: title, Doc: doc, Example: example, Signatures: []Signature{gives(Text, x)}}
	}
	return []Function{
		change("fold_width", "Full-width signs as half-width ones", "U+FF01 to U+FF5E and U+3000, as people type digits and letters in Chinese.", `is_digits(fold_width(code))`),
		change("name_key", "What of a name is compared between sources", "Without white space and the dots that stand between parts of a name (· • ・ . and their kin), full-width letters half-width, letters upper case.",
			`name_key(name) == name_key(given_name)`),
		{Name: "extract", Group: "text", Nulls: NullPartial, Title: "What a pattern finds",
			Doc:        "The first group of the first match, or the whole match if the pattern has no group; null where nothing matches. RE2; the pattern is a literal.",
			Example:    `extract(code, "^PC([0-9]{6})") == "202611"`,
			Signatures: []Signature{gives(Text, x, literal("pattern", Text))}},
	}
}
