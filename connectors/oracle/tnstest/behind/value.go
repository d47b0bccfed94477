package behind

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// condition writes what must be true.
func (w *writer) condition(n *node, in scope) (string, error) {
	text, c, err := w.expression(n, in)
	if err == nil && c.Kind != truth {
		err = unknown("a value where a condition stands")
	}
	return text, err
}

// value writes what is no condition.
func (w *writer) value(n *node, in scope) (string, column, error) {
	text, c, err := w.expression(n, in)
	if err == nil && c.Kind == truth {
		err = unknown("a condition where a value stands")
	}
	return text, c, err
}

func (w *writer) values(nodes []*node, in scope) (texts []string, columns []column, err error) {
	for _, n := range nodes {
		text, c, err := w.value(n, in)
		if err != nil {
			return nil, nil, err
		}
		texts, columns = append(texts, text), append(columns, c)
	}
	return texts, columns, nil
}

// expression writes any node in brackets of its own.
func (w *writer) expression(n *node, in scope) (string, column, error) {
	switch n.op {
	case opName:
		return w.name(n, in)
	case opText:
		if n.text == "" {
			return "NULL", kind(tnstest.VarChar), nil
		}
		return literal(n.text), kind(tnstest.VarChar), nil
	case opNumber:
		return n.text, kind(tnstest.NumberKind), nil
	case opNull:
		return "NULL", column{}, nil
	case opTime:
		return w.time(n)
	case opBind:
		return w.bind(n)
	case opCall:
		return w.call(n, in)
	case opCase, opSwitch:
		return w.cases(n, in)
	case opCast:
		return w.cast(n, in)
	case "AND", "OR", opNot:
		return w.logic(n, in)
	case opIn:
		return w.in(n, in)
	case opIsNull, opIsSet:
		text, _, err := w.value(n.args[0], in)
		return "(" + text + " " + n.op + ")", kind(truth), err
	case "+", "-", "*", opMinus:
		return w.arithmetic(n, in)
	case "||":
		return w.joined(n, in)
	}
	return w.compared(n, in)
}

func (w *writer) name(n *node, in scope) (string, column, error) {
	text, c, err := in.find(n)
	if errors.Is(err, noSuchColumn) && n.qualifier == "" && n.text == "USER" {
		return literal(w.user), kind(tnstest.VarChar), nil
	}
	return text, c, err
}

func (w *writer) time(n *node) (string, column, error) {
	k := tnstest.DateKind
	text := n.text
	if n.qualifier == "TIMESTAMP" {
		k = tnstest.StampKind
	} else {
		text += " 00:00:00"
	}
	civil, err := civilOf(text)
	return literal(civil), kind(k), err
}

func (w *writer) bind(n *node) (string, column, error) {
	at, err := strconv.Atoi(n.text)
	if err != nil || at < 1 || at > len(w.binds) {
		return "", column{}, unknown("a bind value that was not sent")
	}
	k := w.binds[at-1].Kind
	if k != tnstest.VarChar && k != tnstest.NumberKind {
		return "", column{}, unknown(fmt.Sprintf("a bind value of kind %d", k))
	}
	return "?" + n.text, kind(k), nil
}

func (w *writer) logic(n *node, in scope) (string, column, error) {
	var parts []string
	for _, arg := range n.args {
		text, err := w.condition(arg, in)
		if err != nil {
			return "", column{}, err
		}
		parts = append(parts, text)
	}
	if n.op == opNot {
		return "(NOT " + parts[0] + ")", kind(truth), nil
	}
	return "(" + strings.Join(parts, " "+n.op+" ") + ")", kind(truth), nil
}

func (w *writer) compared(n *node, in scope) (string, column, error) {
	texts, columns, err := w.values(n.args, in)
	if err == nil {
		err = alike(n.op, columns...)
	}
	if err != nil {
		return "", column{}, err
	}
	return "(" + texts[0] + " " + n.op + " " + texts[1] + ")", kind(truth), nil
}

func (w *writer) in(n *node, in scope) (string, column, error) {
	texts, columns, err := w.values(n.args, in)
	if err != nil {
		return "", column{}, err
	}
	if n.query != nil {
		text, own, err := w.query(n.query)
		if err != nil {
			return "", column{}, err
		}
		texts, columns = append(texts, text), append(columns, own...)
	}
	return "(" + texts[0] + " IN (" + strings.Join(texts[1:], ", ") + "))", kind(truth), alike("IN", columns...)
}

// arithmetic computes with numbers; the difference of two times is a number of days.
func (w *writer) arithmetic(n *node, in scope) (string, column, error) {
	texts, columns, err := w.values(n.args, in)
	if err != nil {
		return "", column{}, err
	}
	if n.op == "-" && columns[0].class() == classTime && columns[1].class() == classTime {
		return "days_between(" + texts[0] + ", " + texts[1] + ")", kind(tnstest.NumberKind), nil
	}
	if n.op == opMinus {
		return "(-" + texts[0] + ")", kind(tnstest.NumberKind), only(classNum, "the negative", columns...)
	}
	return "(" + texts[0] + " " + n.op + " " + texts[1] + ")", kind(tnstest.NumberKind), only(classNum, n.op, columns...)
}

// joined joins texts: null is the empty text there.
func (w *writer) joined(n *node, in scope) (string, column, error) {
	texts, columns, err := w.values(n.args, in)
	if err != nil {
		return "", column{}, err
	}
	text := fmt.Sprintf("NULLIF(IFNULL(%s, '') || IFNULL(%s, ''), '')", texts[0], texts[1])
	return text, kind(tnstest.VarChar), only(classText, "||", columns...)
}

// cases writes both forms of CASE. Its type is that of its values.
func (w *writer) cases(n *node, in scope) (string, column, error) {
	text, args := "CASE", n.args
	var subject column
	if n.op == opSwitch {
		one, c, err := w.value(args[0], in)
		if err != nil {
			return "", column{}, err
		}
		text, subject, args = text+" "+one, c, args[1:]
	}
	var results []column
	for len(args) > 0 {
		if len(args) > 1 {
			when, c, err := w.expression(args[0], in)
			if err == nil && n.op == opSwitch {
				err = alike("CASE", subject, c)
			} else if err == nil && c.Kind != truth {
				err = unknown("WHEN without a condition")
			}
			if err != nil {
				return "", column{}, err
			}
			text, args = text+" WHEN "+when+" THEN ", args[1:]
		} else {
			text += " ELSE "
		}
		one, c, err := w.value(args[0], in)
		if err != nil {
			return "", column{}, err
		}
		text, results, args = text+one, append(results, c), args[1:]
	}
	for _, c := range results {
		if c.class() != classAny {
			return text + " END", c, alike("CASE", results...)
		}
	}
	return text + " END", column{}, nil
}
