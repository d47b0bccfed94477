package kind

import (
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// existsIn: every key has a partner in another contract's payload.
func existsIn() checks.Kind {
	return matchKind(checks.KindDoc{
		Name: "exists_in", Title: "在对方存在",
		Doc:     "A row violates if no row of the other contract has its key, makes `when` true and agrees in the columns of `agree`. A null in the key is unknown; so is a row none of whose partners says yes and one of which is unknown. Counted in keys: rows with one key are one case.",
		Example: "exists_in: household-registry\non: {payee_id: id_card}\nagree: {payee_name: name}",
	}, true)
}

// absentFrom: no key has a partner in another contract's payload.
func absentFrom() checks.Kind {
	return matchKind(checks.KindDoc{
		Name: "absent_from", Title: "不得在对方出现",
		Doc:     "A row violates if some row of the other contract has its key, makes `when` true and agrees in the columns of `agree`. A null in the key is unknown. Counted in keys: rows with one key are one case.",
		Example: "absent_from: death-records\non: [id_card]\nwhen: pay_month > month(other.death_date)",
	}, false)
}

func matchKind(doc checks.KindDoc, want bool) checks.Kind {
	doc.Aspect, doc.Dimension, doc.NeedsID, doc.Keyed = checks.Content, checks.Accuracy, true, true
	doc.Shape, doc.Beside = syntax.Name(), matchKeys()
	doc.DefaultOp, doc.DefaultFail, doc.Unit, doc.Percent = checks.GT, "> 0", checks.UnitKeys, "distinct keys without a null"
	name := doc.Name
	return sort{
		doc:      doc,
		bind:     func(scope checks.BindScope, args *syntax.Value) any { return bindMatch(scope, args, name) },
		measures: func(w *checks.Watch, c *checks.Check) []checks.Measure { return measureMatch(w, c, want) },
		find:     func(j checks.Judgement) finding { return findMatch(j, want) },
		lack:     lackWatch,
	}
}

func matchKeys() []syntax.Key {
	return []syntax.Key{
		{Name: "on", Shape: pairsShape(), Required: true, Doc: "The key: columns of the same name on both sides, or {own: other}.", Example: "{payee_id: id_card}"},
		{Name: "when", Shape: syntax.Rule(), Doc: "Only partners for which this is true count; the other row's columns are other.name."},
		{Name: "agree", Shape: pairsShape(), Doc: "Columns that must be equal in a partner, written like on."},
		{Name: "other_where", Shape: syntax.Rule(), Doc: "Only other rows for which this is true are looked at; it names their columns without other."},
	}
}

func pairsShape() syntax.Shape {
	return syntax.OneOf(syntax.Column(), syntax.ListOf(syntax.Column()), syntax.MapOf(syntax.Column()))
}

// lackWatch is the way out when no watch holds the other contract.
const lackWatch = "the other contract needs a watch in this system, or an entry under refs"

// matchParams are the Params of exists_in and absent_from.
type matchParams struct {
	other      string // contract
	on, agree  []checks.Pair
	when       *rules.Expr
	otherWhere *rules.Expr
}

func bindMatch(scope checks.BindScope, args *syntax.Value, name string) any {
	other := scope.Other(args.Get(name))
	if other == nil {
		return nil
	}
	p := &matchParams{other: other.ID}
	var onOK, agreeOK, whenOK, whereOK bool
	p.on, onOK = pairsOf(scope, args.Get("on"), other)
	p.agree, agreeOK = pairsOf(scope, args.Get("agree"), other)
	p.when, whenOK = ruleOf(args.Get("when"), func(v *syntax.Value) *rules.Expr { return scope.Rule(v, other) })
	p.otherWhere, whereOK = ruleOf(args.Get("other_where"), func(v *syntax.Value) *rules.Expr { return scope.Over(v, other.Schema(), ir.Boolean) })
	if !onOK || !agreeOK || !whenOK || !whereOK {
		return nil
	}
	return p
}

// ruleOf compiles an optional rule; ok is false if it was written and has faults.
func ruleOf(v *syntax.Value, compile func(*syntax.Value) *rules.Expr) (expr *rules.Expr, ok bool) {
	if v == nil {
		return nil, true
	}
	expr = compile(v)
	return expr, expr != nil
}

// pairsOf resolves `a`, `[a, b]` or `{own: other}`; nil and true if v is nil.
func pairsOf(scope checks.BindScope, v *syntax.Value, other *checks.Contract) ([]checks.Pair, bool) {
	if v == nil {
		return nil, true
	}
	var left, right []*syntax.Value
	if v.Form == syntax.Map {
		for _, f := range v.Fields {
			left, right = append(left, f.Key), append(right, f.Value)
		}
	} else {
		left = listed(v)
		right = left
	}
	ok := true
	var pairs []checks.Pair
	for i := range left {
		mine, theirs := scope.Column(left[i]), otherColumn(scope, right[i], other)
		if mine == nil || theirs == nil {
			ok = false
			continue
		}
		ok = comparable(scope, right[i], mine, theirs) && ok
		pairs = append(pairs, checks.Pair{Left: mine.Name, Right: theirs.Name})
	}
	return pairs, ok
}

func otherColumn(scope checks.BindScope, v *syntax.Value, other *checks.Contract) *checks.Column {
	if c := other.Column(v.Text); c != nil {
		return c
	}
	scope.Report(v, "DW-1202", "the contract `"+other.ID+"` has no column `"+v.Text+"`", syntax.Suggest(v.Text, other.Schema().Names()))
	return nil
}

// comparable makes sure that equal values of the two columns can be equal at all:
// keys are compared as they are stored after decoding.
func comparable(scope checks.BindScope, v *syntax.Value, mine, theirs *checks.Column) bool {
	a, b := mine.Type, theirs.Type
	if a.Base == b.Base && a.Scale == b.Scale {
		return true
	}
	scope.Report(v, codeParameter, "`"+mine.Name+"` is "+a.String()+" and `other."+theirs.Name+"` is "+b.String(),
		"columns that are compared need the same type in both contracts")
	return false
}

func measureMatch(w *checks.Watch, c *checks.Check, want bool) []checks.Measure {
	p, ok := c.Params.(*matchParams)
	if !ok {
		return nil
	}
	other := otherWatch(w, p.other)
	if other == nil {
		return nil
	}
	return []checks.Measure{checks.Match{
		Other: other, On: p.on, When: p.when, Agree: p.agree, OtherWhere: p.otherWhere, Want: want,
	}}
}

// otherWatch finds the watch that a contract means for w: the one named under refs,
// w itself, else its system's.
func otherWatch(w *checks.Watch, contract string) *checks.Watch {
	if other := w.Refs[contract]; other != nil {
		return other
	}
	if w.Contract.ID == contract {
		return w
	}
	for _, other := range w.System.Watches {
		if other.Contract.ID == contract {
			return other
		}
	}
	return nil
}

func findMatch(j checks.Judgement, want bool) finding {
	r := j.Results[0]
	bad := violatingKeys(r)
	f := finding{
		measured: counting(j, bad, r.KnownGroups, checks.UnitKeys), denominator: r.Denominator, counts: r.Counts,
		samples: r.Samples, skipped: idle(r.Counts),
		parts: map[string]string{"keys": strconv.FormatInt(r.Denominator, 10)},
	}
	name := j.Watch.Contract.ID
	if p, ok := j.Check.Params.(*matchParams); ok {
		name = p.other
	}
	verb := " are found in " + name
	if want {
		verb = " are not found in " + name
	}
	f.found = share(bad, r.Denominator, "key", "keys") + verb
	if bad > 0 {
		f.found = join(f.found, rows(r.Violations)+" violate")
	}
	f.found = join(f.found, known(r.Counts), unknown(r.Unknown))
	return f
}

// violatingKeys never says fewer than one when rows violate.
func violatingKeys(r checks.Result) int64 {
	if r.Violations > 0 && r.Groups == 0 {
		return r.Violations
	}
	return r.Groups
}
