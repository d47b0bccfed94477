package behind

import (
	"fmt"
	"strings"
)

// A parser reads one statement. It stops by a panic of type unknown, which parse turns
// into an error.
type parser struct {
	tokens []token
	at     int
}

// unknown is a construct that this package does not know.
type unknown string

func (u unknown) Error() string { return "not known here: " + string(u) }

// parse reads a query.
func parse(statement string) (q *query, err error) {
	tokens, err := lex(statement)
	if err != nil {
		return nil, unknown(err.Error())
	}
	defer func() {
		if r := recover(); r != nil {
			u, ok := r.(unknown)
			if !ok {
				panic(r)
			}
			err = u
		}
	}()
	p := &parser{tokens: tokens}
	q = p.query()
	if p.peek().kind != tokenEnd {
		p.fail("what follows a statement")
	}
	return q, nil
}

func (p *parser) fail(what string) {
	panic(unknown(fmt.Sprintf("%s at %q", what, p.written(p.at, min(p.at+5, len(p.tokens)), " "))))
}

// written joins tokens as they are written.
func (p *parser) written(from, to int, between string) string {
	var parts []string
	for _, t := range p.tokens[from:to] {
		parts = append(parts, t.raw)
	}
	return strings.Join(parts, between)
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != tokenEnd {
		p.at++
	}
	return t
}

// take takes words or signs if they all come next.
func (p *parser) take(words ...string) bool {
	for i, word := range words {
		if p.at+i >= len(p.tokens) || !p.tokens[p.at+i].is(word) {
			return false
		}
	}
	p.at += len(words)
	return true
}

func (p *parser) want(words ...string) {
	if !p.take(words...) {
		p.fail("no " + strings.Join(words, " "))
	}
}

// name reads a name, quoted or folded.
func (p *parser) name() string {
	if k := p.peek().kind; k != tokenWord && k != tokenName {
		p.fail("no name")
	}
	return p.next().text
}

func (p *parser) query() *query {
	q := &query{}
	for more := p.take("WITH"); more; more = p.take(",") {
		name := p.name()
		p.want("AS", "(")
		q.with = append(q.with, named{name, p.query()})
		p.want(")")
	}
	q.selects = append(q.selects, p.selection())
	for p.take("UNION", "ALL") {
		q.selects = append(q.selects, p.selection())
	}
	for more := p.take("ORDER", "BY"); more; more = p.take(",") {
		o := ordered{by: p.expression()}
		o.descending = p.take("DESC")
		q.order = append(q.order, o)
	}
	return q
}

func (p *parser) selection() *selection {
	p.want("SELECT")
	s := &selection{distinct: p.take("DISTINCT")}
	for more := true; more; more = p.take(",") {
		s.items = append(s.items, p.item())
	}
	p.want("FROM")
	p.sources(s)
	if p.take("WHERE") {
		s.where = p.expression()
	}
	for more := p.take("GROUP", "BY"); more; more = p.take(",") {
		s.group = append(s.group, p.expression())
	}
	if p.take("HAVING") {
		s.having = p.expression()
	}
	return s
}

// longestName is how many bytes of an expression its column is called by.
const longestName = 30

func (p *parser) item() item {
	if p.take("*") {
		return item{value: &node{op: opStar}}
	}
	begin := p.at
	i := item{value: p.expression()}
	i.name = strings.ToUpper(p.written(begin, p.at, ""))
	if i.value.op == opName {
		i.name = i.value.text
	}
	i.name = i.name[:min(len(i.name), longestName)]
	if p.take("AS") {
		i.name = p.name()
	}
	return i
}

func (p *parser) sources(s *selection) {
	s.from = append(s.from, p.source(""))
	for {
		join := ""
		switch {
		case p.take(","):
		case p.take("LEFT", "JOIN"):
			join = "LEFT JOIN"
		case p.take("JOIN"):
			join = "JOIN"
		default:
			return
		}
		from := p.source(join)
		if join != "" {
			p.want("ON")
			from.on = p.expression()
		}
		s.from = append(s.from, from)
	}
}

func (p *parser) source(join string) source {
	s := source{join: join}
	if p.take("(") {
		s.query = p.query()
		p.want(")")
	} else if s.table = p.name(); p.take(".") {
		s.owner, s.table = s.table, p.name()
	}
	s.alias = s.table
	if t := p.peek(); t.kind == tokenName || t.kind == tokenWord && !clause[t.text] {
		s.alias = p.name()
	}
	return s
}

// clause are the words that can follow a source and are no alias.
var clause = map[string]bool{
	"WHERE": true, "GROUP": true, "ORDER": true, "UNION": true, "LEFT": true, "JOIN": true, "ON": true, "HAVING": true,
}
