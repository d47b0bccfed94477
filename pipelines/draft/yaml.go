package draft

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var plain = regexp.MustCompile(`^[\p{L}_][\p{L}\p{N}_（）、。.\-]*$`)

// Scalar writes a text as YAML. What might be read as something else is quoted.
func Scalar(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return `"` + text + `"`
	}
	if plain.MatchString(text) {
		return text
	}
	return quoted(text)
}

// quoted is a text between double quotes, with the escapes that YAML has.
func quoted(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == ' ' || unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xFFFF:
			b.WriteString(`\u` + hex(r, 4))
		default:
			b.WriteString(`\U` + hex(r, 8))
		}
	}
	b.WriteByte('"')
	return b.String()
}

func hex(r rune, width int) string {
	digits := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", width-len(digits)) + digits
}

// Flow writes a list of texts: [a, b].
func Flow(texts []string) string {
	written := make([]string, len(texts))
	for i, text := range texts {
		written[i] = Scalar(text)
	}
	return "[" + strings.Join(written, ", ") + "]"
}

// grouped writes a count with commas: 3,985.
func grouped(n int64) string {
	digits := strconv.FormatInt(n, 10)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// slug makes an id of a table's name: QZK.QZ_SWXX is qzk-qz-swxx.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return "table"
	}
	return strings.Join(words, "-")
}

// comment writes what stands behind #, on one line.
func comment(parts ...string) string {
	var said []string
	for _, part := range parts {
		if part = strings.Join(strings.Fields(part), " "); part != "" {
			said = append(said, part)
		}
	}
	if len(said) == 0 {
		return ""
	}
	return "  # " + strings.Join(said, "; ")
}
