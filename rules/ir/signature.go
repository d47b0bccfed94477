package ir

// The sets of bases and the signature makers that the tables share.
var (
	anyBase    = BasesOf(Text, Integer, Decimal, Float, Boolean, Date, Month, Timestamp)
	ordered    = BasesOf(Text, Integer, Decimal, Float, Date, Month, Timestamp)
	exact      = BasesOf(Integer, Decimal)
	numeric    = BasesOf(Integer, Decimal, Float)
	dated      = BasesOf(Date, Timestamp)
	calendaric = BasesOf(Date, Month, Timestamp)
)

// need makes a parameter that takes any of the bases.
func need(name string, bases ...Base) Param { return Param{Name: name, In: BasesOf(bases...)} }

func needIn(name string, in Bases) Param { return Param{Name: name, In: in} }

// same makes a parameter that shares its base with the other same parameters.
func same(name string, in Bases) Param { return Param{Name: name, In: in, Same: true} }

// literal makes a parameter that must be a literal.
func literal(name string, base Base) Param {
	return Param{Name: name, In: BasesOf(base), Literal: true}
}

// gives makes a signature with a fixed result.
func gives(base Base, params ...Param) Signature {
	t := Of(base)
	return Signature{Params: params, Gives: base.String(), result: func([]*Node) (Type, string) { return t, "" }}
}

// computed makes a signature whose result depends on the arguments.
func computed(words string, result func([]*Node) (Type, string), params ...Param) Signature {
	return Signature{Params: params, Gives: words, result: result}
}

func (s Signature) optional(n int) Signature {
	s.Optional = n
	return s
}

func (s Signature) variadic() Signature {
	s.Variadic = true
	return s
}

// sumType is the type of a + b and a - b.
func sumType(args []*Node) (Type, string) {
	a, b := args[0].Type, args[1].Type
	if a.Base != Decimal {
		return Of(a.Base), ""
	}
	scale := max(a.Scale, b.Scale)
	return DecimalType(max(a.Precision-a.Scale, b.Precision-b.Scale)+1+scale, scale), ""
}

// productType is the type of a * b.
func productType(args []*Node) (Type, string) {
	a, b := args[0].Type, args[1].Type
	if a.Base != Decimal {
		return Of(a.Base), ""
	}
	return withScale(a.Precision+b.Precision, a.Scale+b.Scale)
}

// quotientType is the type of a / b: a decimal with max(6, s1+s2) places.
func quotientType(args []*Node) (Type, string) {
	a, b := args[0].Type, args[1].Type
	if a.Base == Float {
		return Of(Float), ""
	}
	return withScale(MaxPrecision, max(6, a.Scale+b.Scale))
}

func withScale(precision, scale int32) (Type, string) {
	if scale > MaxPrecision {
		return Type{}, "the result would have more than 38 decimal places; round an operand first"
	}
	return DecimalType(max(precision, scale), scale), ""
}

// firstType is the type of the first argument.
func firstType(args []*Node) (Type, string) { return args[0].Type, "" }

// unified makes a signature whose result is the common type of its arguments.
func unified(params ...Param) Signature {
	return Signature{Params: params, Gives: "the common type", Unified: true,
		result: func(args []*Node) (Type, string) { return Common(args), "" }}
}

// Common gives the type that holds every argument of one base: for decimals the
// widest whole part and the largest scale; a meaning only if all share it. Nulls
// (bare nil) do not count.
func Common(args []*Node) Type {
	var t Type
	for _, a := range args {
		switch {
		case a.Type.Base == Null, a.Kind == Constant && a.Value.IsNull():
		case t.Base == Null:
			t = a.Type
		case t.Base == Decimal && a.Type.Base == Decimal:
			scale := max(t.Scale, a.Type.Scale)
			t = DecimalType(max(t.Precision-t.Scale, a.Type.Precision-a.Type.Scale)+scale, scale)
		case t.Meaning != a.Type.Meaning:
			t.Meaning = NoMeaning
		}
	}
	return t
}

// literalScale reads a literal number of decimal places, 0 to 38.
func literalScale(n *Node) (int32, string) {
	places := n.Value.Number()
	if n.Value.IsNull() || places < 0 || places > MaxPrecision {
		return 0, "the number of decimal places is 0 to 38"
	}
	return int32(places), ""
}
