package draft

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// A reading is the type that a column would have in a contract, and its layout.
type reading struct {
	typ    ir.Type
	layout string
}

// read says what the values are: the declared type, or for a text what almost all
// values look like.
func (c *Column) read() reading {
	if t, ok := c.moment(); ok {
		return t
	}
	switch t := c.Arrow.(type) {
	case *arrow.Int64Type:
		return reading{typ: ir.Of(ir.Integer)}
	case *arrow.Decimal128Type:
		return reading{typ: ir.DecimalType(t.Precision, t.Scale)}
	case *arrow.BooleanType:
		return reading{typ: ir.Of(ir.Boolean)}
	case *arrow.Date32Type:
		return reading{typ: ir.Of(ir.Date)}
	case *arrow.TimestampType:
		return reading{typ: ir.Of(ir.Timestamp)}
	case *arrow.Float64Type:
		if p, s, ok := c.declared(); ok {
			return reading{typ: ir.DecimalType(p, s)}
		}
		return reading{typ: ir.Of(ir.Float)}
	}
	return reading{typ: c.text()}
}

// moment finds the layout of dates kept as text or number. What one layout takes and a
// stricter one too is the stricter one's.
func (c *Column) moment() (reading, bool) {
	switch c.Arrow.ID() {
	case arrow.STRING, arrow.INT64:
	default:
		return reading{}, false
	}
	for _, m := range moments() {
		if !c.Is(m.form) {
			continue
		}
		r := reading{typ: ir.Of(ir.Date), layout: m.layout}
		switch {
		case m.form >= TimeDigits:
			r.typ = ir.Of(ir.Timestamp)
		case m.form >= MonthDigits:
			r.typ = ir.Of(ir.Month)
		}
		return r, true
	}
	return reading{}, false
}

// text tells what a text means.
func (c *Column) text() ir.Type {
	for _, m := range []struct {
		form    Form
		meaning ir.Meaning
	}{{IDCard, ir.IDCard}, {CreditCode, ir.CreditCode}, {DisabilityCard, ir.DisabilityCard}, {DivisionCode, ir.DivisionCode}, {Phone, ir.Phone}} {
		if c.Is(m.form) {
			return ir.Type{Base: ir.Text, Meaning: m.meaning}
		}
	}
	if c.account() {
		return ir.Type{Base: ir.Text, Meaning: ir.BankAccount}
	}
	if (c.Hits[Amount]+c.Hits[Integer])*20 >= c.Filled*19 && c.Hits[Amount]*2 > c.Filled {
		return ir.DecimalType(int32(min(max(c.Digits+c.Places, 10)+2, ir.MaxPrecision)), int32(c.Places))
	}
	return ir.Of(ir.Text)
}

// account: half of the values are card numbers, since passbooks have no check digit.
func (c *Column) account() bool {
	return c.Hits[BankAccount]*2 > c.Filled && !c.Is(IDCard) && c.Filled > 0
}

var sizes = regexp.MustCompile(`\( *([0-9]+) *(?:, *([0-9]+) *)?\)`)

// declared gives precision and scale of a DECIMAL that the source keeps as a float.
func (c *Column) declared() (precision, scale int32, ok bool) {
	m := sizes.FindStringSubmatch(c.Stored)
	upper := strings.ToUpper(c.Stored)
	if m == nil || !strings.HasPrefix(upper, "DEC") && !strings.HasPrefix(upper, "NUM") {
		return 0, 0, false
	}
	p, _ := strconv.Atoi(m[1])
	s, _ := strconv.Atoi(m[2])
	return int32(p), int32(s), p >= 1 && p <= ir.MaxPrecision && s <= p
}

// size is the declared length of a text; 0 if none is declared.
func (c *Column) size() int {
	m := sizes.FindStringSubmatch(c.Stored)
	if m == nil || c.Arrow.ID() != arrow.STRING {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// words are all that is told about what a column means: name, comment, abbreviation.
func (c *Column) words() string {
	return c.Name + " " + c.Comment + " " + strings.Join(meaning(c.Name), " ")
}

// class is careful: what is not known to be harmless is personal.
func (c *Column) class() mask.Class {
	switch t := c.read().typ; {
	case t.Meaning == ir.IDCard, t.Meaning == ir.BankAccount, t.Meaning == ir.DisabilityCard, says(c.words(), "账号", "卡号", "证件", "身份"):
		return mask.Sensitive
	case t.Meaning == ir.Phone, c.Hits[IDCard]+c.Hits[Phone] > 0 && t.Base == ir.Text, says(c.words(), "姓名", "地址", "住址", "电话", "出生", "死亡", "户号", "民族", "性别", "关系", "备注"):
		return mask.Personal
	case t.Base == ir.Timestamp, t.Base == ir.Month, t.Meaning == ir.DivisionCode, t.Meaning == ir.CreditCode, c.coded():
		return mask.Internal
	}
	return mask.Personal
}

// coded tells whether the values are codes that may be written down: few, short, each
// seen more than once, and either of a few letters or digits or of a column that says
// that it holds a kind of thing. A column of names is never one.
func (c *Column) coded() bool {
	if hidden, _ := c.protection(); hidden != "" {
		return false
	}
	if c.Arrow.ID() != arrow.STRING || len(c.Values) == 0 || c.Filled < int64(5*len(c.Values)) || c.Longest > 10 {
		return false
	}
	if says(c.words(), "姓", "名", "地址", "住址", "电话", "手机", "号码", "账号", "身份", "出生", "死亡日期", "备注", "户号") {
		return false
	}
	if _, dated := c.moment(); dated || c.Hits[IDCard]+c.Hits[Phone]+c.Hits[BankAccount] > 0 {
		return false
	}
	kind := says(c.words(), "类", "状态", "标志", "是否", "结果", "种", "级", "档", "来源", "代码", "区", "性别", "关系", "单位", "方式")
	for value, n := range c.Values {
		short := len(value) <= 4 && strings.IndexFunc(value, func(r rune) bool { return r > 127 }) < 0
		if n < 2 || !short && !kind {
			return false
		}
	}
	return true
}

// codes are the values of a coded column, sorted.
func (c *Column) codes() []string {
	codes := make([]string, 0, len(c.Values))
	for value := range c.Values {
		codes = append(codes, value)
	}
	slices.Sort(codes)
	return codes
}

func says(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// Arrival gives the column that most likely tells when a row arrived: a timestamp, else
// a date, whose newest value is the newest and not in the future. Nil if none is.
func (p *Profile) Arrival() *Column {
	limit := p.AsOf.AddDate(0, 0, 1)
	var best *Column
	for i := range p.Columns {
		c := &p.Columns[i]
		base := c.read().typ.Base
		if !c.HasNewest || base != ir.Timestamp && base != ir.Date || says(c.words(), "出生", "死亡") || c.newest().After(limit) {
			continue
		}
		better := best == nil || best.read().typ.Base == ir.Date && base == ir.Timestamp
		if better || base == best.read().typ.Base && c.Newest > best.Newest {
			best = c
		}
	}
	return best
}

// newest is the greatest moment among the values, as a civil time in UTC.
func (c *Column) newest() time.Time { return time.UnixMicro(c.Newest).UTC() }
