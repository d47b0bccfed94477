package sqlgen

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/rules/ir"
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

// A Fragment is an expression with its bind values, in the order of the text.
// Numbered placeholders count from 1.
type Fragment struct {
	Text string
	Args []any
}

// Columns gives the quoted physical column behind a name; false if the stored value
// is not of the contract's type as it stands, so that SQL must not touch it.
type Columns func(name string) (sql string, ok bool)

// Generate writes a bound boolean expression. If the dialect would not give our
// answer for any row it is refused, and why names the first obstacle.
func Generate(root *ir.Node, dialect Dialect, columns Columns) (f Fragment, accepted bool, why string) {
	w := &writer{dialect: dialect, columns: columns}
	text := w.node(root)
	if root.Type.Base != ir.Boolean {
		w.refuse("the expression is not true or false")
	}
	if w.why != "" {
		return Fragment{}, false, w.why
	}
	return Fragment{Text: text, Args: w.args}, true, ""
}

// IsFalse gives the condition under which a rule is violated: not true and not
// unknown, in every dialect.
func IsFalse(f Fragment) Fragment { return Fragment{Text: "NOT (" + f.Text + ")", Args: f.Args} }

// A writer builds one fragment. The first refusal sticks.
type writer struct {
	dialect Dialect
	columns Columns
	args    []any
	why     string
}

func (w *writer) refuse(format string, args ...any) string {
	if w.why == "" {
		w.why = fmt.Sprintf(format, args...)
	}
	return ""
}

func (w *writer) node(n *ir.Node) string {
	switch n.Kind {
	case ir.Constant:
		return w.constant(n.Value, n.Type)
	case ir.Column:
		return w.column(n)
	case ir.Call:
		return w.call(n)
	}
	return w.refuse("%s is not bound", n.Name)
}

func (w *writer) call(n *ir.Node) string {
	row, ok := table()[n.Function.Name]
	if !ok {
		return w.refuse("%s is judged by Dogwatch", n.Function.Name)
	}
	if !row.accepts(w.dialect) {
		return w.refuse("%s is judged by Dogwatch on %s", n.Function.Name, w.dialect)
	}
	return row.write(w, n)
}

// bind adds a value and gives its placeholder.
func (w *writer) bind(v any) string {
	w.args = append(w.args, v)
	switch w.dialect {
	case Postgres:
		return "$" + strconv.Itoa(len(w.args))
	case Oracle:
		return ":" + strconv.Itoa(len(w.args))
	}
	return "?"
}

// constant binds a literal with its type spelled out, so that no server guesses.
func (w *writer) constant(v ir.Value, t ir.Type) string {
	if v.IsNull() {
		return w.refuse("a null literal is judged by Dogwatch")
	}
	switch v.Type().Base {
	case ir.Text:
		return w.textConstant(v.Text())
	case ir.Integer:
		return w.typed(v.Number(), map[Dialect]string{MySQL: "SIGNED", Postgres: "bigint"})
	case ir.Decimal:
		if w.dialect == SQLite {
			return w.refuse("SQLite has no exact decimals")
		}
		return w.typed(v.String(), map[Dialect]string{MySQL: fmt.Sprintf("DECIMAL(38,%d)", v.Type().Scale), Postgres: "numeric", Oracle: "NUMBER"})
	case ir.Date, ir.Timestamp:
		return w.instant(v)
	case ir.Boolean:
		return w.truth(v.Bool())
	}
	return w.refuse("a literal of type %s is judged by Dogwatch", t)
}

func (w *writer) typed(v any, types map[Dialect]string) string {
	placeholder := w.bind(v)
	if t := types[w.dialect]; t != "" {
		return "CAST(" + placeholder + " AS " + t + ")"
	}
	return placeholder
}

// textConstant refuses what a server cannot hold or compare: NUL anywhere, and on
// Oracle the empty text, which is null there.
func (w *writer) textConstant(text string) string {
	if strings.IndexByte(text, 0) >= 0 {
		return w.refuse("a text with NUL is judged by Dogwatch")
	}
	if text == "" && w.dialect == Oracle {
		return w.refuse("Oracle takes the empty text for null")
	}
	if w.dialect == Postgres {
		return "CAST(" + w.bind(text) + " AS text)"
	}
	return w.bind(text)
}

func (w *writer) instant(v ir.Value) string {
	date := v.Type().Base == ir.Date
	text := strings.Replace(v.String(), "T", " ", 1)
	switch {
	case w.dialect == SQLite:
		return w.refuse("SQLite keeps dates as text")
	case w.dialect == Oracle && date:
		return "TO_DATE(" + w.bind(text) + ", 'YYYY-MM-DD')"
	case w.dialect == Oracle:
		return "TO_TIMESTAMP(" + w.bind(text) + ", 'YYYY-MM-DD HH24:MI:SS.FF6')"
	case date:
		return "CAST(" + w.bind(text) + map[Dialect]string{MySQL: " AS DATE)", Postgres: " AS date)"}[w.dialect]
	}
	return "CAST(" + w.bind(text) + map[Dialect]string{MySQL: " AS DATETIME(6))", Postgres: " AS timestamp)"}[w.dialect]
}

// truth writes a boolean literal; Oracle has none.
func (w *writer) truth(v bool) string {
	if v {
		return "(1 = 1)"
	}
	return "(1 = 0)"
}

// Pushes tells whether a dialect may be given a function at all; its arguments
// decide the rest.
func Pushes(function string, d Dialect) bool {
	row, ok := table()[function]
	return ok && row.accepts(d)
}
