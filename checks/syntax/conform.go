package syntax

import (
	"fmt"
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
	c := checker{homes: map[string][]string{}}
	c.collect(shape, map[string]bool{})
	c.check(v, shape)
	return c.faults
}

// checker walks value and shape together. homes tells in which objects a key may
// stand, for the hint on a misplaced key.
type checker struct {
	homes  map[string][]string
	faults diag.List
}

func (c *checker) report(code string, span diag.Span, hint, format string, args ...any) {
	c.faults.Add(diag.New(code, span, fmt.Sprintf(format, args...), hint))
}

func (c *checker) collect(s Shape, seen map[string]bool) {
	if s.Title != "" && seen[s.Title] {
		return
	}
	seen[s.Title] = true
	for _, k := range s.Keys {
		if s.Title != "" && !slices.Contains(c.homes[k.Name], s.Title) {
			c.homes[k.Name] = append(c.homes[k.Name], s.Title)
		}
		c.collect(k.Shape, seen)
	}
	for _, choice := range s.Choice {
		for _, k := range s.Beside[choice] {
			c.collect(k.Shape, seen)
		}
	}
	for _, a := range s.Alternatives {
		c.collect(a, seen)
	}
	if s.Item != nil {
		c.collect(*s.Item, seen)
	}
}

func (c *checker) check(v *Value, s Shape) {
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
			c.check(f.Value, *s.Item)
		}
	case SortList:
		c.enough(v, len(v.Items), s)
		for _, item := range v.Items {
			c.check(item, *s.Item)
		}
	default:
		c.scalar(v, s)
	}
}

func (c *checker) wrongForm(v *Value, s Shape) {
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

func (c *checker) enough(v *Value, n int, s Shape) {
	if n < s.Min {
		c.report("DW-1017", v.Span, "add an entry, or remove the key", "%s with at least one entry is expected here", s.Describe())
	}
}

// oneOf takes the only alternative of the value's form, or the first that fits; if
// none does, the faults of the likeliest are shown.
func (c *checker) oneOf(v *Value, s Shape) {
	var fitting []Shape
	for _, a := range s.Alternatives {
		if a.Sort.Form() == v.Form {
			fitting = append(fitting, a)
		}
	}
	if len(fitting) == 0 {
		c.wrongForm(v, s)
		return
	}
	if len(fitting) == 1 {
		c.check(v, fitting[0])
		return
	}
	var best diag.List
	for _, a := range fitting {
		try := checker{homes: c.homes}
		try.check(v, a)
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

func (c *checker) object(v *Value, s Shape) {
	keys := s.keysOf(v)
	for _, f := range v.Fields {
		at := slices.IndexFunc(keys, func(k Key) bool { return k.Name == f.Key.Text })
		if at < 0 {
			c.unknown(f.Key, s, keys)
			continue
		}
		c.check(f.Value, keys[at].Shape)
	}
	for _, k := range keys {
		if k.Required && v.Get(k.Name) == nil {
			hint := ""
			if k.Example != "" {
				hint = fmt.Sprintf("for example `%s: %s`", k.Name, k.Example)
			}
			c.report("DW-1013", v.Span, hint, "%s needs the key `%s`", s.Subject(), k.Name)
		}
	}
	c.choice(v, s)
}

// keysOf lists the keys that may stand in a value. Where nothing is chosen that alone
// is at fault, not what stands beside.
func (s Shape) keysOf(v *Value) []Key {
	keys, chosen := slices.Clip(s.Keys), s.chosen(v) // clipped: what is added goes elsewhere
	for _, choice := range s.Choice {
		for _, k := range s.Beside[choice] {
			k.Required = k.Required && choice == chosen
			if choice == chosen || chosen == "" {
				keys = append(keys, k)
			}
		}
	}
	return keys
}

// chosen gives the first key of the value that is one of the shape's choices.
func (s Shape) chosen(v *Value) string {
	for _, f := range v.Fields {
		if slices.Contains(s.Choice, f.Key.Text) {
			return f.Key.Text
		}
	}
	return ""
}

// choice checks that of some keys exactly one is there.
func (c *checker) choice(v *Value, s Shape) {
	var found []*Value
	for _, f := range v.Fields {
		if slices.Contains(s.Choice, f.Key.Text) {
			found = append(found, f.Key)
		}
	}
	switch {
	case len(s.Choice) > 0 && len(found) == 0 && !s.Optional:
		c.report("DW-1018", v.Span, "", "%s needs exactly one of: %s", s.Subject(), Listed(s.Choice))
	case len(found) > 1:
		d := diag.New("DW-1019", found[1].Span, fmt.Sprintf("%s has both `%s` and `%s`", s.Subject(), found[0].Text, found[1].Text),
			"split it in two, or remove one")
		d.Related = []diag.Related{{Span: found[0].Span, Message: "the first one"}}
		c.faults.Add(d)
	}
}

// unknown tells a slip of the pen from a key that belongs elsewhere.
func (c *checker) unknown(key *Value, s Shape, keys []Key) {
	var names []string
	for _, k := range keys {
		names = append(names, k.Name)
	}
	homes := append(s.choicesWith(key.Text), c.homes[key.Text]...)
	if len(homes) > 0 && Nearest(key.Text, names) == "" {
		c.report("DW-1012", key.Span, "it belongs to "+strings.Join(homes, " or "),
			"the key `%s` does not belong to %s", key.Text, s.Subject())
		return
	}
	c.report("DW-1011", key.Span, Suggest(key.Text, names), "%s has no key `%s`", s.Subject(), key.Text)
}

// choicesWith lists the choices beside which a key may stand.
func (s Shape) choicesWith(key string) []string {
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

func (c *checker) scalar(v *Value, s Shape) {
	if len(s.Enum) > 0 {
		if !slices.Contains(s.Enum, v.Text) {
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
