package ir_test

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/rules/ir"
)

func TestParseDecimal(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"0": "0", "-0.50": "-0.50", "+12": "12", "007.10": "7.10", ".5": "0.5", "5.": "", "": "", ".": "", "1e3": "",
		"１２": "", " 1": "", "--1": "", strings.Repeat("9", 38): strings.Repeat("9", 38), strings.Repeat("9", 39): "",
	}
	for text, want := range cases {
		n, precision, scale, ok := ir.ParseDecimal(text)
		if ok != (want != "") || ok && ir.FormatDecimal(n, scale) != want {
			t.Errorf("ParseDecimal(%q) = %s, %v; want %q", text, ir.FormatDecimal(n, scale), ok, want)
		}
		if ok && (precision < scale || precision > 38) {
			t.Errorf("ParseDecimal(%q) has precision %d, scale %d", text, precision, scale)
		}
	}
}

func TestCompareDecimalAcrossScales(t *testing.T) {
	t.Parallel()
	cases := []struct {
		a, b string
		want int
	}{
		{"0.1", "0.10", 0}, {"-0.1", "0", -1}, {strings.Repeat("9", 38), "0." + strings.Repeat("9", 37), 1}, {"1.01", "1.009", 1},
	}
	for _, c := range cases {
		a, _, as, _ := ir.ParseDecimal(c.a)
		b, _, bs, _ := ir.ParseDecimal(c.b)
		if got := ir.CompareDecimal(a, as, b, bs); got != c.want {
			t.Errorf("%s against %s: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
