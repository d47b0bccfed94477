package draft

import (
	"strings"
	"unicode/utf8"

	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// The forms that a text may have.
const (
	IDCard Form = iota
	CreditCode
	Phone
	DisabilityCard
	BankAccount  // a card number with its check digit
	DivisionCode // six digits of a province in force
	Integer
	Amount // a number with decimal places
	DateDigits
	DateHyphen
	DateSlash
	DateLoose
	DateDots
	DateHan
	MonthDigits
	MonthHyphen
	MonthSlash
	TimeDigits
	TimeHyphen
	TimeSlash
	Address // Chinese text with a street or a house in it
	Veiled  // partly covered by stars
	Token   // a digest or a cipher

	recognisers = int(iota)
)

// A Form is one way in which a text is recognised.
type Form int

// layouts are the patterns of the forms that are dates.
func layouts() map[Form]string {
	return map[Form]string{
		DateDigits: "yyyyMMdd", DateHyphen: "yyyy-MM-dd", DateSlash: "yyyy/MM/dd", DateLoose: "yyyy/M/d", DateDots: "yyyy.MM.dd",
		DateHan: "yyyy年M月d日", MonthDigits: "yyyyMM", MonthHyphen: "yyyy-MM", MonthSlash: "yyyy/MM",
		TimeDigits: "yyyyMMddHHmmss", TimeHyphen: "yyyy-MM-dd HH:mm:ss", TimeSlash: "yyyy/MM/dd HH:mm:ss",
	}
}

// A moment is a form of dates in the order in which it is tried.
type moment struct {
	form   Form
	layout string
}

// moments lists the date forms in order, strict ones first.
func moments() []moment {
	byForm := layouts()
	var list []moment
	for form := DateDigits; form <= TimeSlash; form++ {
		list = append(list, moment{form, byForm[form]})
	}
	return list
}

// A recogniser counts the forms of values.
type recogniser struct{ moments []moment }

// look counts what a value is. text is filled, folded and trimmed.
func (r *recogniser) look(c *Column, text string) {
	if veiled(text) {
		c.Hits[Veiled]++
		return
	}
	if text[0] >= utf8.RuneSelf {
		if strings.ContainsAny(text, "路街号村巷室楼镇乡") && utf8.RuneCountInString(text) >= 6 {
			c.Hits[Address]++
		}
		return
	}
	for _, f := range []struct {
		form  Form
		holds bool
	}{
		{IDCard, civil.IDCardValid(text)}, {CreditCode, civil.CreditCodeValid(text)}, {Phone, civil.PhoneValid(text)},
		{DisabilityCard, civil.DisabilityCardValid(text)}, {DivisionCode, divisionShaped(text)},
		{Token, tokenShaped(text)},
		{BankAccount, len(text) >= 15 && civil.BankCardValid(text) && !civil.IDCardValid(text)},
	} {
		if f.holds {
			c.Hits[f.form]++
		}
	}
	r.number(c, text)
	r.date(c, text)
}

// number counts integers and amounts, and how long they are.
func (r *recogniser) number(c *Column, text string) {
	whole, places, point := strings.Cut(strings.TrimLeft(text, "+-"), ".")
	if whole == "" || len(whole) > 18 || strings.Trim(whole+places, "0123456789") != "" || point && places == "" {
		return
	}
	c.Digits, c.Places = max(c.Digits, len(whole)), max(c.Places, len(places))
	if point {
		c.Hits[Amount]++
	} else {
		c.Hits[Integer]++
	}
}

func (r *recogniser) date(c *Column, text string) {
	if len(text) > 19 && text[19] == '.' { // a fraction of a second
		text = text[:19]
	}
	if len(text) < 6 || len(text) > 20 || text[0] != '1' && text[0] != '2' {
		return
	}
	for _, m := range r.moments {
		parts, ok := ir.ParseLayout(text, m.layout)
		if !ok || parts.Year < 1850 || parts.Year > 2100 {
			continue
		}
		c.Hits[m.form]++
		if at := parts.Timestamp(); !c.HasNewest || at > c.Newest {
			c.Newest, c.HasNewest = at, true
		}
	}
}

// divisionShaped is true for six digits that begin with the number of a province.
func divisionShaped(text string) bool {
	if len(text) != 6 || strings.Trim(text, "0123456789") != "" {
		return false
	}
	const provinces = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
	return strings.Contains(provinces, text[:2])
}
