package syntax

import (
	"fmt"
	"iter"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dogwatch/dogwatch/checks/diag"
)

// Check compares a value with its shape and returns every fault: unknown, misplaced
// and missing keys, wrong forms, wrong scalars, values that are missing. What it lets
// through can be read without looking twice.
func Check(v *Value, shape Shape) diag.List {
	c := checker{whole: &shape}
	c.check(v, &shape)
	return c.faults
}

// checker walks value and shape together.
type checker struct {
	whole  *Shape
	faults diag.List
}

func (c *checker) report(code string, span diag.Span, hint, format string, args ...any) {
	c.faults.Add(diag.New(code, span, fmt.Sprintf(format, args...), hint))
}

// homes lists the objects of the whole in which a key may stand, each with the key under
// which it is written, for the hint on a misplaced one.
func (c *checker) homes(key string) (list []string) {
	seen := map[string]bool{}
	var collect func(s *Shape, under string)
	keys := func(of []Key, title, under string) {
		for i := range of {
			if home := title + under; of[i].Name == key && title != "" && !slices.Contains(list, home) {
				list = append(list, home)
			}
			collect(&of[i].Shape, ", under `"+of[i].Name+"`")
		}
	}
	collect = func(s *Shape, under string) {
		if s.Title != "" && seen[s.Title] {
			return
		}
		seen[s.Title] = true
		keys(s.Keys, s.Title, under)
		for _, choice := range s.Choice {
			keys(s.Beside[choice], "", under)
		}
		for i := range s.Alternatives {
			collect(&s.Alternatives[i], under)
		}
		if s.Item != nil {
			collect(s.Item, under)
		}
	}
	collect(c.whole, "")
	return list
}

func (c *checker) check(v *Value, s *Shape) {
	if v.broken || v.Form == Null && s.Nullable {
		return
	}
	if s.Sort == SortOneOf {
		c.oneOf(v, s)
		return
	}
	if v.Form != s.Sort.Form() {
		c.wrongForm(v, s)
		return
	}
	switch s.Sort {
	case SortObject:
		c.object(v, s)
	case SortMap:
		c.enough(v, len(v.Fields), s)
		for _, f := range v.Fields {
			c.check(f.Value, s.Item)
		}
	case SortList:
		c.enough(v, len(v.Items), s)
		for _, item := range v.Items {
			c.check(item, s.Item)
		}
	default:
		c.scalar(v, s)
	}
}

func (c *checker) wrongForm(v *Value, s *Shape) {
	if s.Secret && v.Form == Scalar {
		c.report("DW-1105", v.Span, "write {env: NAME} or {file: PATH}, and change the secret if this file was ever shared",
			"a secret stands in the file")
		c.faults[len(c.faults)-1].Hidden = true
		return
	}
	if v.Form == Null {
		c.report("DW-1016", v.Span, "", "a value is missing here: %s is expected", s.Describe())
		return
	}
	hint := ""
	if s.Sort == SortList && v.Form == Scalar {
		hint = "write [" + v.Text + "]"
	}
	c.report("DW-1014", v.Span, hint, "%s is expected here, not %s", s.Describe(), v.Form)
}

func (c *checker) enough(v *Value, n int, s *Shape) {
	if n < s.Min {
		c.report("DW-1017", v.Span, "add an entry, or remove the key", "%s with at least one entry is expected here", s.Describe())
	}
}

// oneOf takes the only alternative of the value's form, or the first that fits; if
// none does, the faults of the likeliest are shown.
func (c *checker) oneOf(v *Value, s *Shape) {
	only, n := (*Shape)(nil), 0
	for i := range s.Alternatives {
		if s.Alternatives[i].Sort.Form() == v.Form {
			only, n = &s.Alternatives[i], n+1
		}
	}
	switch n {
	case 0:
		c.wrongForm(v, s)
		return
	case 1:
		c.check(v, only)
		return
	}
	var best diag.List
	for i := range s.Alternatives {
		if s.Alternatives[i].Sort.Form() != v.Form {
			continue
		}
		try := checker{whole: c.whole}
		try.check(v, &s.Alternatives[i])
		if len(try.faults) == 0 {
			return
		}
		if best == nil || len(try.faults) < len(best) {
			best = try.faults
		}
	}
	if v.Form == Scalar {
		c.report("DW-1015", v.Span, "", "`%s` is not %s", v.Text, s.Describe())
		return
	}
	c.faults.Add(best...)
}

func (c *checker) object(v *Value, s *Shape) {
	chosen := s.chosen(v)
	for _, f := range v.Fields {
		if k := s.keyOf(f.Key.Text, chosen); k != nil {
			c.check(f.Value, &k.Shape)
		} else {
			c.unknown(f.Key, s, chosen)
		}
	}
	for k, beside := range s.keysOf(chosen) {
		if k.Required && (beside == "" || beside == chosen) && v.Get(k.Name) == nil {
			hint := ""
			if k.Example != "" {
				hint = fmt.Sprintf("for example `%s: %s`", k.Name, k.Example)
			}
			c.report("DW-1013", v.Span, hint, "%s needs the key `%s`", s.Subject(), k.Name)
		}
	}
	c.choice(v, s)
}

// keysOf gives the keys that may stand where one of the choices is chosen, and beside
// which choice. Where nothing is chosen that alone is at fault, not what stands beside.
func (s *Shape) keysOf(chosen string) iter.Seq2[*Key, string] {
	return func(yield func(*Key, string) bool) {
		for i := range s.Keys {
			if !yield(&s.Keys[i], "") {
				return
			}
		}
		for _, choice := range s.Choice {
			for i := range s.Beside[choice] {
				if (choice == chosen || chosen == "") && !yield(&s.Beside[choice][i], choice) {
					return
				}
			}
		}
	}
}

// keyOf finds one of them, or gives nil.
func (s *Shape) keyOf(name, chosen string) *Key {
	for k := range s.keysOf(chosen) {
		if k.Name == name {
			return k
		}
	}
	return nil
}

// chosen gives the first key of the value that is one of the shape's choices.
func (s *Shape) chosen(v *Value) string {
	for _, f := range v.Fields {
		if slices.Contains(s.Choice, f.Key.Text) {
			return f.Key.Text
		}
	}
	return ""
}

// choice checks that of some keys exactly one is there.
func (c *checker) choice(v *Value, s *Shape) {
	var found []*Value
	for _, f := range v.Fields {
		if slices.Contains(s.Choice, f.Key.Text) {
			found = append(found, f.Key)
		}
	}
	switch {
	case len(s.Choice) > 0 && len(found) == 0 && !s.Optional:
		c.report("DW-1018", v.Span, s.choosing(), "%s needs exactly one of: %s", s.Subject(), Listed(s.Choice))
	case len(found) > 1:
		d := diag.New("DW-1019", found[1].Span, fmt.Sprintf("%s has both `%s` and `%s`", s.Subject(), found[0].Text, found[1].Text),
			"split it in two, or remove one")
		d.Related = []diag.Related{{Span: found[0].Span, Message: "the first one"}}
		c.faults.Add(d)
	}
}

// unknown tells a slip of the pen from a key that belongs elsewhere.
func (c *checker) unknown(key *Value, s *Shape, chosen string) {
	var names []string
	for k := range s.keysOf(chosen) {
		names = append(names, k.Name)
	}
	beside, homes := s.choicesWith(key.Text), c.homes(key.Text)
	if len(beside)+len(homes) > 0 && Nearest(key.Text, names) == "" {
		c.report("DW-1012", key.Span, wayHome(key.Text, beside, homes),
			"the key `%s` does not belong to %s", key.Text, s.Subject())
		return
	}
	c.report("DW-1011", key.Span, Suggest(key.Text, names), "%s has no key `%s`", s.Subject(), key.Text)
}

// wayHome says where a key belongs, and how it gets there.
func wayHome(key string, beside, homes []string) string {
	var ways []string
	if len(beside) > 0 {
		ways = append(ways, "it stands beside "+strings.Join(beside, " or ")+" only: take it away, or write that instead")
	}
	if len(homes) > 0 {
		ways = append(ways, "it belongs to "+strings.Join(homes, "; or to ")+": move `"+key+"` there, indented like the keys of that")
	}
	return strings.Join(ways, "; or ")
}

// choosing says how one of the keys is written of which exactly one must be there.
func (s *Shape) choosing() string {
	if s.Hint != "" {
		return s.Hint
	}
	first := s.Choice[0]
	example := "…"
	if key, ok := s.Key(first); ok && key.Example != "" {
		example = key.Example
	}
	return "add one of them, such as `" + first + ": " + example + "`"
}

// choicesWith lists the choices beside which a key may stand.
func (s *Shape) choicesWith(key string) []string {
	var list []string
	for _, choice := range s.Choice {
		if slices.ContainsFunc(s.Beside[choice], func(k Key) bool { return k.Name == key }) {
			list = append(list, "`"+choice+"`")
		}
	}
	return list
}

var (
	integerForm  = regexp.MustCompile(`^-?(0|[1-9][0-9]*)$`)
	numberForm   = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)
	durationForm = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?(s|m|h|d|wd)$`)
	nameForm     = regexp.MustCompile(`^[\p{L}\p{N}][\p{L}\p{N}_.-]*$`)
)

func (c *checker) scalar(v *Value, s *Shape) {
	if len(s.Enum) > 0 {
		if !slices.ContainsFunc(s.Enum, func(value string) bool { return value == v.Text || s.Fold && strings.EqualFold(value, v.Text) }) {
			c.report("DW-1015", v.Span, Suggest(v.Text, s.Enum), "`%s` is not one of the known values", v.Text)
		}
		return
	}
	if s.matches != nil && !s.matches(v.Text) {
		c.report("DW-1015", v.Span, s.Hint, "`%s` cannot stand here", v.Text)
		return
	}
	if why, ok := s.Sort.reads(v); !ok {
		c.report("DW-1015", v.Span, why, "`%s` is not %s", v.Text, s.Describe())
	}
}

// reads tells whether a scalar can be read as this sort, and if not, the way out.
func (s Sort) reads(v *Value) (hint string, ok bool) {
	switch s {
	case SortInteger:
		if v.Quoted {
			return "write it without quotes", false
		}
		_, err := strconv.ParseInt(v.Text, 10, 64)
		return "digits only, at most 19", err == nil && integerForm.MatchString(v.Text)
	case SortNumber:
		return "digits with a decimal point, no exponent", numberForm.MatchString(v.Text)
	case SortBool:
		return "write true or false, without quotes", !v.Quoted && (v.Text == "true" || v.Text == "false")
	case SortDate:
		_, err := time.Parse(time.DateOnly, v.Text)
		return "write it as 2026-11-24", err == nil
	case SortDuration:
		return "a number with s, m, h, d or wd: 30s, 8wd", durationForm.MatchString(v.Text)
	case SortName:
		return "letters, digits, `-`, `_` and `.`, beginning with a letter or digit", nameForm.MatchString(v.Text)
	case SortRule, SortBound, SortColumn:
		return "it is blank", strings.TrimSpace(v.Text) != ""
	}
	return "", true
}
