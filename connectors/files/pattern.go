package files

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A pattern is a glob with at most one {period:LAYOUT} in it.
type pattern struct {
	glob   string // with a star for the period
	period string // the layout; "" for none
	form   *regexp.Regexp
}

// periodOpen begins the period in a pattern.
const periodOpen = "{period:"

func compilePattern(text string) (pattern, error) {
	text = path.Clean(text)
	p := pattern{glob: text}
	before, rest, dated := strings.Cut(text, periodOpen)
	layout, after, closed := strings.Cut(rest, "}")
	if dated {
		if !closed || layout == "" {
			return p, errPattern
		}
		p.glob, p.period = before+"*"+after, layout
	}
	if _, err := path.Match(p.glob, ""); err != nil {
		return p, errPattern
	}
	form, err := regexp.Compile("^" + globForm(before) + layoutForm(layout) + globForm(after) + "$")
	if err != nil {
		return p, errPattern
	}
	p.form = form
	return p, nil
}

// globForm writes a glob as a regular expression.
func globForm(glob string) string {
	var b strings.Builder
	for i := 0; i < len(glob); i++ {
		switch c := glob[i]; c {
		case '*':
			b.WriteString("[^/]*")
		case '?':
			b.WriteString("[^/]")
		case '\\':
			if i++; i < len(glob) {
				b.WriteString(regexp.QuoteMeta(glob[i : i+1]))
			}
		case '[':
			if end := strings.IndexByte(glob[i:], ']'); end > 0 {
				b.WriteString(glob[i : i+end+1])
				i += end
			}
		default:
			if c < 0x80 {
				b.WriteString(regexp.QuoteMeta(glob[i : i+1]))
			} else {
				b.WriteByte(c)
			}
		}
	}
	return b.String()
}

// layoutForm writes a layout as a regular expression with a group for every part.
func layoutForm(layout string) string {
	var b strings.Builder
	for i := 0; i < len(layout); {
		n := 1
		for i+n < len(layout) && layout[i+n] == layout[i] {
			n++
		}
		switch {
		case !strings.ContainsRune("yMdHmsS", rune(layout[i])):
			b.WriteString(regexp.QuoteMeta(layout[i : i+n]))
		case n == 1:
			b.WriteString(`(?P<` + layout[i:i+1] + `>\d{1,2})`)
		default:
			b.WriteString(`(?P<` + layout[i:i+1] + `>\d{` + strconv.Itoa(n) + `})`)
		}
		i += n
	}
	return b.String()
}

// date reads the date in a name. A name that does not fit, or holds no real date, has
// none; without a period every name that fits has the zero one.
func (p pattern) date(name string) (date time.Time, ok bool) {
	parts := p.form.FindStringSubmatch(name)
	if parts == nil || p.period == "" {
		return time.Time{}, parts != nil
	}
	year, month, day := 0, 1, 1
	for i, group := range p.form.SubexpNames() {
		n, _ := strconv.Atoi(parts[i])
		switch group {
		case "y":
			if year = n; n < 100 {
				year += 2000
			}
		case "M":
			month = n
		case "d":
			day = n
		}
	}
	date = time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return date, date.Year() == year && date.Month() == time.Month(month) && date.Day() == day
}
