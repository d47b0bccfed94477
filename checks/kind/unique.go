package kind

import (
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// unique: no two rows share the values of these columns.
func unique() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "unique", Title: "不重复", Aspect: checks.Content, Dimension: checks.Accuracy,
			Shape: columnsShape("the columns of the key"), DefaultOp: checks.GT, DefaultFail: "> 0", Unit: checks.UnitRows, Percent: "rows", Keyed: true,
			Doc:     "All rows of a key that stands more than once violate. A row with a null in the key is unknown.",
			Example: "unique: [id_card, pay_month]",
		},
		bind: bindUnique, measures: measureUnique, find: findUnique,
	}
}

// uniqueParams are the Params of unique.
type uniqueParams struct{ columns []string }

func bindUnique(scope checks.BindScope, args *syntax.Value) any {
	p := &uniqueParams{}
	for _, v := range listed(args) {
		column := scope.Column(v)
		if column == nil {
			return nil
		}
		p.columns = append(p.columns, column.Name)
	}
	return p
}

func measureUnique(_ *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*uniqueParams)
	if !ok {
		return nil
	}
	return []checks.Measure{checks.Keys{Columns: p.columns}}
}

func findUnique(j checks.Judgement) finding {
	r := j.Results[0]
	f := finding{
		measured: counting(j, r.Violations, checks.Known{Stock: r.Stock, Excepted: r.Excepted}, checks.UnitRows), denominator: r.Rows, counts: r.Counts,
		samples: r.Samples, skipped: idle(r.Counts),
		parts: map[string]string{"keys": strconv.FormatInt(r.Groups, 10)},
	}
	f.found = join("all "+rows(r.Judged)+" have a key of their own", unknown(r.Unknown))
	if r.Violations > 0 {
		f.found = join(share(r.Violations, r.Rows, "row", "rows")+" share "+plural(r.Groups, "key", "keys"), known(r.Counts), unknown(r.Unknown))
	}
	return f
}
