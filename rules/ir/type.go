package ir

import (
	"fmt"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"
)

// MaxPrecision is the largest number of digits of a decimal.
const MaxPrecision = 38

// A Base is the sort of a value.
type Base uint8

// The bases. Null is the type of a bare nil only; no column has it.
const (
	Null Base = iota
	Text
	Integer
	Decimal
	Float
	Boolean
	Date
	Month
	Timestamp
)

// String gives the word used in contracts and messages.
func (b Base) String() string {
	names := [...]string{"nil", "text", "integer", "decimal", "float", "boolean", "date", "month", "timestamp"}
	if int(b) < len(names) {
		return names[b]
	}
	return fmt.Sprintf("base(%d)", b)
}

// Bases is a set of Base.
type Bases uint16

// BasesOf makes a set.
func BasesOf(bases ...Base) Bases {
	var set Bases
	for _, b := range bases {
		set |= 1 << b
	}
	return set
}

// Has reports membership.
func (s Bases) Has(b Base) bool { return s&(1<<b) != 0 }

// List gives the members in the order of the constants.
func (s Bases) List() []Base {
	var list []Base
	for b := Null; b <= Timestamp; b++ {
		if s.Has(b) {
			list = append(list, b)
		}
	}
	return list
}

// String joins the members: "integer, decimal or float".
func (s Bases) String() string {
	var names []string
	for _, b := range s.List() {
		names = append(names, b.String())
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// A Meaning says what a text stands for; it brings its format check and masking.
type Meaning string

// The meanings of text.
const (
	NoMeaning      Meaning = ""
	IDCard         Meaning = "id_card"
	CreditCode     Meaning = "credit_code"
	DivisionCode   Meaning = "division_code"
	BankAccount    Meaning = "bank_account"
	Phone          Meaning = "phone"
	DisabilityCard Meaning = "disability_card"
)

// A Type is the type of a column or an expression. Precision and Scale matter for
// Decimal only, Meaning for Text only. The zero Type is that of nil.
type Type struct {
	Base      Base
	Precision int32
	Scale     int32
	Meaning   Meaning
}

// Of gives the plain type of a base; for Decimal the widest, decimal(38, 0).
func Of(b Base) Type {
	if b == Decimal {
		return DecimalType(MaxPrecision, 0)
	}
	return Type{Base: b}
}

// DecimalType gives decimal(p, s); the precision is cut to 38.
func DecimalType(precision, scale int32) Type {
	return Type{Base: Decimal, Precision: min(precision, MaxPrecision), Scale: scale}
}

// String writes the type the way a contract does: "decimal(10,2)", "id_card".
func (t Type) String() string {
	switch {
	case t.Base == Decimal:
		return fmt.Sprintf("decimal(%d,%d)", t.Precision, t.Scale)
	case t.Base == Text && t.Meaning != NoMeaning:
		return string(t.Meaning)
	}
	return t.Base.String()
}

// Arrow gives the Arrow type of a column of this type, as connectors deliver it;
// the type of nil is Arrow's null.
func (t Type) Arrow() arrow.DataType {
	switch t.Base {
	case Text:
		return arrow.BinaryTypes.String
	case Integer:
		return arrow.PrimitiveTypes.Int64
	case Decimal:
		return &arrow.Decimal128Type{Precision: t.Precision, Scale: t.Scale}
	case Float:
		return arrow.PrimitiveTypes.Float64
	case Boolean:
		return arrow.FixedWidthTypes.Boolean
	case Date:
		return arrow.FixedWidthTypes.Date32
	case Month:
		return arrow.FixedWidthTypes.MonthInterval
	case Timestamp:
		return &arrow.TimestampType{Unit: arrow.Microsecond}
	}
	return arrow.Null
}

// A Field is a named column.
type Field struct {
	Name string
	Type Type
}

// A Schema is the columns that a rule may name.
type Schema []Field

// Field finds a column by its name.
func (s Schema) Field(name string) (Field, bool) {
	for _, f := range s {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Names lists the columns in schema order.
func (s Schema) Names() []string {
	names := make([]string, len(s))
	for i, f := range s {
		names[i] = f.Name
	}
	return names
}
