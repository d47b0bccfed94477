package behind

// expression reads by precedence: OR, AND, NOT, comparisons, sums, products, signs.
func (p *parser) expression() *node { return p.chain([]string{"OR"}, p.conjunction) }

func (p *parser) conjunction() *node { return p.chain([]string{"AND"}, p.negation) }

func (p *parser) negation() *node {
	if p.take("NOT") {
		return &node{op: opNot, args: []*node{p.negation()}}
	}
	return p.comparison()
}

// chain reads operands of operators of one rank, from left to right.
func (p *parser) chain(signs []string, operand func() *node) *node {
	left := operand()
	for {
		sign := p.any(signs)
		if sign == "" {
			return left
		}
		left = &node{op: sign, args: []*node{left, operand()}}
	}
}

func (p *parser) any(signs []string) string {
	for _, sign := range signs {
		if p.take(sign) {
			return sign
		}
	}
	return ""
}

func (p *parser) comparison() *node {
	left := p.sum()
	if sign := p.any([]string{"=", "<>", "!=", "<=", ">=", "<", ">", "LIKE"}); sign != "" {
		return &node{op: sign, args: []*node{left, p.sum()}}
	}
	switch {
	case p.take("IS", "NULL"):
		return &node{op: opIsNull, args: []*node{left}}
	case p.take("IS", "NOT", "NULL"):
		return &node{op: opIsSet, args: []*node{left}}
	case p.take("IN"):
		return p.in(left)
	case p.take("NOT", "IN"):
		return &node{op: opNot, args: []*node{p.in(left)}}
	case p.take("NOT", "LIKE"):
		return &node{op: opNot, args: []*node{{op: "LIKE", args: []*node{left, p.sum()}}}}
	}
	return left
}

func (p *parser) in(left *node) *node {
	p.want("(")
	in := &node{op: opIn, args: []*node{left}}
	if p.peek().is("SELECT") {
		in.query = p.query()
	} else {
		in.args = append(in.args, p.list()...)
	}
	p.want(")")
	return in
}

func (p *parser) list() (list []*node) {
	for more := true; more; more = p.take(",") {
		list = append(list, p.expression())
	}
	return list
}

func (p *parser) sum() *node { return p.chain([]string{"+", "-", "||"}, p.product) }

func (p *parser) product() *node { return p.chain([]string{"*"}, p.signed) }

func (p *parser) signed() *node {
	if p.take("-") {
		return &node{op: opMinus, args: []*node{p.signed()}}
	}
	return p.primary()
}

func (p *parser) primary() *node {
	if p.take("(") {
		inner := p.expression()
		p.want(")")
		return inner
	}
	t := p.next()
	switch t.kind {
	case tokenText:
		return &node{op: opText, text: t.text}
	case tokenNumber:
		return &node{op: opNumber, text: t.text}
	case tokenBind:
		return &node{op: opBind, text: t.text}
	case tokenName:
		return p.column(t)
	case tokenWord:
		return p.word(t)
	}
	p.at--
	p.fail("no value")
	return nil
}

// word reads what begins with a keyword, a function or a column.
func (p *parser) word(t token) *node {
	switch t.text {
	case "NULL":
		return &node{op: opNull}
	case "CASE":
		return p.cases()
	case "CAST":
		return p.cast()
	case "DATE", "TIMESTAMP":
		if literal := p.peek(); literal.kind == tokenText {
			p.next()
			return &node{op: opTime, text: literal.text, qualifier: t.text}
		}
	case "UTL_I18N":
		p.want(".")
		t.text += "." + p.name()
	}
	if p.take("(") {
		return p.call(t.text)
	}
	return p.column(t)
}

func (p *parser) call(function string) *node {
	call := &node{op: opCall, text: function}
	if p.take("DISTINCT") {
		call.qualifier = "DISTINCT"
	}
	if p.take("*") {
		call.args = []*node{{op: opStar}}
	} else {
		call.args = p.list()
	}
	p.want(")")
	return call
}

func (p *parser) column(t token) *node {
	if p.take(".") {
		return &node{op: opName, qualifier: t.text, text: p.name()}
	}
	return &node{op: opName, text: t.text}
}

func (p *parser) cases() *node {
	c := &node{op: opCase}
	if !p.peek().is("WHEN") {
		c.op, c.args = opSwitch, []*node{p.expression()}
	}
	for p.take("WHEN") {
		c.args = append(c.args, p.expression())
		p.want("THEN")
		c.args = append(c.args, p.expression())
	}
	if p.take("ELSE") {
		c.args = append(c.args, p.expression())
	}
	p.want("END")
	return c
}

// cast reads a type as it is written, without blanks.
func (p *parser) cast() *node {
	p.want("(")
	c := &node{op: opCast, args: []*node{p.expression()}}
	p.want("AS")
	c.text = p.name()
	if p.take("(") {
		begin := p.at
		for !p.peek().is(")") && p.peek().kind != tokenEnd {
			p.next()
		}
		c.text += "(" + p.written(begin, p.at, "") + ")"
		p.want(")")
	}
	p.want(")")
	return c
}
