package draft

import (
	"cmp"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The scores of evidence. Only their order and sums matter: what is at least sure is
// not marked, what is below least is not proposed.
const (
	scoreSame    = 60 // the contract's own name, or a comment that says its title
	scoreExact   = 50 // the initials of its title
	scorePhrase  = 45 // an abbreviation that stands for its title
	scoreContent = 40 // the values have its meaning, or are in its code table
	sure         = 40
	least        = 14
	lead         = 6 // by how much the best must lead the next to be sure
)

// A Pairing is the proposal for one column of a contract.
type Pairing struct {
	Column *checks.Column
	Stored []*Column // several are joined; none: the table has no such column
	Join   string
	Layout string
	Trim   bool
	Fold   bool
	Fen    bool
	Values map[string]string // stored codes and the contract's
	// Protection is how the source seems to hide the values; "" for not at all.
	Protection checks.Protection
	Unsure     []string // what a person has to look at, in words; empty: nothing
}

// A matcher holds what is known of both sides.
type matcher struct {
	profile      *Profile
	contract     *checks.Contract
	dictionaries *civil.Dictionaries
	tables       map[string]string // dictionary of a contract's column
}

// Match proposes which stored column is which of the contract, in the contract's order,
// and which stored columns are left over.
func Match(p *Profile, c *checks.Contract, dictionaries *civil.Dictionaries) (pairs []Pairing, left []*Column) {
	m := &matcher{p, c, dictionaries, dictionariesOf(c)}
	taken := map[*Column]bool{}
	chosen := m.assign()
	for i := range c.Columns {
		column := &c.Columns[i]
		pair := Pairing{Column: column}
		if best, ok := chosen[column]; ok {
			pair.Stored, pair.Unsure = []*Column{best.stored}, best.doubts
		}
		m.joined(&pair)
		for _, stored := range pair.Stored {
			taken[stored] = true
		}
		m.form(&pair)
		pairs = append(pairs, pair)
	}
	for i := range p.Columns {
		if !taken[&p.Columns[i]] {
			left = append(left, &p.Columns[i])
		}
	}
	return pairs, left
}

var codeCall = regexp.MustCompile(`^code_valid\("([^"]+)", (\w+)`)

// dictionariesOf finds the code table of each column that has one.
func dictionariesOf(c *checks.Contract) map[string]string {
	tables := map[string]string{}
	for _, check := range c.Checks {
		if check.Kind.Doc().Name != "code" {
			continue
		}
		for _, measure := range check.Kind.Measures(&checks.Watch{Contract: c}, check) {
			row, ok := measure.(checks.RowRule)
			if !ok {
				continue
			}
			if found := codeCall.FindStringSubmatch(row.Rule.Source()); found != nil {
				tables[found[2]] = found[1]
			}
		}
	}
	return tables
}

// A candidate is a stored column for one of the contract's, with its score.
type candidate struct {
	column *checks.Column
	stored *Column
	score  int
	doubts []string
}

// assign takes the best pair, then the best of what is left, and so on.
func (m *matcher) assign() map[*checks.Column]candidate {
	var list []candidate
	for i := range m.contract.Columns {
		for j := range m.profile.Columns {
			column, stored := &m.contract.Columns[i], &m.profile.Columns[j]
			if score := m.score(column, stored); score >= least {
				list = append(list, candidate{column: column, stored: stored, score: score})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	chosen, taken := map[*checks.Column]candidate{}, map[*Column]bool{}
	for _, c := range list {
		if _, done := chosen[c.column]; done || taken[c.stored] {
			continue
		}
		c.doubts = doubts(c, list, taken)
		chosen[c.column], taken[c.stored] = c, true
	}
	return chosen
}

// doubts says why a pair is not sure: little speaks for it, or nearly as much for another
// column that was still free.
func doubts(c candidate, list []candidate, taken map[*Column]bool) []string {
	if c.score < sure {
		return []string{"little speaks for it"}
	}
	for _, other := range list {
		if other.column == c.column && other.stored != c.stored && !taken[other.stored] && c.score-other.score < lead {
			return []string{"or " + other.stored.Name}
		}
	}
	return nil
}

// score adds up what speaks for a pair; 0 if the values do not fit the type.
func (m *matcher) score(column *checks.Column, stored *Column) int {
	if hidden, _ := stored.protection(); hidden != "" && column.Type.Base == ir.Text {
		return named(column, stored) // the values tell nothing of what they hide
	}
	_, strict := strictForms()[column.Type.Meaning]
	if !fits(column.Type, stored) {
		if strict && stored.Arrow.ID() == arrow.STRING && named(column, stored) >= sure {
			return sure - 1 // masked, or all wrong: the name alone speaks for it
		}
		return 0
	}
	return named(column, stored) + m.content(column, stored)
}

// named is what the names say.
func named(column *checks.Column, stored *Column) int {
	if strings.EqualFold(column.Name, stored.Name) {
		return scoreSame
	}
	score := 0
	if title := headline(stored.Comment); title != "" {
		score = int(scoreSame * alike(title, column.Title))
	}
	for _, phrase := range meaning(stored.Name) {
		score = max(score, int(scorePhrase*alike(phrase, column.Title)))
	}
	return max(score, initialled(shortName(stored.Name), Initials(headline(column.Title))))
}

// shortName is a stored name without its unit.
func shortName(name string) string {
	return strings.TrimSuffix(strings.ToUpper(name), "_FEN")
}

// initialled compares a stored name with the initials of a title: SWRQ is 死亡日期, XM
// ends 领款人姓名, LSH is within 明细流水号.
func initialled(name, initials string) int {
	switch {
	case name == "" || initials == "":
		return 0
	case name == initials:
		return scoreExact
	case len(name) >= 2 && strings.HasSuffix(initials, name):
		return 25 + 20*len(name)/len(initials)
	case len(name) >= 2 && within(name, initials):
		return 10 + 20*len(name)/len(initials)
	}
	return 0
}

// within tells whether the letters of name stand in text in this order.
func within(name, text string) bool {
	for _, r := range name {
		i := strings.IndexRune(text, r)
		if i < 0 {
			return false
		}
		text = text[i+1:]
	}
	return true
}

// alike compares two titles by their characters, after words that mean the same were
// made the same: 1 for equal, 0 for nothing in common.
func alike(a, b string) float64 {
	same := strings.NewReplacer("公民", "", "号码", "号", "编号", "号", "日期", "日", "时间", "时", "代码", "码", "编码", "码", "种类", "类",
		"类型", "类", "年月", "月", "月份", "月", "数据", "", "身份证号", "身份号", "（元）", "", "（", "", "）", "")
	left, right := []rune(same.Replace(a)), []rune(same.Replace(b))
	counts := map[rune]int{}
	for _, r := range left {
		counts[r]++
	}
	common := 0
	for _, r := range right {
		if counts[r] > 0 {
			counts[r]--
			common++
		}
	}
	if len(left)+len(right) == 0 {
		return 0
	}
	return 2 * float64(common) / float64(len(left)+len(right))
}

// content is what the values say.
func (m *matcher) content(column *checks.Column, stored *Column) int {
	score := 0
	if table := m.tables[column.Name]; table != "" {
		score += m.tabled(table, stored)
	}
	if column.Type.Meaning != ir.NoMeaning && stored.read().typ.Meaning == column.Type.Meaning {
		score += scoreContent
	}
	if says(column.Title, "账号") && !says(column.Title, "种类", "类型") && stored.account() {
		score += scoreContent
	}
	if says(column.Title, "地址", "住址") && stored.Hits[Address]*2 > stored.Filled && stored.Filled > 0 {
		score += scoreContent
	}
	if stored.Unique && slices.Equal(m.contract.Key, []string{column.Name}) {
		score += 10
	}
	return score
}

// tabled compares values with a code table: all in it speaks for it, as many different
// ones as it has a little, anything else against it.
func (m *matcher) tabled(table string, stored *Column) int {
	codes := m.dictionaries.Codes(table)
	switch {
	case stored.Filled == 0:
		return 0
	case stored.Values == nil && table == "divisions", stored.Values == nil && strings.HasSuffix(table, "streets"):
		return 0 // their own form tells
	case stored.Values == nil:
		return -scoreContent / 2
	case m.listed(codes, stored):
		return scoreContent
	case len(stored.Values) <= len(codes)+2:
		return 4
	}
	return -scoreContent / 2
}

// listed tells whether almost every row holds a code of the table.
func (m *matcher) listed(codes []string, stored *Column) bool {
	in := int64(0)
	for value, n := range stored.Values {
		if slices.Contains(codes, value) {
			in += n
		}
	}
	return stored.Filled > 0 && in*10 >= stored.Filled*9
}

// fits tells whether the values can be read as the type at all.
func fits(t ir.Type, stored *Column) bool {
	is := stored.read().typ
	if stored.Filled == 0 {
		return is.Base == t.Base || is.Base == ir.Text
	}
	switch t.Base {
	case ir.Text:
		if form, strict := strictForms()[t.Meaning]; strict {
			return is.Base == ir.Text && stored.Hits[form]*3 >= stored.Filled // what is faulty, a check says later
		}
		return is.Base == ir.Text && is.Meaning != ir.IDCard || is.Base == ir.Integer
	case ir.Decimal, ir.Float:
		return is.Base == ir.Decimal || is.Base == ir.Float || is.Base == ir.Integer || stored.Hits[Amount]+stored.Hits[Integer] == stored.Filled && is.Base == ir.Text
	}
	return is.Base == t.Base
}

// strictForms are the meanings that only values of their form can have.
func strictForms() map[ir.Meaning]Form {
	return map[ir.Meaning]Form{ir.IDCard: IDCard, ir.CreditCode: CreditCode, ir.DivisionCode: DivisionCode}
}

// joined proposes several columns for the contract's key where no single one names a
// row: those of an index.
func (m *matcher) joined(pair *Pairing) {
	if !slices.Equal(m.contract.Key, []string{pair.Column.Name}) || pair.Column.Type.Base != ir.Text {
		return
	}
	for _, index := range m.profile.Indexes {
		if len(index) < 2 || len(pair.Stored) == 1 && !slices.Contains(index, pair.Stored[0].Name) {
			continue
		}
		pair.Stored = nil
		for _, name := range index {
			if stored := m.profile.Column(name); stored != nil {
				pair.Stored = append(pair.Stored, stored)
			}
		}
		pair.Join, pair.Unsure = "-", []string{"the columns of an index, joined"}
		return
	}
}

// sortedValues are the stored codes of a mapping.
func sortedValues(values map[string]string) []string { return slices.Sorted(maps.Keys(values)) }
