package measure

import (
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
	"github.com/dogwatch/dogwatch/rules/sqlgen"
)

// pushed renders a conjunction of rules over plain columns in the server's language.
// No rule at all is the empty fragment; nil rules are passed over.
func pushed(b *binding, env rules.Env, exprs ...*rules.Expr) (connectors.Fragment, bool) {
	return pushedWith(b, env, nil, exprs...)
}

// pushedWith renders a condition and a conjunction of rules; either may be nil.
func pushedWith(b *binding, env rules.Env, root *ir.Node, exprs ...*rules.Expr) (connectors.Fragment, bool) {
	for _, e := range exprs {
		if e == nil {
			continue
		}
		bound, err := e.Bind(env)
		if err != nil {
			return connectors.Fragment{}, false
		}
		if root == nil {
			root = bound
		} else {
			root = ir.NewCall("and", ir.Of(ir.Boolean), root, bound)
		}
	}
	if root == nil {
		return connectors.Fragment{}, true
	}
	if !b.decided(root, true) {
		return connectors.Fragment{}, false
	}
	return generate(b, root)
}

// violated renders "the filters hold and the rule does not".
func violated(b *binding, env rules.Env, rule *rules.Expr, filters []*rules.Expr) (connectors.Fragment, bool) {
	bound, err := rule.Bind(env)
	if err != nil {
		return connectors.Fragment{}, false
	}
	root := ir.NewCall("not", ir.Of(ir.Boolean), bound)
	for _, e := range filters {
		if e == nil {
			continue
		}
		filter, err := e.Bind(env)
		if err != nil {
			return connectors.Fragment{}, false
		}
		root = ir.NewCall("and", ir.Of(ir.Boolean), filter, root)
	}
	return generate(b, root)
}

// generate asks sqlgen for what a statement takes.
func generate(b *binding, root *ir.Node) (connectors.Fragment, bool) {
	fragment, ok := b.write(root)
	return connectors.Fragment{Text: fragment.Text, Args: fragment.Args}, ok
}

// write asks sqlgen; a column that is stored in another form cannot be named.
func (b *binding) write(root *ir.Node) (sqlgen.Fragment, bool) {
	querier, ok := b.source.(connectors.Querier)
	if !ok || b.dialect == "" || b.differing(root) {
		return sqlgen.Fragment{}, false
	}
	column := func(name string) (string, bool) {
		m := b.watch.Mapping(name)
		if m == nil || !b.written(m) {
			return "", false
		}
		return querier.Quote(m.Physical[0]), true
	}
	fragment, ok, _ := sqlgen.Generate(root, b.dialect, column)
	return fragment, ok
}

// sameStored compares a stored type with the contract's. A decimal with more digits or
// places could hold values that do not decode.
func sameStored(stored, contract arrow.DataType) bool {
	have, isDecimal := stored.(*arrow.Decimal128Type)
	want, wanted := contract.(*arrow.Decimal128Type)
	if isDecimal && wanted {
		return have.Scale <= want.Scale && have.Precision-have.Scale <= want.Precision-want.Scale
	}
	return stored.ID() == contract.ID()
}

// written tells that sqlgen's expression over the stored column gives the contract's
// value: it is stored as it is, or is the day of Oracle's DATE, which has a time of day.
func (b *binding) written(m *checks.Mapping) bool {
	if !plain(m) {
		return false
	}
	c, ok := b.storedAs(m)
	day := ok && b.dialect == sqlgen.Oracle && c.Type == "DATE" && m.Type.Base == ir.Date
	return day || b.native(m)
}

// native tells that the stored type is the contract's, so that the server compares
// what we would compare. An instant (a timestamp with zone) is none: the session's
// zone would decide. Nor is a timestamp with more places than ours.
func (b *binding) native(m *checks.Mapping) bool {
	c, ok := b.storedAs(m)
	return ok && c.Arrow != nil && c.Type != mixedType && sameStored(c.Arrow, m.Type.Arrow()) && !c.Instant && !finer(c)
}

// storedAs gives the stored column of a mapping that has one.
func (b *binding) storedAs(m *checks.Mapping) (connectors.PhysicalColumn, bool) {
	for _, c := range b.schema.Columns {
		if strings.EqualFold(c.Name, m.Physical[0]) {
			return c, true
		}
	}
	return connectors.PhysicalColumn{}, false
}

// finer tells a timestamp of nanoseconds: TIMESTAMP(9).
func finer(c connectors.PhysicalColumn) bool {
	_, digits, _ := strings.Cut(strings.ToLower(c.Type), "timestamp(")
	return digits != "" && digits[0] > '6'
}
