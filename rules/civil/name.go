package civil

import (
	"strings"
	"unicode"
)

// FoldWidth turns full-width signs (U+FF01 to U+FF5E, U+3000) into half-width ones.
func FoldWidth(x string) string { return strings.Map(narrow, x) }

func narrow(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	return r
}

// NameKey gives what of a name two registers must agree in: dots between the parts of
// a name are typed in many ways or left out, as are spaces.
func NameKey(x string) string {
	return strings.Map(func(r rune) rune {
		r = narrow(r)
		if unicode.IsSpace(r) || strings.ContainsRune(nameDots, r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, x)
}

// nameDots are what people type for the middle dot of GB/T 15834, U+00B7.
const nameDots = "·•‧∙⋅・･.。﹒"
