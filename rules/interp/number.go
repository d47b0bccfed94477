package interp

import (
	"math"
	"math/big"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// number evaluates the functions of numbers.
func number(n *ir.Node, args []ir.Value) Result {
	x := args[0]
	switch n.Function.Name {
	case "abs":
		if x.Type().Base == ir.Float {
			return value(ir.FloatOf(math.Abs(x.Float())))
		}
		return fromBig(new(big.Int).Abs(unscaled(x)), n.Type)
	case "round":
		return fromBig(ir.Rescale(unscaled(x), x.Type().Scale, n.Type.Scale), n.Type)
	case "floor":
		return fromBig(floorOf(x), n.Type)
	case "ceil":
		up := floorOf(ir.DecimalOf(x.Decimal().Negate(), x.Type()))
		return fromBig(up.Neg(up), n.Type)
	case "is_number":
		_, _, _, ok := ir.ParseDecimal(x.Text())
		return boolean(ok)
	case "to_integer":
		return toInteger(x)
	}
	return toDecimal(n, x)
}

// floorOf divides by the scale towards minus infinity.
func floorOf(x ir.Value) *big.Int {
	// Div is Euclidean: for a positive divisor it rounds down.
	return new(big.Int).Div(unscaled(x), ir.PowerOfTen(x.Type().Scale))
}

func toInteger(x ir.Value) Result {
	if x.Type().Base == ir.Text {
		unscaled, _, scale, ok := ir.ParseDecimal(x.Text())
		if !ok || scale != 0 || strings.Contains(x.Text(), ".") {
			return fault(ir.NotANumber)
		}
		x = ir.DecimalOf(unscaled, ir.DecimalType(ir.MaxPrecision, 0))
	}
	whole, rest := new(big.Int).QuoRem(unscaled(x), ir.PowerOfTen(x.Type().Scale), new(big.Int))
	if rest.Sign() != 0 {
		return fault(ir.NotANumber)
	}
	return fromBig(whole, ir.Of(ir.Integer))
}

func toDecimal(n *ir.Node, x ir.Value) Result {
	switch x.Type().Base {
	case ir.Text:
		unscaled, _, scale, ok := ir.ParseDecimal(x.Text())
		if !ok {
			return fault(ir.NotANumber)
		}
		return fromBig(ir.Rescale(unscaled.BigInt(), scale, n.Type.Scale), n.Type)
	case ir.Float:
		return floatToDecimal(x.Float(), n.Type)
	}
	return fromBig(ir.Rescale(unscaled(x), x.Type().Scale, n.Type.Scale), n.Type)
}

// floatToDecimal rounds the exact binary value of the float half away from zero.
func floatToDecimal(f float64, t ir.Type) Result {
	if math.IsInf(f, 0) {
		return fault(ir.Overflow)
	}
	exact := new(big.Rat)
	exact.SetFloat64(f)
	exact.Mul(exact, new(big.Rat).SetInt(ir.PowerOfTen(t.Scale)))
	return fromBig(ir.RoundDiv(exact.Num(), exact.Denom()), t)
}
