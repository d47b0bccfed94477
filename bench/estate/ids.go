package estate

import (
	"fmt"
	"strconv"
)

// The factors of the check characters: GB 11643 for identity numbers, GB 32100 and
// GB 11714 for organisations.
var (
	identityWeights = [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	creditWeights   = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}
	organWeights    = [8]int{3, 7, 9, 10, 5, 8, 4, 2}
)

const (
	identityChecks = "10X98765432"
	creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
)

// identity completes the identity number of a place, a birth date and a sequence of
// three digits, whose last is odd for men.
func identity(place string, birth day, sequence int) string {
	body := fmt.Sprintf("%s%s%03d", place, birth.compact(), sequence)
	return body + string(identityCheck(body))
}

func identityCheck(body string) byte {
	sum := 0
	for i, weight := range identityWeights {
		sum += weight * int(body[i]-'0')
	}
	return identityChecks[sum%11]
}

// oldIdentity is the number of 15 digits that the same person had before 1999.
func oldIdentity(id string) string { return id[:6] + id[8:17] }

// credit completes the unified social credit code of the n-th institution of a
// district: 52 is the class of private non-enterprise units.
func credit(district string, n int) string { return creditIn("52", district, n) }

// creditIn is credit for any class of organisations.
func creditIn(class, district string, n int) string {
	organ := fmt.Sprintf("MJ%06d", n)
	body := class + district + organ + string(organCheck(organ))
	sum := 0
	for i, weight := range creditWeights {
		sum += weight * creditValue(body[i])
	}
	return body + string(creditAlphabet[(31-sum%31)%31])
}

func creditValue(c byte) int {
	for i := range creditAlphabet {
		if creditAlphabet[i] == c {
			return i
		}
	}
	return 0
}

func organCheck(body string) byte {
	sum := 0
	for i, weight := range organWeights {
		value := int(body[i] - '0')
		if body[i] >= 'A' {
			value = int(body[i]-'A') + 10
		}
		sum += weight * value
	}
	switch check := 11 - sum%11; check {
	case 10:
		return 'X'
	case 11:
		return '0'
	default:
		return byte('0' + check)
	}
}

// card is a bank card number of 19 digits that ends with its Luhn digit.
func card(n int) string {
	body := fmt.Sprintf("621700%012d", n*7919%1_000_000_000_000)
	return body + strconv.Itoa(luhn(body))
}

// passbook is an account number of 19 digits that is certain to fail Luhn.
func passbook(n int) string {
	body := fmt.Sprintf("010900%012d", n)
	return body + strconv.Itoa((luhn(body)+3)%10)
}

// luhn is the digit that completes a number.
func luhn(body string) int {
	sum := 0
	for i := range body {
		digit := int(body[len(body)-1-i] - '0')
		if i%2 == 0 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return (10 - sum%10) % 10
}

// otherDigit replaces the last character of a number by a wrong one: another digit.
func otherDigit(number string) string {
	last := number[len(number)-1]
	wrong := byte('0')
	if last >= '0' && last <= '9' {
		wrong = '0' + (last-'0'+1)%10
	}
	return number[:len(number)-1] + string(wrong)
}
