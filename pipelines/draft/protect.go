package draft

import (
	"regexp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v15/arrow"

	"github.com/dogwatch/dogwatch/checks"
)

// shortestToken is how long a text must be to look like a digest or a cipher.
const shortestToken = 16

var (
	hexForm    = regexp.MustCompile(`^([0-9a-f]+|[0-9A-F]+)$`)
	base64Form = regexp.MustCompile(`^[0-9A-Za-z+/_-]+={0,2}$`)
)

// veiled tells whether parts of a value are covered by stars. text is folded.
func veiled(text string) bool { return strings.Contains(text, "*") }

// tokenShaped tells whether a value looks like a digest or a cipher: hexadecimal with
// letters and digits, or base64 with capitals, small letters and digits. Numbers and
// words are neither.
func tokenShaped(text string) bool {
	if len(text) < shortestToken {
		return false
	}
	digits := strings.ContainsAny(text, "0123456789")
	if hexForm.MatchString(text) {
		return digits && strings.ContainsAny(text, "abcdefABCDEF")
	}
	return digits && base64Form.MatchString(text) && strings.ToLower(text) != text && strings.ToUpper(text) != text
}

// protection says how the source seems to hide the values, "" for not at all, and what
// speaks for it. Tokens that never come twice may be new ones each time, so nothing is
// compared by them until a person knows better.
func (c *Column) protection() (checks.Protection, string) {
	switch {
	case c.Arrow.ID() != arrow.STRING || c.Filled == 0:
		return "", ""
	case c.Is(Veiled):
		return checks.Masked, grouped(c.Hits[Veiled]) + " of " + grouped(c.Filled) + " have stars"
	case !c.Is(Token) || c.Shortest != c.Longest || c.generated():
		return "", ""
	case c.Twice:
		return checks.Deterministic, "tokens of one length, some come twice"
	}
	return checks.Opaque, "tokens of one length, none came twice"
}

// generated tells whether a column of tokens rather holds numbers that a program made
// for the rows: a key by its name, of which nothing says that it is about a person.
func (c *Column) generated() bool {
	name := strings.ToUpper(c.Name)
	if says(c.words(), "姓名", "身份", "证件", "电话", "手机", "账号", "卡号", "地址", "住址") {
		return false
	}
	return slices.Contains([]string{"ID", "UUID", "GUID", "ROWID", "ZJ"}, name) || strings.HasSuffix(name, "_ID") || strings.HasSuffix(name, "UUID") ||
		says(c.words(), "主键", "流水号", "编号", "标识", "序号")
}
