package kernel

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestPatternsMatchWhatRegexpMatches draws patterns of the walked sort and others, and
// texts of the characters that stand in them.
func TestPatternsMatchWhatRegexpMatches(t *testing.T) {
	t.Parallel()
	classes := []string{"[0-9]", `\d`, `\D`, "[^X]", "X", "张", "[张𠮷a]", ".", `\s`, "(?i:x)", "(?s:.)", `\.`, "[[:alpha:]]", "ab", "(a|b)", "(ab)", ""}
	repeats := []string{"", "", "{2}", "{1,3}", "*", "+", "?", "*?", "{0}"}
	begins, ends := []string{"^", "^", "^", "", `\A`, "(?m)^"}, []string{"$", "$", "", `\z`, "|a"}
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.SampledFrom(begins).Draw(t, "begin")
		for range rapid.IntRange(0, 3).Draw(t, "items") {
			pattern += rapid.SampledFrom(classes).Draw(t, "class") + rapid.SampledFrom(repeats).Draw(t, "repeat")
		}
		pattern += rapid.SampledFrom(ends).Draw(t, "end")
		want, err := regexp.Compile(pattern)
		if err != nil {
			t.Skip("no pattern")
		}
		text := rapid.StringOf(rapid.SampledFrom([]rune("0123Xxab张𠮷.\n 　"))).Draw(t, "text")
		if rapid.IntRange(0, 9).Draw(t, "broken") == 0 {
			text += "\xff"
		}
		if got := patternTest(pattern)(text); got != want.MatchString(text) {
			t.Errorf("%q on %q: %v", pattern, text, got)
		}
	})
}

func TestUsualPatternsAreWalked(t *testing.T) {
	t.Parallel()
	for pattern, walked := range map[string]bool{"^[0-9]{12}$": true, `^\d{17}[\dX]$`: true, `^1[3-9]\d{9}$`: true, "^11": true, `^[\p{Han}·]{2,60}$`: true,
		"^[0-9]{2}": true, "[0-9]": false, "^(a|bc)$": false, "^a+b$": false, "^(?i)a$": false} {
		if _, ok := newWalk(pattern); ok != walked {
			t.Errorf("%s is walked: %v", pattern, ok)
		}
	}
}

// TestLayoutsReadAndWriteAsPackageIR holds the prepared layouts to the plain ones.
func TestLayoutsReadAndWriteAsPackageIR(t *testing.T) {
	t.Parallel()
	layouts := []string{"yyyyMMdd", "yyyy-MM-dd", "yyyy年M月d日", "yyyy/M/d HH:mm:ss", "yyyyMM", "MM.yyyy", "ddMMyyyyHHmmss"}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(layouts).Draw(t, "layout")
		l := newLayout(text)
		micros := rapid.Int64Range(ir.MinDay, ir.MaxDay).Draw(t, "day")*ir.MicrosPerDay + rapid.Int64Range(0, 86_399).Draw(t, "second")*1_000_000
		want := ir.FormatLayout(ir.PartsOf(micros), text)
		if got := string(l.write(nil, micros)); got != want {
			t.Errorf("%s writes %q, want %q", text, got, want)
		}
		at := rapid.IntRange(0, len(want)-1).Draw(t, "at")
		change := rapid.SampledFrom([]string{"", "0", "9", "-", " ", "３", want[at : at+1]}).Draw(t, "change")
		want = want[:at] + change + want[at+1:]
		parts, ok := l.read(want)
		if known, knownOK := ir.ParseLayout(want, text); ok != knownOK || ok && parts != known {
			t.Errorf("%s reads %q as %v %v, want %v %v", text, want, parts, ok, known, knownOK)
		}
	})
}
