package behind

import (
	"slices"
	"strings"
)

// query writes a query and gives the columns of its answer.
func (w *writer) query(q *query) (string, []column, error) {
	before := len(w.with)
	defer func() { w.with = w.with[:before] }()
	var with []string
	for _, n := range q.with {
		text, columns, err := w.query(n.query)
		if err != nil {
			return "", nil, err
		}
		with = append(with, quote(n.name)+" AS ("+text+")")
		w.with = append(w.with, visible{n.name, columns})
	}
	var parts []string
	var columns []column
	var inside scope
	for i, s := range q.selects {
		text, own, visible, err := w.selection(s)
		switch {
		case err != nil:
			return "", nil, err
		case i == 0:
			columns, inside = own, visible
		case len(own) != len(columns):
			return "", nil, unknown("selects of different widths")
		}
		parts = append(parts, text)
	}
	text := strings.Join(parts, " UNION ALL ")
	if len(with) > 0 {
		text = "WITH " + strings.Join(with, ", ") + " " + text
	}
	order, err := w.order(q, inside)
	return text + order, columns, err
}

// order writes ORDER BY: nulls come last, as in Oracle.
func (w *writer) order(q *query, inside scope) (string, error) {
	var items []string
	for _, o := range q.order {
		text := o.by.text // a position
		if o.by.op != opNumber {
			if len(q.selects) > 1 {
				return "", unknown("an order of several selects by a value")
			}
			var c column
			var err error
			if text, c, err = w.value(o.by, inside); err != nil {
				return "", err
			}
			if err := alike("ORDER BY", c); err != nil {
				return "", err
			}
		}
		if o.descending {
			text += " DESC"
		}
		items = append(items, text+" NULLS LAST")
	}
	if len(items) == 0 {
		return "", nil
	}
	return " ORDER BY " + strings.Join(items, ", "), nil
}

// selection writes one SELECT.
func (w *writer) selection(s *selection) (string, []column, scope, error) {
	from, inside, err := w.from(s.from)
	if err != nil {
		return "", nil, nil, err
	}
	items, columns, err := w.items(s.items, inside)
	if err != nil {
		return "", nil, nil, err
	}
	where, limit, err := w.where(s, inside)
	if err != nil {
		return "", nil, nil, err
	}
	text := "SELECT "
	if s.distinct {
		text += "DISTINCT "
	}
	text += strings.Join(items, ", ") + " FROM " + from + where
	for i, g := range s.group {
		key, c, err := w.value(g, inside)
		if err == nil {
			err = alike("GROUP BY", c)
		}
		if err != nil {
			return "", nil, nil, err
		}
		text += map[bool]string{true: " GROUP BY ", false: ", "}[i == 0] + key
	}
	if s.having != nil {
		having, err := w.condition(s.having, inside)
		if err != nil {
			return "", nil, nil, err
		}
		text += " HAVING " + having
	}
	if limit != "" {
		text = "SELECT * FROM (" + text + " LIMIT " + limit + ")"
	}
	return text, columns, inside, nil
}

func (w *writer) from(sources []source) (string, scope, error) {
	var text string
	var inside scope
	for i, s := range sources {
		one, v, err := w.source(s)
		if err != nil {
			return "", nil, err
		}
		inside = append(inside, v)
		switch {
		case s.join != "":
			on, err := w.condition(s.on, inside)
			if err != nil {
				return "", nil, err
			}
			text += " " + s.join + " " + one + " ON " + on
		case i > 0:
			text += " CROSS JOIN " + one
		default:
			text = one
		}
	}
	return text, inside, nil
}

func (w *writer) items(items []item, inside scope) (texts []string, columns []column, err error) {
	for _, i := range items {
		if i.value.op == opStar {
			for _, v := range inside {
				for _, c := range v.columns {
					texts, columns = append(texts, quote(c.Name)), append(columns, c)
				}
			}
			continue
		}
		text, c, err := w.value(i.value, inside)
		if err != nil {
			return nil, nil, err
		}
		c.Name = i.name
		texts, columns = append(texts, text+" AS "+quote(i.name)), append(columns, c)
	}
	return texts, columns, nil
}

// where writes a condition. ROWNUM <= n, alone or beside others, becomes a limit.
func (w *writer) where(s *selection, inside scope) (text, limit string, err error) {
	var parts []string
	for _, part := range conjuncts(s.where) {
		if isRowNumber(part) {
			if len(s.group) > 0 || limit != "" || part.args[1].op != opNumber {
				return "", "", unknown("ROWNUM")
			}
			limit = part.args[1].text
			continue
		}
		one, err := w.condition(part, inside)
		if err != nil {
			return "", "", err
		}
		parts = append(parts, one)
	}
	if limit != "" && slices.ContainsFunc(s.items, func(i item) bool { return i.value.op == opCall && figures[i.value.text] }) {
		return "", "", unknown("ROWNUM beside a figure")
	}
	if len(parts) > 0 {
		text = " WHERE " + strings.Join(parts, " AND ")
	}
	return text, limit, nil
}

func conjuncts(n *node) []*node {
	switch {
	case n == nil:
		return nil
	case n.op == "AND":
		return append(conjuncts(n.args[0]), conjuncts(n.args[1])...)
	}
	return []*node{n}
}

func isRowNumber(n *node) bool {
	return n.op == "<=" && n.args[0].op == opName && n.args[0].text == "ROWNUM" && n.args[0].qualifier == ""
}
