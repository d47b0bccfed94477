package syntax_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks/syntax"
)

// TestExcess: a megabyte of anything is a diagnostic or a value, and soon.
func TestExcess(t *testing.T) {
	t.Parallel()
	var deep strings.Builder
	for i := range 900 {
		deep.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for name, c := range map[string]struct{ text, code string }{
		"open brackets":   {"a: " + strings.Repeat("[", 1<<19), "DW-1009"},
		"closed brackets": {"a: " + strings.Repeat("[", 1<<18) + strings.Repeat("]", 1<<18), "DW-1009"},
		"maps":            {"a: " + strings.Repeat("{a: ", 1<<17), "DW-1009"},
		"entries":         {strings.Repeat("- ", 1<<18) + "x", "DW-1009"},
		"keys":            {strings.Repeat("a: 1\n", 1<<17), "DW-1009"},
		"question marks":  {strings.Repeat("? ", 1<<18), "DW-1009"},
		"aliases":         {"a: &a [x, x]\n" + strings.Repeat("b: *a\n", 1000), "DW-1005"},
		"indentation":     {deep.String(), ""},
		"64 brackets":     {"a: " + strings.Repeat("[", 63) + strings.Repeat("]", 63), ""},
		"a long text":     {"a: " + strings.Repeat("x", 1<<19), ""},
	} {
		start := time.Now()
		_, faults := syntax.Parse("x.yaml", []byte(c.text))
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s took %s", name, took)
		}
		code := ""
		if len(faults) > 0 {
			code = faults[0].Code
		}
		if code != c.code {
			t.Errorf("%s: %q, not %q", name, code, c.code)
		}
	}
}
