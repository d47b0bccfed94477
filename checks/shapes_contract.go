package checks

import (
	"slices"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

func contractShape(kinds []Kind) syntax.Shape {
	table := tableKeys(kinds)
	several := syntax.Object(append([]syntax.Key{{Name: "title", Shape: syntax.Words(), Doc: "Its name in reports, behind the contract's; its own name by default."}}, table...)...).Titled("a table of a contract")
	s := syntax.Object(
		syntax.Key{Name: "contract", Shape: syntax.Name(), Required: true, Example: "death-records", Doc: "The contract's id."},
		syntax.Key{Name: "title", Shape: syntax.Words(), Required: true, Example: "死亡信息", Doc: "Its name in reports."},
		syntax.Key{Name: "direction", Shape: syntax.Enum(string(Inbound), string(Outbound), string(Calling)), Required: true, Doc: "Who delivers: the counterparty, we, or it is a call."},
		syntax.Key{Name: "counterparty", Shape: syntax.Text(), Doc: "The body on the other side."},
		optional(table[1]),
		syntax.Key{Name: "tables", Shape: syntax.MapOf(several), Doc: "Several tables that are delivered as one, such as header and details, by name. Each is watched, and known to selectors and history, as contract.table; a check may name another table of the same contract by its bare name."},
	).Titled("a contract").Choosing("columns", "tables").Hinting("list its columns under `columns`, as `id_card: {title: 身份证号, type: id_card, class: sensitive}`; of several tables those of each under `tables`")
	s.Beside = map[string][]syntax.Key{"columns": {table[0], table[2], table[3], table[4]}}
	return s
}

// optional is a key that need not be there: another one may stand in its place.
func optional(k syntax.Key) syntax.Key {
	k.Required = false
	return k
}

// tableKeys are what is said of one table.
func tableKeys(kinds []Kind) []syntax.Key {
	return []syntax.Key{
		{Name: "key", Shape: syntax.ListOf(syntax.Column()), Required: true, Example: "[id_card]", Doc: "Columns that name a row to a person; not necessarily unique."},
		{Name: "columns", Shape: syntax.MapOf(columnShape()), Required: true, Doc: "The columns by name, in order."},
		{Name: "may_be_empty", Shape: syntax.Bool(), Default: "false", Doc: "The payload may have no rows: row_count needs no lower bound."},
		{Name: "checks", Shape: syntax.ListOf(checkShape(kinds)), Doc: "What must hold."},
		{Name: "include", Shape: syntax.ListOf(syntax.Name()), Example: "[econ-feedback]", Doc: "Files of shared/ whose columns and checks come before its own; what it says itself of a column or of a check's id stands in their place."},
	}
}

func sharedShape(kinds []Kind) syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "columns", Shape: syntax.MapOf(columnShape()), Doc: "Columns by name, in order."},
		syntax.Key{Name: "checks", Shape: syntax.ListOf(checkShape(kinds)), Doc: "What must hold. Rules may name columns that only the including contracts have."},
	).Titled("a shared part")
}

func columnShape() syntax.Shape {
	code := syntax.OneOf(syntax.Name(), syntax.Object(
		syntax.Key{Name: "dictionary", Shape: syntax.Name(), Required: true, Doc: "The code table."},
		syntax.Key{Name: "on", Shape: syntax.Column(), Doc: "The date column on whose day the code must be in force; today by default."},
	).Titled("a code"))
	return syntax.Object(
		syntax.Key{Name: "title", Shape: syntax.Words(), Required: true, Doc: "Its name in reports."},
		syntax.Key{Name: "type", Shape: syntax.Text(), Required: true, Example: "decimal(12,2)", Doc: "text, integer, decimal(p,s), float, boolean, date, month, timestamp, or a text with a meaning: id_card, credit_code, division_code, bank_account, phone, disability_card."},
		syntax.Key{Name: "class", Shape: syntax.Enum("public", "internal", "personal", "sensitive"), Required: true, Doc: "How far its values may be shown."},
		syntax.Key{Name: "required", Shape: syntax.Bool(), Default: "false", Doc: "It may be neither null nor blank: check required(column)."},
		syntax.Key{Name: "max_length", Shape: syntax.Integer(), Doc: "Most characters: check length(column)."},
		syntax.Key{Name: "min_length", Shape: syntax.Integer(), Doc: "Fewest characters: check length(column)."},
		syntax.Key{Name: "length", Shape: syntax.Bound(), Example: "18", Doc: "Exact number of characters, or a range: check length(column)."},
		syntax.Key{Name: "range", Shape: syntax.Bound(), Example: "1..150", Doc: "Least and greatest value: check range(column)."},
		syntax.Key{Name: "code", Shape: code, Example: "sexes", Doc: "The code table it is taken from: check code(column)."},
		syntax.Key{Name: "pattern", Shape: syntax.Words(), Example: "'[0-9]{6}'", Doc: "A regular expression (RE2) for the whole text: check format(column)."},
	).Titled("a column")
}

// commonKeys stand beside the kind's key.
func commonKeys() []syntax.Key {
	return []syntax.Key{
		{Name: "id", Shape: checkID(), Doc: "Names the check for ever: history hangs on it. Some kinds need one; else the kind alone if it stands once, or kind(columns)."},
		{Name: "title", Shape: syntax.Words(), Doc: "What must hold, in Chinese."},
		{Name: "why", Shape: syntax.Words(), Doc: "What goes wrong otherwise, and the basis."},
		{Name: "where", Shape: syntax.Rule(), Doc: "Only rows for which this is true are looked at."},
		{Name: "status", Shape: syntax.Enum(string(InForce), string(Proposed)), Default: string(InForce), Doc: "A proposed check is measured, shown apart and opens nothing."},
		{Name: "dimension", Shape: syntax.Enum(string(Connectivity), string(Availability), string(Completeness), string(Accuracy), string(Stability)), Doc: "The quality it speaks of; each kind has its own."},
		{Name: "grade", Shape: syntax.Enum("1", "2", "3", "4"), Default: "3", Doc: "Gravity, 1 the gravest."},
		{Name: "warn", Shape: syntax.Bound(), Example: "30%", Doc: "The bound from which it warns."},
		{Name: "fail", Shape: syntax.Bound(), Example: `"> 0.01%"`, Doc: "The bound from which it fails."},
		{Name: "of", Shape: syntax.Enum(string(OfAll), string(OfNew)), Default: string(OfAll), Doc: "The violations that the bounds apply to: all that are not excepted, or of these only those that `dogwatch baseline` has not recorded as stock."},
		{Name: "judged", Shape: syntax.Bound(), Example: "50%", Default: "50%", Doc: "The share of rows that must be judged: less warns."},
		{Name: "samples", Shape: syntax.Integer(), Default: "5", Doc: "How many offending keys are kept, masked; 0 keeps none."},
		{Name: "was", Shape: syntax.ListOf(checkID()), Doc: "Ids it had before: its history follows."},
	}
}

// checkID also takes default ids such as required(name). A slash would break
// selectors, which are written system/watch/check.
func checkID() syntax.Shape {
	return syntax.Matching(`^[\p{L}\p{N}][\p{L}\p{N}_.,()-]*$`, "letters, digits, `-`, `_`, `.` and (columns), beginning with a letter or digit")
}

// The titles of checks in messages and in the reference.
const (
	checkTitle      = "a check"
	watchCheckTitle = "a check of a watch"
)

// checkShape is a check of a contract: exactly one kind key beside the common ones.
func checkShape(kinds []Kind) syntax.Shape {
	keys, beside := commonKeys(), map[string][]syntax.Key{}
	var names []string
	for _, k := range sortedKinds(kinds) {
		doc := k.Doc()
		names = append(names, doc.Name)
		keys = append(keys, syntax.Key{Name: doc.Name, Shape: doc.Shape, Doc: doc.Doc, Default: doc.DefaultFail})
		beside[doc.Name] = doc.Beside
	}
	s := syntax.Object(keys...).Titled(checkTitle).Choosing(names...)
	s.Beside = beside
	return s.Hinting("say what it checks by one of these keys, such as `required: name` or `rule: paid_at <= now()`; `dogwatch docs kinds` has an example of each")
}

// argsShape is the form of what a kind's Bind gets: the value under its key, or with
// parameters beside it a map of both.
func (d KindDoc) argsShape() syntax.Shape {
	if len(d.Beside) == 0 {
		return d.Shape
	}
	keys := []syntax.Key{{Name: d.Name, Shape: d.Shape, Required: true}}
	return syntax.Object(append(keys, d.Beside...)...).Titled("a check of the kind " + d.Name)
}

// argsOf takes from a written check what its kind's Bind gets.
func (d KindDoc) argsOf(v *syntax.Value) *syntax.Value {
	if len(d.Beside) == 0 {
		return v.Get(d.Name)
	}
	args := &syntax.Value{Form: syntax.Map, Span: v.Key(d.Name).Span}
	shape := d.argsShape()
	for _, f := range v.Fields {
		if _, ok := shape.Key(f.Key.Text); ok {
			args.Fields = append(args.Fields, f)
		}
	}
	return args
}

// watchCheckShape is a check of a watch: a check of its own, or without a kind key
// an override of one of the contract's.
func watchCheckShape(kinds []Kind) syntax.Shape {
	s := checkShape(kinds).Titled(watchCheckTitle)
	s.Optional = true
	s.Keys = append(slices.Clone(s.Keys), exceptionsKey("this check"))
	return s
}

func sortedKinds(kinds []Kind) []Kind {
	sorted := slices.Clone(kinds)
	slices.SortFunc(sorted, func(a, b Kind) int {
		if a.Doc().Name < b.Doc().Name {
			return -1
		}
		return 1
	})
	return sorted
}
