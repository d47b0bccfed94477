package interp

import (
	"github.com/dogwatch/dogwatch/rules/ir"
)

func orNull(n *ir.Node, v ir.Value, ok bool) Result {
	if !ok {
		return value(ir.NullOf(n.Type))
	}
	return value(v)
}

// workdays asks the table of holidays.
func (e evaluation) workdays(args []ir.Value) Result {
	if e.dictionaries == nil {
		return value(ir.NullOf(ir.Of(ir.Integer)))
	}
	n, known := e.dictionaries.Workdays(int32(args[0].Number()), int32(args[1].Number()))
	if known != ir.True {
		return value(ir.NullOf(ir.Of(ir.Integer)))
	}
	return value(ir.IntegerOf(n))
}

// dictionary asks a table; without dictionaries every answer is unknown.
func (e evaluation) dictionary(n *ir.Node, args []ir.Value) Result {
	if n.Function.Name == "code_count" {
		return e.countCodes(n, args[0].Text(), int32(args[1].Number()))
	}
	table, rest := ir.DivisionDictionary, args
	if n.Function.Name[0] != 'd' {
		table, rest = args[0].Text(), args[1:]
	}
	key, on := rest[0].Text(), int32(rest[1].Number())
	if e.dictionaries == nil {
		return value(ir.NullOf(n.Type))
	}
	switch n.Function.Name {
	case "division_valid", "code_valid":
		return truth(e.dictionaries.Valid(table, key, on))
	case "division_name", "code_title":
		title, known := e.dictionaries.Title(table, key, on)
		return orNull(n, ir.TextOf(title), known == ir.True)
	}
	amount, known := e.dictionaries.Number(table, key, on)
	return orNull(n, ir.DecimalOf(amount, ir.StandardType()), known == ir.True)
}

// countCodes asks a table how many codes it has.
func (e evaluation) countCodes(n *ir.Node, table string, on int32) Result {
	if e.dictionaries == nil {
		return value(ir.NullOf(n.Type))
	}
	count, known := e.dictionaries.Count(table, on)
	return orNull(n, ir.IntegerOf(count), known == ir.True)
}
