package kind

import (
	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// typed: the stored value can be read as the contract's type.
func typed() checks.Kind {
	return sort{
		doc: rowDoc(checks.KindDoc{
			Name: "type", Title: "类型",
			Shape:   syntax.Column(),
			Doc:     "Stands for every column by itself. A row violates if the stored value does not decode to the contract's type: text that is no date, a number with too many decimals. A null does not violate. To every other rule the value is unknown.",
			Example: "type: death_date",
		}),
		bind: bindType, measures: measureType, find: findRows,
	}
}

// typeParams are the Params of type.
type typeParams struct{ column string }

func bindType(scope checks.BindScope, args *syntax.Value) any {
	column := scope.Column(args)
	if column == nil {
		return nil
	}
	return &typeParams{column.Name}
}

func measureType(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*typeParams)
	if !ok {
		return nil
	}
	return []checks.Measure{checks.Decode{Column: p.column}}
}
