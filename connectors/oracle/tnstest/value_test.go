package tnstest

import (
	"strings"
	"testing"
)

// TestNumber: what is written is read back, to the last of 38 digits.
func TestNumber(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"0", "1", "-1", "10", "100", "-100", "12345", "0.1", "-0.01", "0.0001", "123.45", "-123.45", "1000000", "9223372036854775807",
		"-9223372036854775808", strings.Repeat("9", 38), "-" + strings.Repeat("9", 38), "0." + strings.Repeat("0", 20) + "7", "60000",
	} {
		if got := ParseNumber(Number(text)); got != text {
			t.Errorf("%s: read back as %s", text, got)
		}
	}
}
