package kind

import (
	"math/big"
	"strconv"

	"github.com/dogwatch/dogwatch/checks"
)

// commas writes a count with separators: 5,000.
func commas(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for at := len(digits) - 3; at > 0 && digits[at-1] != '-'; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

func plural(n int64, one, many string) string {
	if n == 1 {
		return commas(n) + " " + one
	}
	return commas(n) + " " + many
}

func rows(n int64) string { return plural(n, "row", "rows") }

// share writes n of total with its percentage: "13 of 5,000 rows (0.26%)".
func share(n, total int64, one, many string) string {
	text := commas(n) + " of " + plural(total, one, many)
	if n > 0 && total > 0 {
		text += " (" + checks.Decimal(new(big.Rat).SetFrac64(n*100, total)) + "%)"
	}
	return text
}

// count is a quantity that counts something.
func count(n int64, unit checks.Unit) checks.Quantity {
	return checks.Quantity{Value: new(big.Rat).SetInt64(n), Unit: unit}
}

// unknown says how many were not judged, "" for none.
func unknown(n int64) string {
	if n == 0 {
		return ""
	}
	return commas(n) + " unknown"
}
