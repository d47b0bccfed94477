package civil

import "strings"

// creditAlphabet are the characters of GB 32100-2015: no I, O, S, V, Z. A
// character's place is its value.
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var (
	creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	// bodyWeights are those of the organisation code inside, GB 11714-1997.
	bodyWeights = [8]int{3, 7, 9, 10, 5, 8, 4, 2}
)

// CreditCodeValid reports whether a unified social credit code is right by GB 32100:
// 18 characters of its alphabet, six digits of a division at 3 to 8, the check
// character, and the check character of the organisation code (GB 11714) at 9 to 17.
func CreditCodeValid(code string) bool {
	if len(code) != 18 || !allDigits(code[2:8]) {
		return false
	}
	sum := 0
	for i := range 17 {
		value := strings.IndexByte(creditAlphabet, code[i])
		if value < 0 {
			return false
		}
		sum += value * creditWeights[i]
	}
	return code[17] == creditAlphabet[(31-sum%31)%31] && organisationValid(code[8:17])
}

// organisationValid checks an organisation code of GB 11714: eight digits or capital
// letters (A is 10) and a check character, X for 10.
func organisationValid(code string) bool {
	sum := 0
	for i, weight := range bodyWeights {
		c := code[i]
		switch {
		case digit(c):
			sum += int(c-'0') * weight
		case c >= 'A' && c <= 'Z':
			sum += int(c-'A'+10) * weight
		default:
			return false
		}
	}
	return code[8] == "0123456789X0"[11-sum%11]
}

// BankCardValid reports whether a card number has 13 to 19 digits and the check digit
// of ISO/IEC 7812-1 (Luhn). Passbook accounts have none.
func BankCardValid(number string) bool {
	if len(number) < 13 || len(number) > 19 || !allDigits(number) {
		return false
	}
	sum := 0
	for i := range len(number) {
		n := int(number[len(number)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// DisabilityCardValid reports whether a certificate number is a valid ID number, a
// category 1 to 7 and a grade 1 to 4. A re-issued certificate carries its issue
// behind that: B and one or two digits.
func DisabilityCardValid(number string) bool {
	if len(number) < 20 || !IDCardValid(number[:18]) {
		return false
	}
	if number[18] < '1' || number[18] > '7' || number[19] < '1' || number[19] > '4' {
		return false
	}
	issue := number[20:]
	return issue == "" || (len(issue) >= 2 && len(issue) <= 3 && issue[0] == 'B' && allDigits(issue[1:]))
}

// PhoneValid reports whether a number is a mobile number of the mainland (11 digits,
// 13 to 19 first) or a fixed line: area code of 3 or 4 digits with a leading zero, an
// optional hyphen, 7 or 8 digits that begin with 2 to 8.
func PhoneValid(number string) bool {
	if len(number) == 11 && number[0] == '1' && number[1] >= '3' && allDigits(number) {
		return true
	}
	if len(number) < 10 || number[0] != '0' {
		return false
	}
	for _, area := range []int{3, 4} {
		local := strings.TrimPrefix(number[area:], "-")
		if allDigits(number[:area]) && areaFits(number[:area]) && (len(local) == 7 || len(local) == 8) &&
			allDigits(local) && local[0] >= '2' && local[0] <= '8' {
			return true
		}
	}
	return false
}

// areaFits keeps codes of three digits to those that exist, 010 and 02x, and those of
// four digits to 03xx and above.
func areaFits(area string) bool {
	short := area[1] == '1' || area[1] == '2'
	return area[1] != '0' && short == (len(area) == 3)
}
