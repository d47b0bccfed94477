package ir

// logicTable holds the connectives and what chooses between values.
func logicTable() []Function {
	truth := []Param{need("a", Boolean), need("b", Boolean)}
	return []Function{
		{Name: "and", Form: FormInfix, Group: "logic", Nulls: NullLogic, Title: "Both hold",
			Doc:        "False if either side is false, even when the other is unknown or faulted. Also written &&.",
			Example:    `months > 0 and name != nil`,
			Signatures: []Signature{gives(Boolean, truth...)}},
		{Name: "or", Form: FormInfix, Group: "logic", Nulls: NullLogic, Title: "At least one holds",
			Doc:        "True if either side is true, even when the other is unknown or faulted. Also written ||.",
			Example:    `status == "1" or months > 0`,
			Signatures: []Signature{gives(Boolean, truth...)}},
		{Name: "not", Form: FormPrefix, Group: "logic", Title: "Does not hold",
			Doc:        "The opposite; unknown stays unknown. Also written !, and before in, contains, startsWith, endsWith, matches.",
			Example:    `not (months > 12)`,
			Signatures: []Signature{gives(Boolean, need("a", Boolean))}},
		{Name: "if", Group: "logic", Nulls: NullChoice, Title: "One of two values",
			Doc:        "The second argument if the condition is true, else (false or unknown) the third; also written c ? a : b. Only the branch taken can fault.",
			Example:    `if(grade == 1, 800, 400)`,
			Signatures: []Signature{ifSignature()}},
		{Name: "coalesce", Group: "logic", Nulls: NullChoice, Title: "First value that is known",
			Doc:        "The first argument that is not null; also written a ?? b.",
			Example:    `coalesce(end_date, date("9999-12-31"))`,
			Signatures: []Signature{unified(same("a", anyBase), same("b", anyBase)).variadic()}},
		{Name: "is_null", Form: FormInternal, Group: "logic", Nulls: NullNever, Title: "Is null",
			Doc: "Written x == nil. Never unknown.", Example: `status == nil`,
			Signatures: []Signature{gives(Boolean, needIn("x", anyBase))}},
		{Name: "not_null", Form: FormInternal, Group: "logic", Nulls: NullNever, Title: "Is not null",
			Doc: "Written x != nil. Never unknown.", Example: `status != nil`,
			Signatures: []Signature{gives(Boolean, needIn("x", anyBase))}},
	}
}

func ifSignature() Signature {
	s := unified(need("condition", Boolean), same("then", anyBase), same("else", anyBase))
	s.result = func(args []*Node) (Type, string) { return Common(args[1:]), "" }
	return s
}
