package ir

// compareTable holds the comparisons.
func compareTable() []Function {
	comparison := func(name, title, example string, in Bases) Function {
		return Function{Name: name, Form: FormInfix, Group: "comparison", Title: title, Example: example,
			Doc:        comparisonDoc,
			Signatures: []Signature{gives(Boolean, same("a", in), same("b", in))}}
	}
	return []Function{
		comparison("==", "Equal", `status == "1"`, anyBase),
		comparison("!=", "Not equal", `status != "9"`, anyBase),
		comparison("<", "Less", `grade < 3`, ordered),
		comparison("<=", "Less or equal", `grade <= 4`, ordered),
		comparison(">", "Greater", `months > 0`, ordered),
		comparison(">=", "Greater or equal", `household_size >= 1`, ordered),
		{Name: "in", Form: FormInfix, Group: "comparison", Nulls: NullLogic, Title: "Is one of a list",
			Doc:        "x in [a, b] is x == a or x == b; x in a..b is between(x, a, b). not in is the opposite.",
			Example:    `status in ["1", "2"]`,
			Signatures: []Signature{gives(Boolean, same("x", anyBase), same("item", anyBase)).variadic()}},
		{Name: "between", Group: "comparison", Nulls: NullLogic, Title: "Lies in a closed range",
			Doc:        "x >= low and x <= high, so one failing side suffices to be false.",
			Example:    `between(grade, 1, 4)`,
			Signatures: []Signature{gives(Boolean, same("x", ordered), same("low", ordered), same("high", ordered))}},
		{Name: "min", Group: "comparison", Title: "Smallest argument", Example: `min(start_date, end_date)`,
			Doc:        "Null if any argument is.",
			Signatures: []Signature{unified(same("a", ordered), same("b", ordered)).variadic()}},
		{Name: "max", Group: "comparison", Title: "Largest argument", Example: `max(0, amount)`,
			Doc:        "Null if any argument is.",
			Signatures: []Signature{unified(same("a", ordered), same("b", ordered)).variadic()}},
	}
}

const comparisonDoc = `Text compares by UTF-8 bytes, numbers exactly. A text literal beside a date, month or timestamp is read as one ("2026-11-24", "2026-11"), an integer literal beside a month too (202611). Integers and decimals mix; floats mix with literals only.`
