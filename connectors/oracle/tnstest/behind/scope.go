package behind

import (
	"strings"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// The codes that Oracle answers with where a statement is sound and what it names is not.
type code int

func (c code) Error() string { return "an ORA code" }

const (
	noSuchTable  code = 942
	noSuchColumn code = 904
	ambiguous    code = 918
	noSuchUse    code = 932 // of a type: nothing compares a CLOB
)

// A scope is what the names in a selection can mean.
type scope []visible

// visible is one source; its alias in SQLite is the one it has in Oracle.
type visible struct {
	alias   string
	columns []column
}

func (s scope) find(n *node) (string, column, error) {
	var text string
	var found []column
	for _, v := range s {
		if n.qualifier != "" && n.qualifier != v.alias {
			continue
		}
		for _, c := range v.columns {
			if c.Name == n.text {
				text, found = quote(v.alias)+"."+quote(c.Name), append(found, c)
			}
		}
	}
	switch len(found) {
	case 0:
		return "", column{}, noSuchColumn
	case 1:
		return text, found[0], nil
	}
	return "", column{}, ambiguous
}

func quote(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

func literal(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// A writer turns the tree of a query into SQLite's language.
type writer struct {
	tables func(owner, table string) (name string, columns []column, ok bool)
	binds  []tnstest.Bind
	user   string // whose schema is the current one
	with   []visible
	read   []string // the tables that are read, as SQLite names them
}

// source writes a source and gives what it makes visible.
func (w *writer) source(s source) (string, visible, error) {
	if s.query != nil {
		text, columns, err := w.query(s.query)
		if s.alias == "" {
			return "(" + text + ")", visible{"", columns}, err
		}
		return "(" + text + ") AS " + quote(s.alias), visible{s.alias, columns}, err
	}
	for _, v := range w.with {
		if s.owner == "" && v.alias == s.table {
			return quote(s.table) + " AS " + quote(s.alias), visible{s.alias, v.columns}, nil
		}
	}
	name, columns, ok := w.tables(s.owner, s.table)
	if !ok {
		return "", visible{}, noSuchTable
	}
	w.read = append(w.read, name)
	return seen(name, w.user, columns) + " AS " + quote(s.alias), visible{s.alias, columns}, nil
}
