package behind

import (
	"fmt"
	"strings"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// figures are the functions over many rows.
var figures = map[string]bool{"COUNT": true, "MIN": true, "MAX": true, "SUM": true}

// call writes a function of Oracle's.
func (w *writer) call(n *node, in scope) (string, column, error) {
	if figures[n.text] {
		return w.figure(n, in)
	}
	texts, columns, err := w.values(n.args, in)
	if err != nil {
		return "", column{}, err
	}
	text, number := kind(tnstest.VarChar), kind(tnstest.NumberKind)
	switch signature := fmt.Sprint(n.text, " ", len(texts)); signature {
	case "RTRIM 2":
		if columns[0].Kind == tnstest.RawKind {
			texts[0], columns[0] = "hex("+texts[0]+")", text // as Oracle converts it by itself
		}
		return "NULLIF(rtrim(" + texts[0] + ", " + texts[1] + "), '')", text, only(classText, n.text, columns...)
	case "LENGTH 1":
		return "length(" + texts[0] + ")", number, only(classText, n.text, columns...)
	case "SUBSTR 2", "SUBSTR 3":
		if err := only(classNum, "a place", columns[1:]...); err != nil {
			return "", column{}, err
		}
		return "part(" + strings.Join(texts, ", ") + ")", text, only(classText, n.text, columns[0])
	case "INSTR 2":
		return "instr(" + texts[0] + ", " + texts[1] + ")", number, only(classText, n.text, columns...)
	case "GREATEST 2":
		return "max(" + texts[0] + ", " + texts[1] + ")", columns[0], only(classNum, n.text, columns...)
	case "TRUNC 1":
		return "(substr(" + texts[0] + ", 1, 10) || ' 00:00:00')", kind(tnstest.DateKind), only(classTime, n.text, columns...)
	case "TO_DATE 2", "TO_TIMESTAMP 2":
		return w.instant(n, texts[0], columns[0])
	case "UTL_I18N.STRING_TO_RAW 2":
		if n.args[1].text != "AL32UTF8" {
			return "", column{}, unknown("bytes of another character set")
		}
		return "CAST(" + texts[0] + " AS BLOB)", kind(tnstest.RawKind), only(classText, n.text, columns[0])
	case "SYS_CONTEXT 2":
		if n.args[0].text != "USERENV" || n.args[1].text != "CURRENT_SCHEMA" {
			return "", column{}, unknown("this SYS_CONTEXT")
		}
		return literal(w.user), text, nil
	}
	return "", column{}, unknown(fmt.Sprintf("the function %s of %d values", n.text, len(texts)))
}

// The formats that our statements give dates and times by.
const (
	dateFormat  = "YYYY-MM-DD"
	stampFormat = "YYYY-MM-DD HH24:MI:SS.FF6"
)

func (w *writer) instant(n *node, text string, c column) (string, column, error) {
	if err := only(classText, n.text, c); err != nil {
		return "", column{}, err
	}
	switch format := n.args[1]; {
	case n.text == "TO_DATE" && format.text == dateFormat:
		return "civil(" + text + " || ' 00:00:00')", kind(tnstest.DateKind), nil
	case n.text == "TO_TIMESTAMP" && format.text == stampFormat:
		return "civil(" + text + ")", kind(tnstest.StampKind), nil
	}
	return "", column{}, unknown("this format of " + n.text)
}

// figure writes a function over many rows. A sum is exact, so its value is wide.
func (w *writer) figure(n *node, in scope) (string, column, error) {
	number := kind(tnstest.NumberKind)
	if len(n.args) != 1 {
		return "", column{}, unknown("a figure of several values")
	}
	if n.args[0].op == opStar {
		if n.text != "COUNT" {
			return "", column{}, unknown(n.text + " of everything")
		}
		return "COUNT(*)", number, nil
	}
	text, c, err := w.value(n.args[0], in)
	if err != nil {
		return "", column{}, err
	}
	switch {
	case n.text == "COUNT" && n.qualifier == "DISTINCT":
		return "COUNT(DISTINCT " + text + ")", number, alike("DISTINCT", c)
	case n.qualifier != "":
		return "", column{}, unknown("a distinct " + n.text)
	case n.text == "COUNT":
		return "COUNT(" + text + ")", number, nil
	case n.text == "SUM":
		number.wide = true
		return "exact_sum(" + text + ")", number, sums(c)
	}
	c.Name = ""
	return n.text + "(" + text + ")", c, alike(n.text, c)
}

// sums lets wide numbers be added up too: the sum is worked out on their digits.
func sums(c column) error {
	c.wide = false
	return only(classNum, "SUM", c)
}

// cast writes a CAST of a literal, a value or null.
func (w *writer) cast(n *node, in scope) (string, column, error) {
	to, err := typed(n.text)
	if err != nil {
		return "", column{}, err
	}
	text, from, err := w.value(n.args[0], in)
	if err != nil || from.class() == classAny {
		return text, to, err
	}
	switch {
	case to.Kind == tnstest.VarChar && from.class() == classText:
		return text, to, nil
	case to.Kind == tnstest.CharKind && from.class() == classText:
		_, size, _ := strings.Cut(strings.TrimSuffix(n.text, ")"), "(")
		return "padded(" + text + ", " + size + ")", to, nil
	case to.Kind == tnstest.NumberKind && from.class() == classText:
		return "amount(" + text + ")", to, nil
	}
	return "", column{}, unknown("this CAST to " + n.text)
}
