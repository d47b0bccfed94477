package rulestest

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Profile says what may be drawn. The zero Profile allows everything.
type Profile struct {
	NoNulls      bool // rows without nulls, rules without null tests
	NoFloats     bool
	SmallNumbers bool // integers of -50 to 50
	// Plain rules hold comparisons, null tests, lists, connectives, + - *, len, date
	// differences and text tests only: what a server may judge.
	Plain bool
	// Witness rules hold what expr's own machine judges as we do: integers, text and
	// booleans, without division, slices or case.
	Witness bool
}

// Everything draws from the whole language.
func Everything() Profile { return Profile{} }

// Pushable draws rules that sqlgen has a chance to accept.
func Pushable() Profile { return Profile{Plain: true} }

// Witnessed draws rules and rows that expr's own machine can judge.
func Witnessed() Profile {
	return Profile{NoNulls: true, NoFloats: true, SmallNumbers: true, Plain: true, Witness: true}
}

// Schema draws two or three columns of each base, with Chinese names among them and
// decimals of different scales. Names are plain identifiers: none needs quoting
// because of its case.
func Schema(t *rapid.T, p Profile) ir.Schema {
	var schema ir.Schema
	add := func(name string, typ ir.Type) { schema = append(schema, ir.Field{Name: name, Type: typ}) }
	for i := range rapid.IntRange(2, 3).Draw(t, "columns") {
		add([]string{"code_t", "姓名", "note_t"}[i], ir.Of(ir.Text))
		add([]string{"count_i", "人数", "seq_i"}[i], ir.Of(ir.Integer))
		add(fmt.Sprintf("flag_%d", i), ir.Of(ir.Boolean))
		if p.Witness {
			continue
		}
		scale := rapid.Int32Range(0, 6).Draw(t, "scale")
		precision := rapid.SampledFrom([]int32{scale + 2, 18, 38}).Draw(t, "precision")
		add([]string{"amount_d", "金额", "fee_d"}[i], ir.DecimalType(precision, scale))
		add([]string{"day_a", "日期", "day_b"}[i], ir.Of(ir.Date))
		add(fmt.Sprintf("month_%d", i), ir.Of(ir.Month))
		add(fmt.Sprintf("stamp_%d", i), ir.Of(ir.Timestamp))
		if !p.NoFloats {
			add(fmt.Sprintf("rate_%d", i), ir.Of(ir.Float))
		}
	}
	return schema
}
