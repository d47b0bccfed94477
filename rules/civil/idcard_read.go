package civil

import "github.com/dogwatch/dogwatch/rules/ir"

// An IDCard is what one reading of an ID number tells: its fault, its date of birth
// and its sex, in a number, so that a column of them is a column of numbers.
type IDCard uint64

// The faults in the low bits of an IDCard, in the order in which they are looked for.
const (
	cardSound IDCard = iota
	cardLength
	cardCharacter
	cardDate
	cardCheck

	cardFault IDCard = 7
	cardOdd   IDCard = 8 // the 17th digit
)

// The places of the date of birth.
const (
	cardDay   = 8
	cardMonth = 16
	cardYear  = 24
)

// ReadIDCard reads an ID number, eight digits at a time. See IDCardFault for what is
// taken.
func ReadIDCard(id string) IDCard {
	if len(id) != 18 {
		return cardLength
	}
	head, tail := eightBytes(id), eightBytes(id[8:])
	sequence, check := id[16]-'0', id[17]
	if !eightDigits(head) || !eightDigits(tail) || sequence > 9 || check != 'X' && !digit(check) {
		return cardCharacter
	}
	head, tail = head&0x0f0f0f0f0f0f0f0f, tail&0x0f0f0f0f0f0f0f0f
	card := IDCard(sequence&1) * cardOdd
	// A digit times ten and the next one, in every byte: none is above 99.
	pairs := tail*10 + tail>>8
	year := int(head>>48&0xff*1000) + int(head>>56*100) + int(pairs&0xff)
	month, day := int(pairs>>16&0xff), int(pairs>>32&0xff)
	if year < firstBirthYear || month < 1 || month > 12 || day < 1 || day > ir.DaysIn(year, month) {
		return card | cardDate
	}
	card |= IDCard(year)<<cardYear | IDCard(month)<<cardMonth | IDCard(day)<<cardDay
	if check != idChecks[(weighted(head, tail)+uint64(sequence)*2)%11] {
		card |= cardCheck
	}
	return card
}

// Fault says what is wrong, "" if nothing is.
func (c IDCard) Fault() string {
	switch c & cardFault {
	case cardLength:
		return IDCardLength
	case cardCharacter:
		return IDCardCharacter
	case cardDate:
		return IDCardDate
	case cardCheck:
		return IDCardCheck
	}
	return ""
}

// Valid reports that nothing is wrong.
func (c IDCard) Valid() bool { return c&cardFault == cardSound }

// Shaped reports 17 digits and a digit or capital X.
func (c IDCard) Shaped() bool { return c&cardFault != cardLength && c&cardFault != cardCharacter }

// Birth is the date of birth, as days since 1970-01-01; false if there is none.
func (c IDCard) Birth() (days int32, ok bool) {
	if c>>cardYear == 0 {
		return 0, false
	}
	return ir.DayOf(int(c>>cardYear), int(c>>cardMonth&0xff), int(c>>cardDay&0xff))
}

// Sex is 男 or 女; false unless the number is shaped like one.
func (c IDCard) Sex() (sex string, ok bool) {
	switch {
	case !c.Shaped():
		return "", false
	case c&cardOdd != 0:
		return "男", true
	}
	return "女", true
}

// eightBytes reads the first eight bytes of a text that has them.
func eightBytes(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// eightDigits reports whether eight bytes are ASCII digits: the upper half of each is
// 3, and stays 3 when 6 is added.
func eightDigits(w uint64) bool {
	const upper, three = 0xf0f0f0f0f0f0f0f0, 0x3030303030303030
	return w&upper == three && (w+0x0606060606060606)&upper == three
}

// weighted is the sum of the first 16 digits times their weights. Every second digit
// stands alone in 16 bits; the product with the weights in reverse order has the sum of
// four in its highest 16 bits, and no sum is beyond 16 bits.
func weighted(head, tail uint64) uint64 {
	const single = 0x00ff00ff00ff00ff
	sum := head & single * (7<<48 | 10<<32 | 8<<16 | 2)
	sum += head >> 8 & single * (9<<48 | 5<<32 | 4<<16 | 1)
	sum += tail & single * (6<<48 | 7<<32 | 10<<16 | 8)
	sum += tail >> 8 & single * (3<<48 | 9<<32 | 5<<16 | 4)
	return sum >> 48
}
