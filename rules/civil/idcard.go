package civil

// The faults of an ID number, in the order in which they are looked for.
const (
	IDCardLength    = "length"     // not 18 characters
	IDCardCharacter = "characters" // not 17 digits and a digit or capital X
	IDCardDate      = "birth date" // positions 7 to 14 are no date
	IDCardCheck     = "check digit"
)

// idWeights are the weights of GB 11643-1999, 2^(18-i) mod 11.
var idWeights = [17]uint{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}

const idChecks = "10X98765432"

// firstBirthYear is the earliest year taken for one of birth: the standard's own
// example was born in 1880, and nobody with a number before 1800.
const firstBirthYear = 1800

// IDCardFault says what is wrong with a citizen ID number by GB 11643, "" if nothing
// is. It takes the standard to the letter: 18 characters, a real date of birth, the
// check character, capital X. The place code and numbers of 15 digits are rules of
// their own.
func IDCardFault(id string) string { return ReadIDCard(id).Fault() }

// IDCardFaultTitle says a fault in Chinese, "" for none.
func IDCardFaultTitle(fault string) string {
	switch fault {
	case IDCardLength:
		return "不是18位"
	case IDCardCharacter:
		return "含有非法字符（前17位须为数字，末位须为数字或大写X）"
	case IDCardDate:
		return "出生日期不存在"
	case IDCardCheck:
		return "校验码错误"
	}
	return ""
}

// IDCardValid reports whether an ID number has no fault.
func IDCardValid(id string) bool { return ReadIDCard(id).Valid() }

// IDCardBirth is the date of birth, as days since 1970-01-01; false if the text is
// not shaped like an ID number or holds no date. The check character is not looked at.
func IDCardBirth(id string) (days int32, ok bool) { return ReadIDCard(id).Birth() }

// IDCardSex is 男 for an odd 17th digit and 女 for an even one; false if the text is
// not shaped like an ID number.
func IDCardSex(id string) (sex string, ok bool) { return ReadIDCard(id).Sex() }

// IDCardDivision is the code of the place of first registration, the first six
// digits; false if the text is not shaped like an ID number.
func IDCardDivision(id string) (code string, ok bool) {
	if !ReadIDCard(id).Shaped() {
		return "", false
	}
	return id[:6], true
}

// IDCardCheckCharacter computes the check character of 17 digits; false if they are none.
func IDCardCheckCharacter(digits string) (check byte, ok bool) {
	if len(digits) != 17 || !allDigits(digits) {
		return 0, false
	}
	sum, _ := idSum(digits)
	return idChecks[sum%11], true
}

// idSum is the weighted sum of 17 characters, and whether all are digits.
func idSum(id string) (sum uint, digits bool) {
	digits = true
	for i, weight := range idWeights {
		value := uint(id[i]) - '0'
		digits = digits && value <= 9
		sum += value * weight
	}
	return sum, digits
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func allDigits(s string) bool {
	for i := range len(s) {
		if !digit(s[i]) {
			return false
		}
	}
	return true
}
