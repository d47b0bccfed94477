package checks

import (
	"fmt"
	"math/big"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A BoundForm says what a bound of a kind may look like.
type BoundForm struct {
	Op          Op   // of a bound written without one; "" needs one, InRange needs a range
	Unit        Unit // UnitSeconds: a duration; UnitPercent: the sign belongs to the value
	WorkingDays bool // durations in wd too
	Percent     bool // a share of the kind's denominator
}

// BoundForm gives the form of a kind's bounds. Only kinds about content count working
// days: a link is reached in seconds.
func (d KindDoc) BoundForm() BoundForm {
	return BoundForm{
		Op: d.DefaultOp, Unit: d.Unit, Percent: d.Percent != "",
		WorkingDays: d.Unit == UnitSeconds && d.Aspect == Content,
	}
}

// A BoundError says what is wrong with the text of a bound. Start and End are byte
// offsets into it; Hint says the way out.
type BoundError struct {
	Start, End int
	Message    string
	Hint       string
}

// Error gives one line without the text.
func (e *BoundError) Error() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + ": " + e.Hint
}

// ParseBound reads a bound:
//
//	bound    = [op] quantity | [quantity] ".." [quantity]
//	op       = ">" | ">=" | "<" | "<=" | "==" | "!="
//	quantity = ["-"] digits ["." digits] ["%" | "s" | "m" | "h" | "d" | "wd"]
//
// Spaces may stand between the parts. Numbers are exact; a duration becomes seconds,
// a d being 24 hours, except for working days. There are no expressions.
func ParseBound(text string, form BoundForm) (Bound, *BoundError) {
	p := boundParser{text: text, form: form}
	b, err := p.parse()
	if err != nil {
		return Bound{}, err
	}
	return b, nil
}

// boundParser reads a bound from left to right.
type boundParser struct {
	text string
	at   int
	form BoundForm
}

// quantity is a number with its unit as written.
type quantity struct {
	value      *big.Rat
	unit       string
	text       string
	start, end int
}

func (p *boundParser) parse() (Bound, *BoundError) {
	op, opAt := p.op()
	p.space()
	low, err := p.quantity()
	if err != nil {
		return Bound{}, err
	}
	p.space()
	if strings.HasPrefix(p.text[p.at:], "..") {
		if op != "" {
			return Bound{}, p.fail(opAt, opAt+len(op), "a range takes no operator", "write the range alone: 1..5")
		}
		return p.rangeBound(low)
	}
	if low == nil {
		return Bound{}, p.noNumber()
	}
	if err := p.end(); err != nil {
		return Bound{}, err
	}
	return p.single(op, low)
}

func (p *boundParser) single(op Op, q *quantity) (Bound, *BoundError) {
	if op == "" {
		op = p.form.Op
	}
	if op == "" || op == InRange {
		return Bound{}, p.fail(q.start, q.end, "an operator or a range is needed here",
			fmt.Sprintf("write %s.. for at least, ..%s for at most, > %s or < %s for what trips", q.text, q.text, q.text, q.text))
	}
	b := Bound{Op: op, Text: string(op) + " " + q.text}
	value, err := p.value(q, &b)
	b.Value = value
	return b, err
}

func (p *boundParser) rangeBound(low *quantity) (Bound, *BoundError) {
	dots := p.at
	p.at += len("..")
	p.space()
	high, err := p.quantity()
	if err != nil {
		return Bound{}, err
	}
	p.space()
	if err := p.end(); err != nil {
		return Bound{}, err
	}
	if low == nil && high == nil {
		return Bound{}, p.fail(dots, dots+2, "a range needs at least one end", "1.., ..5 or 1..5")
	}
	return p.ends(low, high)
}

func (p *boundParser) ends(low, high *quantity) (Bound, *BoundError) {
	b := Bound{Op: InRange, Text: ".."}
	var err *BoundError
	if low != nil {
		if b.Low, err = p.value(low, &b); err != nil {
			return Bound{}, err
		}
		b.Text = low.text + b.Text
	}
	unit, percent := b.Unit, b.Percent
	if high != nil {
		if b.High, err = p.value(high, &b); err != nil {
			return Bound{}, err
		}
		b.Text += high.text
	}
	if low != nil && high != nil {
		if unit != b.Unit || percent != b.Percent {
			return Bound{}, p.fail(low.start, high.end, "the two ends have different units", "write one unit at both ends")
		}
		if b.Low.Cmp(b.High) > 0 {
			return Bound{}, p.fail(low.start, high.end, "the range is empty", "the lower end stands first")
		}
	}
	return b, nil
}

// value converts a number to what is compared, and notes its unit in b.
func (p *boundParser) value(q *quantity, b *Bound) (*big.Rat, *BoundError) {
	b.Unit, b.Percent = UnitNone, false
	switch {
	case p.form.Unit == UnitSeconds:
		return p.duration(q, b)
	case p.form.Unit == UnitPercent:
		if q.unit != "%" {
			return nil, p.fail(q.start, q.end, "this is measured in percent", "write "+q.text+"%")
		}
		b.Unit = UnitPercent
	case q.unit == "%" && p.form.Percent:
		b.Percent = true
	case q.unit == "%":
		return nil, p.fail(q.start, q.end, "a percentage has no meaning here", "write a number")
	case q.unit != "":
		return nil, p.fail(q.start, q.end, "a duration has no meaning here", "write a number")
	}
	return q.value, nil
}

func (p *boundParser) duration(q *quantity, b *Bound) (*big.Rat, *BoundError) {
	b.Unit = UnitSeconds
	units := map[string]int64{"s": 1, "m": 60, "h": 3600, "d": 86400}
	if q.unit == "wd" && p.form.WorkingDays {
		b.Unit = UnitWorkingDays
		return q.value, nil
	}
	if seconds, ok := units[q.unit]; ok {
		return new(big.Rat).Mul(q.value, new(big.Rat).SetInt64(seconds)), nil
	}
	hint := "write a unit: 30s, 5m, 2h or 8d"
	if p.form.WorkingDays {
		hint += ", 8wd for working days"
	}
	return nil, p.fail(q.start, q.end, "a duration is needed here", hint)
}

var (
	boundNumber = regexp.MustCompile(`^-?[0-9]{1,30}(\.[0-9]{1,30})?`)
	boundUnit   = regexp.MustCompile(`^[ \t]*(%|[A-Za-z]+)`)
)

// quantity reads a number with its unit, nil if there is none.
func (p *boundParser) quantity() (*quantity, *BoundError) {
	number := boundNumber.FindString(p.text[p.at:])
	if number == "" {
		return nil, nil
	}
	value, ok := new(big.Rat).SetString(number)
	if !ok {
		return nil, p.fail(p.at, p.at+len(number), "this is no number", "")
	}
	q := &quantity{value: value, start: p.at}
	p.at += len(number)
	if m := boundUnit.FindStringSubmatch(p.text[p.at:]); m != nil {
		start := p.at + len(m[0]) - len(m[1])
		p.at += len(m[0])
		if !strings.Contains(" % s m h d wd ", " "+m[1]+" ") {
			return nil, p.fail(start, p.at, fmt.Sprintf("`%s` is no unit", m[1]), "the units are %, s, m, h, d and wd")
		}
		q.unit = m[1]
	}
	q.text, q.end = number+q.unit, p.at
	return q, nil
}

// op reads an operator, "" if there is none.
func (p *boundParser) op() (Op, int) {
	p.space()
	at := p.at
	for _, op := range []Op{GE, LE, EQ, NE, GT, LT} {
		if strings.HasPrefix(p.text[p.at:], string(op)) {
			p.at += len(op)
			return op, at
		}
	}
	return "", at
}

func (p *boundParser) space() {
	for p.at < len(p.text) && (p.text[p.at] == ' ' || p.text[p.at] == '\t') {
		p.at++
	}
}

// end makes sure that nothing follows.
func (p *boundParser) end() *BoundError {
	p.space()
	if p.at == len(p.text) {
		return nil
	}
	hint := "a bound is one comparison: > 0, >= 0.5%, 8wd or 1..5"
	if strings.HasPrefix(p.text[p.at:], ",") {
		hint = "write the number without separators"
	}
	return p.fail(p.at, len(p.text), "this does not belong to a bound", hint)
}

// noNumber says why no number was found.
func (p *boundParser) noNumber() *BoundError {
	rest := p.text[p.at:]
	if rest == "" {
		return p.fail(p.at, p.at, "a number is missing here", "for example > 0")
	}
	hint := "a bound is a number with an optional operator: > 0, >= 0.5%, 8wd, 1..5"
	for wrong, right := range map[string]string{"=": "==", "≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<"} {
		if strings.HasPrefix(rest, wrong) {
			hint = "write " + right
		}
	}
	_, size := utf8.DecodeRuneInString(rest)
	return p.fail(p.at, p.at+size, "a number is expected here", hint)
}

func (p *boundParser) fail(start, end int, message, hint string) *BoundError {
	return &BoundError{Start: start, End: end, Message: message, Hint: hint}
}
