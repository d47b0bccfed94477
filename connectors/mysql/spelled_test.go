package mysql

import (
	"encoding/hex"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestBindValuesAreTexts: the server reads back every text that is bound, and a text that
// would end its literal stays a text.
func TestBindValuesAreTexts(t *testing.T) {
	s := opened(t)
	random := rand.New(rand.NewPCG(1, 2))
	letters := []rune("'\"\\`;-#/*?%_ \x00\n\r\x1a\tab北京市𠀀")
	texts := []string{"", "'", `\`, `\'`, "' OR '1'='1", `\\' -- `, "?", "北京市'朝阳区\\", "\x00\x1a", strings.Repeat("\\", 301)}
	for range 300 {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteRune(letters[random.IntN(len(letters))])
		}
		texts = append(texts, b.String())
	}
	for _, text := range texts {
		r, _, faults := record(t, s, "SELECT HEX(?), ?, ?", text, int64(math.MinInt64), nil)
		if got := r.Column(0).ValueStr(0); got != strings.ToUpper(hex.EncodeToString([]byte(text))) || len(faults) > 0 {
			t.Errorf("%q came back as %s, %v", text, got, faults)
		}
		if number, null := r.Column(1).ValueStr(0), r.Column(2).IsNull(0); number != "-9223372036854775808" || !null {
			t.Errorf("the least number came back as %s, null: %v", number, null)
		}
		r.Release()
	}
}

// TestSpelledLeavesOthers: what is not written out goes to the driver.
func TestSpelledLeavesOthers(t *testing.T) {
	for _, args := range [][]any{{1.5}, {"a", "b"}, {[]byte("a")}} {
		if whole, ok := spelled("SELECT ?", args); ok {
			t.Errorf("%v is written as %s", args, whole)
		}
	}
}
