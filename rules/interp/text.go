package interp

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/dogwatch/dogwatch/rules/civil"
	"github.com/dogwatch/dogwatch/rules/ir"
)

// text evaluates the functions of text.
func text(n *ir.Node, args []ir.Value) Result {
	x := args[0].Text()
	switch n.Function.Name {
	case "startsWith":
		return boolean(strings.HasPrefix(x, args[1].Text()))
	case "endsWith":
		return boolean(strings.HasSuffix(x, args[1].Text()))
	case "contains":
		return boolean(strings.Contains(x, args[1].Text()))
	case "matches":
		pattern, err := regexp.Compile(args[1].Text())
		return boolean(err == nil && pattern.MatchString(x))
	case "len":
		return value(ir.IntegerOf(int64(utf8.RuneCountInString(x))))
	case "blank":
		return boolean(args[0].IsNull() || strings.TrimFunc(x, unicode.IsSpace) == "")
	case "is_digits":
		return boolean(x != "" && strings.Trim(x, "0123456789") == "")
	case "is_chinese_name":
		return boolean(chineseName(x))
	}
	return changedText(n, x, args)
}

// changedText evaluates the functions that give a text.
func changedText(n *ir.Node, x string, args []ir.Value) Result {
	switch n.Function.Name {
	case "lower":
		return value(ir.TextOf(strings.ToLower(x)))
	case "upper":
		return value(ir.TextOf(strings.ToUpper(x)))
	case "trim":
		return value(ir.TextOf(strings.TrimFunc(x, unicode.IsSpace)))
	case "replace":
		if args[1].Text() == "" {
			return value(ir.TextOf(x))
		}
		return value(ir.TextOf(strings.ReplaceAll(x, args[1].Text(), args[2].Text())))
	case "fold_width":
		return value(ir.TextOf(civil.FoldWidth(x)))
	case "name_key":
		return value(ir.TextOf(civil.NameKey(x)))
	case "extract":
		return extract(x, args[1].Text())
	case "concat":
		var b strings.Builder
		for _, a := range args {
			b.WriteString(a.Text())
		}
		return value(ir.TextOf(b.String()))
	case "pad_left":
		return padLeft(x, args[1].Number(), []rune(args[2].Text()))
	case "to_text":
		return toText(args)
	}
	return value(ir.TextOf(part(n.Function.Name, []rune(x), args[1:])))
}

// extract gives the first group of the first match, or the match if there is none.
func extract(x, source string) Result {
	pattern, err := regexp.Compile(source)
	if err != nil {
		return value(ir.NullOf(ir.Of(ir.Text)))
	}
	found := pattern.FindStringSubmatchIndex(x)
	if len(found) > 2 {
		found = found[2:]
	}
	if found == nil || found[0] < 0 {
		return value(ir.NullOf(ir.Of(ir.Text)))
	}
	return value(ir.TextOf(x[found[0]:found[1]]))
}

// part cuts code points: left, right, substr and slice.
func part(name string, x []rune, bounds []ir.Value) string {
	size := int64(len(x))
	first := bounds[0].Number()
	switch name {
	case "left":
		return string(x[:clamp(first, size)])
	case "right":
		return string(x[size-clamp(first, size):])
	case "substr":
		return substr(x, bounds)
	}
	to := size
	if len(bounds) > 1 {
		to = fromEnd(bounds[1].Number(), size)
	}
	from := fromEnd(first, size)
	if from >= to {
		return ""
	}
	return string(x[from:to])
}

// substr takes the positions start to start+n-1, counted from 1, that exist.
func substr(x []rune, bounds []ir.Value) string {
	size := int64(len(x))
	start := bounds[0].Number()
	if start > size {
		return ""
	}
	end := size // position of the last code point
	if len(bounds) > 1 {
		n := bounds[1].Number()
		if n <= 0 {
			return ""
		}
		// start+n-1 < size, written so that it cannot overflow.
		if start <= 0 {
			end = min(start+n-1, size)
		} else if n-1 < size-start {
			end = start + n - 1
		}
	}
	start = max(start, 1)
	if end < start {
		return ""
	}
	return string(x[start-1 : end])
}

// clamp cuts a count to 0 … size.
func clamp(n, size int64) int64 { return max(0, min(n, size)) }

// fromEnd resolves a bound of a slice: negative counts from the end.
func fromEnd(n, size int64) int64 {
	if n < 0 {
		return clamp(max(n, -size)+size, size)
	}
	return clamp(n, size)
}

func padLeft(x string, n int64, fill []rune) Result {
	missing := max(n, 0) - int64(utf8.RuneCountInString(x)) // n near the smallest integer must not wrap
	if n > ir.MaxTextLength {
		return fault(ir.TooLong)
	}
	if missing <= 0 || len(fill) == 0 {
		return value(ir.TextOf(x))
	}
	var b strings.Builder
	for i := range int(missing) {
		b.WriteRune(fill[i%len(fill)])
	}
	return value(ir.TextOf(b.String() + x))
}

// chineseName is 2 to 60 Han characters with single · between them.
func chineseName(x string) bool {
	runes := []rune(x)
	if len(runes) < 2 || len(runes) > 60 {
		return false
	}
	for i, r := range runes {
		if unicode.Is(unicode.Han, r) {
			continue
		}
		if r != '·' || i == 0 || i == len(runes)-1 || runes[i-1] == '·' {
			return false
		}
	}
	return true
}

func toText(args []ir.Value) Result {
	x := args[0]
	if len(args) == 1 {
		return value(ir.TextOf(x.String()))
	}
	var micros int64
	switch x.Type().Base {
	case ir.Date:
		micros = x.Number() * ir.MicrosPerDay
	case ir.Month:
		micros = firstOfMonth(x.Number()) * ir.MicrosPerDay
	default:
		micros = x.Number()
	}
	return value(ir.TextOf(ir.FormatLayout(ir.PartsOf(micros), args[1].Text())))
}
