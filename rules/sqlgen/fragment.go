package sqlgen

import (
	"fmt"
	"strconv"
	"strings"
)

// The dialects.
const (
	SQLite   Dialect = "sqlite"
	MySQL    Dialect = "mysql" // and MariaDB
	Postgres Dialect = "postgres"
	Oracle   Dialect = "oracle"
)

// Dialect names a server's language.
type Dialect string

// Dialects lists them all.
func Dialects() []Dialect { return []Dialect{SQLite, MySQL, Postgres, Oracle} }

// ParseDialect knows a dialect by name.
func ParseDialect(name string) (Dialect, bool) {
	for _, d := range Dialects() {
		if string(d) == name {
			return d, true
		}
	}
	return "", false
}

// placeholder writes the n-th bind value, from 1.
func (d Dialect) placeholder(n int) string {
	switch d {
	case Postgres:
		return "$" + strconv.Itoa(n)
	case Oracle:
		return ":" + strconv.Itoa(n)
	}
	return "?"
}

// hole stands for a bind value until the fragment is whole: no identifier and no
// literal holds a NUL.
const hole = "\x00"

// A Fragment is a condition with its bind values, in the order of the text. Numbered
// placeholders count from 1. It comes from Generate and is not changed afterwards.
type Fragment struct {
	Text string
	Args []any

	raw     string // the text with holes
	dialect Dialect
}

func newFragment(raw string, args []any, d Dialect) Fragment {
	f := Fragment{Args: args, raw: raw, dialect: d}
	f.Text = f.fill(func(i int) string { return d.placeholder(i + 1) })
	return f
}

// fill replaces the holes.
func (f Fragment) fill(with func(i int) string) string {
	var b strings.Builder
	for i, part := range strings.Split(f.raw, hole) {
		if i > 0 {
			b.WriteString(with(i - 1))
		}
		b.WriteString(part)
	}
	return b.String()
}

// IsTrue gives the condition under which the rule holds: the fragment itself.
func IsTrue(f Fragment) Fragment { return f }

// IsFalse gives the condition under which a rule is violated: not true and not
// unknown, in every dialect.
func IsFalse(f Fragment) Fragment { return newFragment("NOT ("+f.raw+")", f.Args, f.dialect) }

// IsUnknown gives the condition under which a rule can be neither. On Oracle, where a
// condition is no value, the bind values are needed twice.
func IsUnknown(f Fragment) Fragment {
	if f.dialect != Oracle {
		return newFragment("("+f.raw+") IS NULL", f.Args, f.dialect)
	}
	twice := append(append([]any{}, f.Args...), f.Args...)
	return newFragment("CASE WHEN "+f.raw+" THEN 1 WHEN NOT ("+f.raw+") THEN 0 END IS NULL", twice, f.dialect)
}

// Shown writes the condition with its values in place, for people to read and to paste
// into the server's own shell. It is never sent by us.
func (f Fragment) Shown() string {
	return f.fill(func(i int) string { return f.dialect.literal(f.Args[i]) })
}

// literal writes a value that Generate has bound: a text or an integer.
func (d Dialect) literal(v any) string {
	text, ok := v.(string)
	switch {
	case !ok:
		return fmt.Sprint(v)
	case d == MySQL && strings.Contains(text, `\`):
		// What a backslash means depends on the session's sql_mode.
		return fmt.Sprintf("CONVERT(X'%X' USING utf8mb4)", text)
	}
	return "'" + strings.ReplaceAll(text, "'", "''") + "'"
}
