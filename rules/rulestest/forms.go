package rulestest

// The forms of each base. A hole is <name>>: a small letter is a column or literal,
// a capital an expression (t text, i integer, d decimal, b boolean, a date, m month,
// s timestamp, f float).

func (w writer) truths() []string {
	forms := []string{"<compare>>", "<compare>>", "<compare>>", "(<B>> and <B>>)", "(<B>> or <B>>)", "(not <B>>)", "<list>>",
		"(<T>> <test>> <t>>)", "(<I>> in -3..9)", "<compare>>"}
	if !w.profile.NoNulls {
		forms = append(forms, "(<any>> == nil)", "(<any>> != nil)")
	}
	if w.profile.Witness {
		return append(forms, `(<T>> matches "^[a-z0-9]+$")`, "(<B>> ? <B>> : <B>>)")
	}
	if w.profile.Plain {
		return append(forms, "between(<D>>, <d>>, <d>>)", "between(<A>>, <a>>, <a>>)")
	}
	return append(forms, `(<T>> matches "^[a-z0-9]+$")`, `(<T>> matches "张|𠮷")`, "if(<B>>, <B>>, <B>>)", "coalesce(<B>>, <B>>)",
		"between(<D>>, <d>>, <I>>)", "between(<T>>, <t>>, <t>>)", "blank(<T>>)", "is_digits(<T>>)", "is_chinese_name(<T>>)", "is_number(<T>>)",
		"is_date(<T>>, <layout>>)", "id_card_valid(<T>>)", "credit_code_valid(<T>>)", "bank_card_valid(<T>>)", "phone_valid(<T>>)",
		"disability_card_valid(<T>>)", "division_valid(<T>>, <A>>)", `code_valid("nation", <T>>)`, `(<D>> == standard("care", <t>>, <M>>))`,
		"(<F>> > 0.25)", "((<F>> * <F>>) <order>> <F>>)", "((<F>> / <F>>) <order>> 1)", "(<S>> <order>> <S>>)")
}

func (w writer) texts() []string {
	if w.profile.Plain {
		return nil
	}
	return []string{"lower(<T>>)", "upper(<T>>)", "trim(<T>>)", "left(<T>>, <n>>)", "right(<T>>, <n>>)", "substr(<T>>, <n>>, <n>>)", "substr(<T>>, <I>>)",
		"<t>>[<n>>:<n>>]", "replace(<T>>, <t>>, <t>>)", "concat(<T>>, <T>>)", "(<T>> + <T>>)", `pad_left(<T>>, <n>>, "0")`, "to_text(<I>>)", "fold_width(<T>>)", "name_key(<T>>)", `extract(<T>>, "[0-9]+")`, `extract(<T>>, "a(b?)")`, `extract(<T>>, "(a)|b")`,
		"to_text(<D>>)", "to_text(<A>>, <layout>>)", "to_text(<M>>)", "to_text(<S>>)", "coalesce(<T>>, <T>>)", "if(<B>>, <T>>, <T>>)", "min(<T>>, <T>>)", "id_card_fault(<t>>)",
		"id_card_sex(<t>>)", "id_card_division(<t>>)", `code_title("nation", <T>>)`, "division_name(<T>>, <a>>)"}
}

func (w writer) integers() []string {
	forms := []string{"(<I>> + <I>>)", "(<I>> - <I>>)", "(<I>> * <I>>)"}
	if w.profile.Witness {
		return append(forms, "len(<T>>)", "(-<I>>)")
	}
	forms = append(forms, "len(<T>>)", "(<A>> - <A>>)", "days_between(<a>>, <a>>)")
	if w.profile.Plain {
		return forms
	}
	return append(forms, "(<I>> % <I>>)", "(-<I>>)", "abs(<I>>)", "min(<I>>, <I>>, <I>>)", "max(<I>>, <I>>)", "coalesce(<I>>, <I>>)", "if(<B>>, <I>>, <I>>)",
		"to_integer(<T>>)", "to_integer(<D>>)", "year(<A>>)", "month_of(<A>>)", "day(<A>>)", "weekday(<A>>)", "months_between(<A>>, <A>>)", "(<M>> - <M>>)",
		"working_days_between(<A>>, <A>>)", "age(<A>>)", "age(<A>>, <A>>)", `code_count("nation", <A>>)`, "seconds_between(<s>>, <s>>)", "day(<S>>)", "year(<M>>)")
}

// decimals rounds products and quotients, so that scales stay within 38.
func (w writer) decimals() []string {
	forms := []string{"(<D>> + <D>>)", "(<D>> - <D>>)", "(<D>> + <I>>)"}
	if w.profile.Plain {
		return append(forms, "(<d>> * <d>>)")
	}
	return append(forms, "round(<D>> * <D>>, 3)", "round(<D>> / <D>>, 2)", "round(<I>> / <I>>, 4)", "(<d>> / <d>>)", "(-<D>>)", "abs(<D>>)", "round(<D>>)", "round(<D>>, 1)",
		"floor(<D>>)", "ceil(<D>>)", "min(<D>>, <D>>)", "max(<D>>, <I>>)", "coalesce(<D>>, <I>>)", "if(<B>>, <D>>, <d>>)", "to_decimal(<T>>, 2)",
		"to_decimal(<I>>, 1)", "to_decimal(<f>>, 3)", `standard("care", <T>>, <A>>)`)
}

func (w writer) dates() []string {
	if w.profile.Plain {
		return []string{"(<a>> + <n>>)", "(<a>> - <n>>)"}
	}
	return []string{"(<A>> + <I>>)", "(<A>> - <n>>)", "add_days(<A>>, <n>>)", "add_months(<A>>, <I>>)", "first_day(<A>>)", "last_day(<M>>)", "last_day(<A>>)",
		"date(<T>>, <layout>>)", "date(<S>>)", "date(<M>>)", "coalesce(<A>>, <A>>)", "if(<B>>, <A>>, <A>>)", "max(<A>>, <A>>)", "id_card_birth(<t>>)"}
}

func (w writer) months() []string {
	if w.profile.Plain {
		return nil
	}
	return []string{"month(<A>>)", "month(<S>>)", `month(<T>>, "yyyyMM")`, "(<M>> + <n>>)", "(<M>> - <I>>)", "add_months(<M>>, <n>>)", "coalesce(<M>>, <M>>)", "if(<B>>, <M>>, <M>>)"}
}
