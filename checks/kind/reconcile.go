package kind

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
	"github.com/dogwatch/dogwatch/rules"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// reconcile: both sides hold the same rows.
func reconcile() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "reconcile", Title: "双方数据一致", Aspect: checks.Content, Dimension: checks.Accuracy,
			Shape: reconcileShape(), NeedsID: true, Keyed: true,
			DefaultOp: checks.GT, DefaultFail: "> 0", Unit: checks.UnitKeys, Percent: "the keys of both sides",
			Doc:     "A key violates if only one side has it, or if the rows that the two sides have of it are not the same in the compared columns; the parts tell how many keys of each sort, and of each column. Text is compared by its bytes, as everywhere, whatever the servers' collations are. Two nulls are the same; empty text is null where one side is Oracle. Rows that share a key pair off: equal ones first, the rest in the order of their compared values (nulls first), and a side with more rows differs. A null in the key, and a value that does not decode, are unknown. Counted in keys; rows are those of both sides.",
			Example: "reconcile:\n  with: household-registry\n  on: [id_card]\n  columns: [name, state, amount]\n  tolerance: {amount: 0.01}\n  until: updated_at < today()\n  settle: 5m",
		},
		bind: bindReconcile, measures: measureReconcile, find: findReconcile,
		lack: "the other side has to be another watch: name it under refs",
	}
}

func reconcileShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "with", Shape: syntax.Name(), Required: true, Doc: "The contract of the other side; `refs` of the watch names the watch that is meant, also of the same contract.", Example: "household-registry"},
		syntax.Key{Name: "on", Shape: pairsShape(), Required: true, Doc: "The key, as in exists_in.", Example: "[id_card]"},
		syntax.Key{Name: "columns", Shape: pairsShape(), Doc: "The columns that are compared, written like on; without it all that both contracts have by one name and both sources deliver.", Example: "[name, amount]"},
		syntax.Key{Name: "tolerance", Shape: syntax.MapOf(syntax.OneOf(syntax.Number(), syntax.Duration())), Doc: "How far the values of a column may be apart, absolute: a number, or a duration for dates and timestamps.", Example: "{amount: 0.01, updated_at: 2s}"},
		syntax.Key{Name: "until", Shape: syntax.Rule(), Doc: "The watermark: a key is compared only if this is true of its rows on both sides.", Example: "updated_at < today()"},
		syntax.Key{Name: "other_until", Shape: syntax.Rule(), Doc: "The watermark over the other contract's columns, if they have other names."},
		syntax.Key{Name: "other_where", Shape: syntax.Rule(), Doc: "Only other rows for which this is true are compared."},
		syntax.Key{Name: "transfer", Shape: syntax.Enum("auto", "rows", "checksums"), Default: "auto", Doc: "What crosses the link: rows, or checksums of blocks, made by both servers, and then the rows of blocks that differ; `auto` takes what is cheaper by the sizes of the tables and the pace of the links. Checksums need the tables' primary keys, no `until`, MySQL or PostgreSQL on both sides, and columns of text, whole numbers, decimals, dates and timestamps as they are stored; otherwise rows are read. Both find the same."},
		syntax.Key{Name: "settle", Shape: syntax.Duration(), Default: "0s", Doc: "How long keys that differ rest before they are read once more, at most 1h: only those that differ again violate.", Example: "5m"},
	).Titled("a reconciliation")
}

// reconcileParams are the Params of reconcile.
type reconcileParams struct {
	other   string
	on      []checks.Pair
	columns []checks.Compared
	named   bool // the columns were written
	// The watermark and the filter.
	until, otherUntil, otherWhere *rules.Expr
	settle                        time.Duration
	transfer                      checks.Transfer
}

func bindReconcile(scope checks.BindScope, args *syntax.Value) any {
	other := scope.Other(args.Get("with"))
	if other == nil {
		return nil
	}
	p := &reconcileParams{other: other.ID}
	if v := args.Get("transfer"); v != nil && !v.Is("auto") {
		p.transfer = checks.Transfer(v.Text)
	}
	var onOK bool
	p.on, onOK = pairsOf(scope, args.Get("on"), other)
	columnsOK := p.bindColumns(scope, args, other)
	ruleOK := p.bindRules(scope, args, other)
	settleOK := p.bindSettle(scope, args.Get("settle"))
	if !onOK || !columnsOK || !ruleOK || !settleOK || !p.bindTolerance(scope, args.Get("tolerance")) {
		return nil
	}
	return p
}

func (p *reconcileParams) bindColumns(scope checks.BindScope, args *syntax.Value, other *checks.Contract) bool {
	written := args.Get("columns")
	pairs, ok := pairsOf(scope, written, other)
	p.named = written != nil
	if written == nil {
		pairs, ok = p.shared(scope, args, other)
	}
	for _, pair := range pairs {
		p.columns = append(p.columns, checks.Compared{Pair: pair})
	}
	return ok
}

// shared pairs the columns of one name, the key aside.
func (p *reconcileParams) shared(scope checks.BindScope, args *syntax.Value, other *checks.Contract) (pairs []checks.Pair, ok bool) {
	ok = true
	for i := range scope.Contract().Columns {
		mine := &scope.Contract().Columns[i]
		theirs := other.Column(mine.Name)
		if theirs == nil || slices.ContainsFunc(p.on, func(on checks.Pair) bool { return on.Left == mine.Name }) {
			continue
		}
		ok = comparable(scope, args, mine, theirs) && ok
		pairs = append(pairs, checks.Pair{Left: mine.Name, Right: mine.Name})
	}
	return pairs, ok
}

func (p *reconcileParams) bindRules(scope checks.BindScope, args *syntax.Value, other *checks.Contract) bool {
	over := func(v *syntax.Value) *rules.Expr { return scope.Over(v, other.Schema(), ir.Boolean) }
	var untilOK, otherOK, whereOK bool
	until, otherUntil := args.Get("until"), args.Get("other_until")
	if until == nil && otherUntil != nil {
		scope.Report(otherUntil, codeParameter, "the watermark has one side only", "write `until` for this side too")
		return false
	}
	if otherUntil == nil {
		otherUntil = until
	}
	p.until, untilOK = ruleOf(until, func(v *syntax.Value) *rules.Expr { return scope.Rule(v, nil) })
	p.otherUntil, otherOK = ruleOf(otherUntil, over)
	p.otherWhere, whereOK = ruleOf(args.Get("other_where"), over)
	return untilOK && otherOK && whereOK
}

// longestSettle keeps a patrol from waiting for ever.
const longestSettle = time.Hour

func (p *reconcileParams) bindSettle(scope checks.BindScope, v *syntax.Value) bool {
	if v == nil {
		return true
	}
	settle, err := time.ParseDuration(v.Text)
	if err != nil || settle > longestSettle {
		scope.Report(v, codeParameter, "keys may rest for an hour at most", "write seconds or minutes: 5m")
		return false
	}
	p.settle = settle
	return true
}

func (p *reconcileParams) bindTolerance(scope checks.BindScope, v *syntax.Value) bool {
	if v == nil {
		return true
	}
	ok := true
	for _, f := range v.Fields {
		column := scope.Column(f.Key)
		at := slices.IndexFunc(p.columns, func(c checks.Compared) bool { return c.Left == f.Key.Text })
		switch {
		case column == nil:
			ok = false
		case at < 0:
			scope.Report(f.Key, codeParameter, "the column `"+f.Key.Text+"` is not compared", "name it under columns too")
			ok = false
		default:
			p.columns[at].Tolerance = toleranceOf(scope, f.Value, column.Type)
			ok = ok && p.columns[at].Tolerance != nil
		}
	}
	return ok
}

// toleranceOf reads a number for numbers and a duration, in seconds, for dates and timestamps.
func toleranceOf(scope checks.BindScope, v *syntax.Value, t ir.Type) *big.Rat {
	switch t.Base {
	case ir.Integer, ir.Decimal, ir.Float:
		if n, ok := new(big.Rat).SetString(v.Text); ok && n.Sign() >= 0 {
			return n
		}
		scope.Report(v, codeParameter, "a tolerance of a number is a number", "write 0.01")
	case ir.Date, ir.Timestamp:
		if seconds := secondsOf(v.Text); seconds != nil {
			return seconds
		}
		scope.Report(v, codeParameter, "a tolerance of a date or timestamp is a duration", "write 2s, 5m, 1h or 1d")
	default:
		scope.Report(v, codeParameter, "a tolerance has no meaning for "+t.String(), "only numbers, dates and timestamps have one")
	}
	return nil
}

// secondsOf reads a duration in s, m, h or d; nil for anything else.
func secondsOf(text string) *big.Rat {
	units := map[string]int64{"s": 1, "m": 60, "h": 3600, "d": 86400}
	for unit, seconds := range units {
		if n, ok := new(big.Rat).SetString(strings.TrimSuffix(text, unit)); ok && strings.HasSuffix(text, unit) {
			return n.Mul(n, big.NewRat(seconds, 1))
		}
	}
	return nil
}

func measureReconcile(w *checks.Watch, c *checks.Check) []checks.Measure {
	p, ok := c.Params.(*reconcileParams)
	if !ok {
		return nil
	}
	other := otherWatch(w, p.other)
	if other == nil || other == w && w.Source != "" { // samples of a contract have no source and two tables
		return nil
	}
	return []checks.Measure{checks.Reconcile{
		Other: other, On: p.on, Columns: p.delivered(w, other), OtherWhere: p.otherWhere,
		Until: p.until, OtherUntil: p.otherUntil, Settle: p.settle, Transfer: p.transfer,
	}}
}

// delivered leaves out the columns that nobody named and one of the sources does not have.
func (p *reconcileParams) delivered(w, other *checks.Watch) []checks.Compared {
	if p.named {
		return p.columns
	}
	var list []checks.Compared
	for _, c := range p.columns {
		mine, theirs := w.Mapping(c.Left), other.Mapping(c.Right)
		if mine != nil && theirs != nil && !mine.Absent && !theirs.Absent {
			list = append(list, c)
		}
	}
	return list
}

func findReconcile(j checks.Judgement) finding {
	r := j.Results[0]
	f := finding{
		measured: counting(j, r.Groups, r.KnownGroups, checks.UnitKeys), denominator: r.Denominator, counts: r.Counts,
		samples: r.Samples, skipped: idle(r.Counts),
		parts: map[string]string{"keys": strconv.FormatInt(r.Denominator, 10)},
	}
	d := r.Differences
	if d == nil {
		d = &checks.Differences{}
	}
	name := j.Watch.Contract.ID
	if p, ok := j.Check.Params.(*reconcileParams); ok {
		name = p.other
	}
	f.found = plural(r.Denominator, "key agrees", "keys agree") + " with " + name
	if r.Groups > 0 {
		f.found = share(r.Groups, r.Denominator, "key", "keys") + " do not agree with " + name
	}
	f.found = join(f.found, f.differences(d), known(r.Counts), unknown(r.Unknown))
	return f
}

// differences fills the parts and puts those that are not zero in words.
func (f *finding) differences(d *checks.Differences) string {
	var words []string
	for _, part := range []struct {
		name, words string
		n           int64
	}{
		{"only_here", "only here", d.OnlyHere}, {"only_there", "only there", d.OnlyThere}, {"differing", "differ", d.Differing},
		{"numbers", "of them in the number of rows", d.Numbers}, {"repeated", "with several rows on a side", d.Repeated},
		{"late", "left out by the watermark", d.Late}, {"settled", "settled", d.Settled},
	} {
		f.parts[part.name] = strconv.FormatInt(part.n, 10)
		if part.n > 0 {
			words = append(words, commas(part.n)+" "+part.words)
		}
	}
	for _, column := range slices.Sorted(maps.Keys(d.Columns)) {
		f.parts["differing("+column+")"] = strconv.FormatInt(d.Columns[column], 10)
		words = append(words, commas(d.Columns[column])+" in "+column)
	}
	return strings.Join(words, ", ")
}
