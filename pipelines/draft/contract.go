package draft

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A Line is one column of a contract that is about to be written. Zero values are left
// out.
type Line struct {
	Name      string
	Title     string
	Type      string // as contracts write it
	Class     mask.Class
	Required  bool
	MaxLength int
	MinLength int
	Length    string   // a bound: "18", "15..18"
	Range     string   // a bound: "1..150"
	Codes     []string // the only values: written as a pattern
	Code      string   // a code table
	CodeOn    string   // the column on whose day the code must be in force
	Pattern   string
	Note      string // behind #
}

// A Contract is a contract that is about to be written.
type Contract struct {
	ID        string
	Title     string
	Direction string
	Partner   string // the counterparty; may be empty
	Key       []string
	Columns   []Line
	Checks    []string // finished YAML, each beginning with its kind
	MayBeNone bool     // may_be_empty
	Notes     []string // lines at the top, without #
}

// YAML writes the contract.
func (c *Contract) YAML() string {
	var b strings.Builder
	for _, note := range c.Notes {
		b.WriteString("# " + strings.Join(strings.Fields(note), " ") + "\n")
	}
	fmt.Fprintf(&b, "contract: %s\ntitle: %s\ndirection: %s\n", Scalar(c.ID), Scalar(c.Title), c.Direction)
	if c.Partner != "" {
		fmt.Fprintf(&b, "counterparty: %s\n", Scalar(c.Partner))
	}
	fmt.Fprintf(&b, "key: %s\n", Flow(c.Key))
	if c.MayBeNone {
		b.WriteString("may_be_empty: true\n")
	}
	b.WriteString("columns:\n")
	for _, l := range c.Columns {
		b.WriteString("  " + l.yaml() + "\n")
	}
	if len(c.Checks) > 0 {
		b.WriteString("checks:\n")
	}
	for _, check := range c.Checks {
		b.WriteString("  - " + strings.ReplaceAll(strings.TrimSpace(check), "\n", "\n    ") + "\n")
	}
	return b.String()
}

func (l *Line) yaml() string {
	parts := []string{"title: " + Scalar(l.Title), "type: " + typed(l.Type)}
	if l.Required {
		parts = append(parts, "required: true")
	}
	if l.MaxLength > 0 {
		parts = append(parts, fmt.Sprintf("max_length: %d", l.MaxLength))
	}
	if l.MinLength > 0 {
		parts = append(parts, fmt.Sprintf("min_length: %d", l.MinLength))
	}
	for _, bound := range [][2]string{{"length", l.Length}, {"range", l.Range}} {
		if bound[1] != "" {
			parts = append(parts, bound[0]+": "+bound[1])
		}
	}
	switch {
	case l.CodeOn != "":
		parts = append(parts, "code: {dictionary: "+Scalar(l.Code)+", on: "+Scalar(l.CodeOn)+"}")
	case l.Code != "":
		parts = append(parts, "code: "+Scalar(l.Code))
	}
	pattern := l.Pattern
	if len(l.Codes) > 0 {
		escaped := make([]string, len(l.Codes))
		for i, code := range l.Codes {
			escaped[i] = regexp.QuoteMeta(code)
		}
		pattern = strings.Join(escaped, "|")
	}
	if pattern != "" {
		parts = append(parts, "pattern: "+quoted(pattern))
	}
	parts = append(parts, "class: "+l.Class.String())
	return l.Name + ": {" + strings.Join(parts, ", ") + "}" + comment(l.Note)
}

func typed(name string) string {
	if strings.Contains(name, "(") {
		return `"` + name + `"`
	}
	return name
}

// contract drafts what holds of a table by what was seen of it.
func (p *Profile) contract(id string) *Contract {
	c := &Contract{ID: id, Title: headline(p.Comment), Direction: "inbound", Notes: p.notes()}
	if c.Title == "" {
		c.Title = p.Table
	}
	names := p.names()
	for i := range p.Columns {
		c.Columns = append(c.Columns, p.line(&p.Columns[i], names[p.Columns[i].Name]))
	}
	key := p.keys()
	for _, stored := range key {
		c.Key = append(c.Key, names[stored])
	}
	c.Checks = append(c.Checks, fmt.Sprintf("row_count: 1..%s", comment(grouped(p.Rows)+" rows counted")))
	if p.Rows == 0 {
		c.MayBeNone, c.Checks = true, nil
	}
	if at := p.Arrival(); at != nil {
		c.Checks = append(c.Checks, p.freshness(at, names[at.Name]))
	}
	if note := p.keyNote(key); note != "" {
		c.Checks = append(c.Checks, "unique: "+Flow(c.Key)+comment(note))
	}
	return c
}

func (p *Profile) notes() []string {
	seen := "every row was looked at"
	if !p.Whole {
		seen = "the first " + grouped(p.Seen) + " were looked at"
	}
	rows := grouped(p.Rows) + " rows"
	if !p.Whole && !p.Counted {
		rows = "at least " + rows
	}
	return []string{
		"Drafted from " + p.seen() + " on " + p.AsOf.Format(time.DateOnly) + ": " + rows + ", " + seen + ".",
		"Behind each line stands what was measured. Put right what is marked unsure, say who delivers it,",
		"and accept the checks that should count.",
	}
}

// line drafts one column.
func (p *Profile) line(c *Column, name string) Line {
	r := c.read()
	l := Line{Name: name, Title: c.title(), Type: r.typ.String(), Class: c.class()}
	var notes []string
	missing := c.Nulls + c.Blanks
	switch {
	case p.Seen == 0:
		notes = append(notes, "no rows")
	case missing == 0:
		l.Required = true
		notes = append(notes, "none of "+grouped(p.Seen)+" missing")
	default:
		notes = append(notes, fmt.Sprintf("%s of %s missing", grouped(missing), grouped(p.Seen)))
	}
	if r.typ.Base == ir.Text && c.Filled > 0 {
		notes = append(notes, c.lengths())
	}
	hidden, why := c.protection()
	if hidden != "" {
		notes = append(notes, "unsure: "+string(hidden)+" by the source, "+why)
	} else if r.typ == ir.Of(ir.Text) {
		if l.MaxLength = c.size(); l.MaxLength == 0 && c.Longest > 0 {
			l.MaxLength = c.Longest
		}
	}
	if l.Class <= mask.Internal && c.coded() && r.typ == ir.Of(ir.Text) {
		l.Codes = c.codes()
		notes = append(notes, fmt.Sprintf("%d different values", len(l.Codes)))
	}
	if form := p.formNote(c, r); form != "" {
		notes = append(notes, form)
	}
	l.Note = strings.Join(notes, "; ")
	return l
}

// lengths says how long the texts are.
func (c *Column) lengths() string {
	if c.Shortest == c.Longest {
		return fmt.Sprintf("%d characters", c.Longest)
	}
	return fmt.Sprintf("%d to %d characters", c.Shortest, c.Longest)
}

// formNote says how many of the filled values have the form that was taken.
func (p *Profile) formNote(c *Column, r reading) string {
	forms := map[ir.Meaning]Form{ir.IDCard: IDCard, ir.CreditCode: CreditCode, ir.DisabilityCard: DisabilityCard, ir.DivisionCode: DivisionCode, ir.Phone: Phone, ir.BankAccount: BankAccount}
	if form, ok := forms[r.typ.Meaning]; ok {
		return fmt.Sprintf("%s of %s have the form", grouped(c.Hits[form]), grouped(c.Filled))
	}
	for form, layout := range layouts() {
		if r.layout != "" && layout == r.layout {
			return fmt.Sprintf("%s of %s are %s", grouped(c.Hits[form]), grouped(c.Filled), layout)
		}
	}
	if r.typ.Base == ir.Decimal {
		return fmt.Sprintf("at most %d digits before and %d behind the point", c.Digits, c.Places)
	}
	return ""
}

// freshness proposes twice the present age, and at least eight days.
func (p *Profile) freshness(at *Column, name string) string {
	civil := time.Date(p.AsOf.Year(), p.AsOf.Month(), p.AsOf.Day(), p.AsOf.Hour(), p.AsOf.Minute(), 0, 0, time.UTC)
	age := max(int(civil.Sub(at.newest())/(24*time.Hour)), 0)
	return fmt.Sprintf("freshness: %s\nfail: %dd%s", name, max(8, 2*age+1),
		comment("newest "+at.newest().Format(time.DateOnly)+", "+fmt.Sprint(age)+" days before the look"))
}

// keys are the stored columns that name a row: the declared key, else a column without
// duplicates, else the ID number, else the first column.
func (p *Profile) keys() []string {
	if p.Key != nil && !slices.ContainsFunc(p.Key, func(name string) bool { return p.Column(name) == nil }) {
		return p.Key
	}
	fallback := p.Columns[0].Name
	for i := range p.Columns {
		c := &p.Columns[i]
		base := c.read().typ.Base
		if c.Unique && c.Filled > 0 && (base == ir.Text || base == ir.Integer) && !says(c.words(), "姓名", "地址") {
			return []string{c.Name}
		}
		if c.Is(IDCard) && fallback == p.Columns[0].Name {
			fallback = c.Name
		}
	}
	return []string{fallback}
}

// keyNote says why the key should be unique; empty if it should not.
func (p *Profile) keyNote(key []string) string {
	if p.Key != nil && slices.Equal(key, p.Key) {
		return "a unique index of the source"
	}
	if c := p.Column(key[0]); len(key) == 1 && c.Unique && c.Filled > 0 {
		return "no value came twice in " + grouped(p.Seen) + " rows"
	}
	return ""
}

// names gives each stored column a name that rules can use: its own in small letters.
func (p *Profile) names() map[string]string {
	names, taken := map[string]string{}, map[string]bool{}
	for i, c := range p.Columns {
		name := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_' {
				return unicode.ToLower(r)
			}
			return '_'
		}, c.Name)
		if name == "" || unicode.IsDigit([]rune(name)[0]) || reserved(name) {
			name = "c_" + name
		}
		if taken[name] {
			name = fmt.Sprintf("%s_%d", name, i+1)
		}
		taken[name], names[c.Name] = true, name
	}
	return names
}

// reserved are the words of the rule language, which name no column.
func reserved(name string) bool {
	return slices.Contains([]string{"other", "period", "true", "false", "nil", "and", "or", "not", "in", "matches", "contains", "let", "if", "else"}, name)
}
