package ir

// arithmeticTable holds the operators of arithmetic, dates included.
func arithmeticTable() []Function {
	overflow := []Fault{Overflow, OutOfCalendar}
	two := []Param{same("a", numeric), same("b", numeric)}
	return []Function{
		{Name: "+", Form: FormInfix, Group: "arithmetic", Faults: overflow, Title: "Sum",
			Doc:     "Integers, decimals (scale: the larger) and floats; text + text joins; date + days; month + months.",
			Example: `base_amount + care_amount <= 5000`,
			Signatures: []Signature{computed("the common type", sumType, two...),
				gives(Text, need("a", Text), need("b", Text)),
				gives(Date, need("date", Date), need("days", Integer)),
				gives(Month, need("month", Month), need("months", Integer))}},
		{Name: "-", Form: FormInfix, Group: "arithmetic", Faults: overflow, Title: "Difference",
			Doc:     "Numbers as for +; date - days, date - date in days; month - months, month - month in months.",
			Example: `pay_date - apply_date <= 30`,
			Signatures: []Signature{computed("the common type", sumType, two...),
				gives(Integer, need("a", Date), need("b", Date)),
				gives(Date, need("date", Date), need("days", Integer)),
				gives(Integer, need("a", Month), need("b", Month)),
				gives(Month, need("month", Month), need("months", Integer))}},
		{Name: "*", Form: FormInfix, Group: "arithmetic", Faults: []Fault{Overflow}, Title: "Product",
			Doc:        "The scale is the sum of the scales.",
			Example:    `months * 300.00 == amount`,
			Signatures: []Signature{computed("the common type", productType, two...)}},
		{Name: "/", Form: FormInfix, Group: "arithmetic", Faults: []Fault{DivisionByZero, Overflow}, Title: "Quotient",
			Doc:        "Of integers and decimals a decimal with max(6, s1+s2) places, rounded half away from zero. By zero: faulted.",
			Example:    `total / persons >= 100`,
			Signatures: []Signature{computed("decimal, or float of floats", quotientType, two...)}},
		{Name: "%", Form: FormInfix, Group: "arithmetic", Faults: []Fault{DivisionByZero}, Title: "Remainder",
			Doc:        "Of integers; it has the sign of the dividend.",
			Example:    `amount_fen % 100 == 0`,
			Signatures: []Signature{gives(Integer, need("a", Integer), need("b", Integer))}},
		{Name: "neg", Form: FormInternal, Group: "arithmetic", Faults: []Fault{Overflow}, Title: "Negative",
			Doc: "Written -x.", Example: `-amount < 0`,
			Signatures: []Signature{computed("the type of x", firstType, needIn("x", numeric))}},
		{Name: "as_decimal", Form: FormInternal, Group: "arithmetic", Faults: []Fault{Overflow}, Title: "Integer or decimal as a wider decimal",
			Doc: "Put in by the checker where an integer meets a decimal, or branches differ in scale; it never loses digits.", Example: `count == 1.5`,
			Signatures: []Signature{computed("decimal", firstType, needIn("x", exact))}},
	}
}

// numberTable holds the functions of numbers.
func numberTable() []Function {
	return []Function{
		{Name: "abs", Group: "number", Faults: []Fault{Overflow}, Title: "Absolute value", Example: `abs(a - b) < 0.01`,
			Signatures: []Signature{computed("the type of x", firstType, needIn("x", numeric))}},
		{Name: "round", Group: "number", Faults: []Fault{Overflow}, Title: "Round half away from zero",
			Doc: "To so many decimal places (0 if left out), a literal.", Example: `round(amount / 3, 2)`,
			Signatures: []Signature{computed("decimal(p, places)", roundType, need("x", Decimal), literal("places", Integer)).optional(1)}},
		{Name: "floor", Group: "number", Faults: []Fault{Overflow}, Title: "Largest whole number below", Example: `floor(amount)`,
			Signatures: []Signature{computed("decimal(p, 0)", wholeType, need("x", Decimal))}},
		{Name: "ceil", Group: "number", Faults: []Fault{Overflow}, Title: "Smallest whole number above", Example: `ceil(amount)`,
			Signatures: []Signature{computed("decimal(p, 0)", wholeType, need("x", Decimal))}},
		{Name: "to_integer", Group: "number", Faults: []Fault{NotANumber, Overflow}, Title: "Text or decimal as an integer",
			Doc:        "Text: an optional sign and ASCII digits, nothing else. A decimal must be whole. Otherwise faulted; guard with is_number.",
			Example:    `to_integer(seq) > 0`,
			Signatures: []Signature{gives(Integer, need("x", Text, Decimal))}},
		{Name: "to_decimal", Group: "number", Faults: []Fault{NotANumber, Overflow}, Title: "Text, integer or float as a decimal",
			Doc:        "Rounded half away from zero to the given places, a literal. Text: optional sign, ASCII digits, at most one point, nothing else; otherwise faulted.",
			Example:    `to_decimal(amount_text, 2) <= 5000`,
			Signatures: []Signature{computed("decimal(38, places)", toDecimalType, need("x", Text, Integer, Decimal, Float), literal("places", Integer))}},
		{Name: "is_number", Group: "number", Title: "Text that to_decimal can read",
			Doc: "True for an optional sign, ASCII digits and at most one point, at most 38 digits.", Example: `is_number(amount_text)`,
			Signatures: []Signature{gives(Boolean, need("x", Text))}},
	}
}

func roundType(args []*Node) (Type, string) {
	var places int32
	if len(args) > 1 {
		var why string
		if places, why = literalScale(args[1]); why != "" {
			return Type{}, why
		}
	}
	x := args[0].Type
	return DecimalType(max(x.Precision-x.Scale+1+places, places, 1), places), ""
}

func wholeType(args []*Node) (Type, string) {
	x := args[0].Type
	return DecimalType(x.Precision-x.Scale+1, 0), ""
}

func toDecimalType(args []*Node) (Type, string) {
	places, why := literalScale(args[1])
	return DecimalType(MaxPrecision, places), why
}
