package kind

import (
	"math/big"
	"regexp"
	"strings"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/checks/syntax"
)

// fileTotal: a file holds what its trailer or control file declares.
func fileTotal() checks.Kind {
	return sort{
		doc: checks.KindDoc{
			Name: "file_total", Title: "文件合计相符", Aspect: checks.Content, Dimension: checks.Completeness,
			Shape: syntax.OneOf(syntax.Bool().Noted("true"), syntax.Object(
				syntax.Key{Name: "tolerance", Shape: syntax.Number(), Default: "0", Doc: "How far a sum may be off, absolute."},
			).Titled("a file total")),
			DefaultOp: checks.GT, DefaultFail: "> 0", Unit: checks.UnitNone,
			Doc:     "The declared figures that differ from what was read: the number of rows and the sums of columns, as the `trailer` or `control` of the watch's file declares them. A declared figure that is no number counts as different. Every watch of a file that declares something has it, unless its `where` leaves rows out.",
			Example: "file_total: true",
		},
		bind: bindFileTotal, find: findFileTotal, measures: measureFileTotal,
		lack: "declare `rows` or columns under `trailer` or `control` of the watch's `from: {file: …}`, and leave the watch without `where`",
	}
}

// fileTotalParams are the Params of file_total.
type fileTotalParams struct{ tolerance *big.Rat }

func bindFileTotal(scope checks.BindScope, args *syntax.Value) any {
	p := &fileTotalParams{tolerance: new(big.Rat)}
	if args.Form == syntax.Scalar && args.Is("false") {
		scope.Report(args, codeParameter, "a check that is not wanted is left out", "write file_total: true")
		return nil
	}
	if v := args.Get("tolerance"); v != nil {
		p.tolerance.SetString(v.Text)
	}
	return p
}

func measureFileTotal(w *checks.Watch, _ *checks.Check) []checks.Measure {
	if w.From.File == nil || w.Delivery == nil || w.Where != nil || len(w.From.File.Declares()) == 0 {
		return nil
	}
	terms := []checks.Figure{{Name: rowsFigure, Func: checks.FigureRows}}
	for _, name := range w.From.File.Declares() {
		if name != checks.RowsDeclared {
			terms = append(terms, checks.Figure{Name: "sum(" + name + ")", Func: checks.FigureSum, Column: name})
		}
	}
	return []checks.Measure{checks.Figures{Terms: terms}, checks.Delivered{}}
}

func findFileTotal(j checks.Judgement) finding {
	p, ok := j.Check.Params.(*fileTotalParams)
	a := j.Results[1].Arrival
	if !ok || a == nil || a.File == nil {
		return finding{failure: notMeasured()}
	}
	if why := notThere(a); why != "" {
		return finding{waiting: why}
	}
	f := finding{parts: map[string]string{}}
	var differing []string
	names := j.Watch.From.File.Declares()
	for _, name := range names {
		declared, has := a.File.Declared[name], counted(j.Results[0], name)
		want, valid := declaredNumber(declared)
		if !valid { // it may be a name that has slipped into its place
			declared = "nothing that is a number"
		}
		f.parts[name+".declared"], f.parts[name+".counted"] = declared, decimals(has, places(j.Watch, name))
		if !valid || !agrees(has, want, name, p.tolerance) {
			differing = append(differing, name+" "+f.parts[name+".counted"]+", declared "+declared)
		}
	}
	f.measured = count(int64(len(differing)), checks.UnitNone)
	f.counts = checks.Counts{Rows: int64(len(names)), Judged: int64(len(names)), Violations: int64(len(differing))}
	if f.found = plural(int64(len(names)), "figure agrees", "figures agree"); len(differing) > 0 {
		f.found = join(differing...)
	}
	return f
}

// notThere says why a file is not read; "" if it is.
func notThere(a *checks.Arrival) string {
	switch {
	case a.Overdue:
		return "the delivery is late: due " + a.Due.Format(minutes)
	case a.Loading != "":
		return "load in progress: " + a.Loading
	case !a.Arrived:
		return "delivery not due until " + a.Due.Format(minutes)
	case a.File.Name == "":
		return "no file has come"
	}
	return ""
}

// agrees compares a figure with its declaration; a number of rows has no tolerance.
func agrees(has, want *big.Rat, name string, tolerance *big.Rat) bool {
	difference := new(big.Rat).Sub(has, want)
	if name == checks.RowsDeclared {
		return difference.Sign() == 0
	}
	return difference.Abs(difference).Cmp(tolerance) <= 0
}

// counted is a figure of the rows; a sum over nothing is zero.
func counted(r checks.Result, name string) *big.Rat {
	figure := "sum(" + name + ")"
	if name == checks.RowsDeclared {
		figure = rowsFigure
	}
	v, ok := r.Figures[figure]
	if !ok || v.IsNull() {
		return new(big.Rat)
	}
	n, ok := new(big.Rat).SetString(v.String())
	if !ok {
		return new(big.Rat)
	}
	return n
}

// places is the number of decimal places of a column.
func places(w *checks.Watch, name string) int {
	if m := w.Mapping(name); m != nil {
		return int(m.Type.Scale)
	}
	return 0
}

func decimals(n *big.Rat, places int) string { return n.FloatString(places) }

// declaredForm is a number as a trailer may write it.
const declaredForm = `^[+-]?\d{1,38}(\.\d{1,38})?$`

// declaredNumber reads a declared figure; commas between its digits are passed over.
func declaredNumber(text string) (*big.Rat, bool) {
	text = strings.ReplaceAll(text, ",", "")
	if ok, err := regexp.MatchString(declaredForm, text); !ok || err != nil {
		return nil, false
	}
	return new(big.Rat).SetString(text)
}
