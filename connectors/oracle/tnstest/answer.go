package tnstest

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// noMore is the code after the last row.
const noMore = 1403

// execute answers a statement.
func (c *session) execute(r *request) {
	s, defines := r.statement()
	s.User = c.user
	if defines && c.rest != nil {
		c.next(*c.rest, nil)
		return
	}
	if c.server.Statements != nil {
		c.server.Statements <- s.Text
	}
	c.rest, c.rows = nil, s.Rows
	answer, ok := c.server.listed(s)
	if !ok && c.server.Ask != nil {
		if answer, ok = c.ask(s); !ok {
			return
		}
	}
	if !ok {
		answer = c.server.standing(s)
	}
	if len(answer.Columns) == 0 && answer.Code == 0 && answer.Fault == 0 {
		writeData(c.conn, summary(0))
		return
	}
	c.next(answer, answer.Columns)
}

// listed finds the first of the list that fits.
func (s *Server) listed(asked Statement) (Answer, bool) {
	for _, a := range s.Answers {
		bound := slices.ContainsFunc(asked.Binds, func(b Bind) bool { return bytes.Contains(b.Value, []byte(a.Bind)) })
		if strings.Contains(asked.Text, a.Part) && (bound || a.Bind == "") {
			return a, true
		}
	}
	return Answer{}, false
}

// standing answers what sets up a session, and every other query by one text.
func (s *Server) standing(asked Statement) Answer {
	if !strings.HasPrefix(asked.Text, "SELECT") {
		return Answer{}
	}
	text := "QZK"
	switch {
	case strings.Contains(asked.Text, "NLS_DATABASE_PARAMETERS"):
		text = map[Charset]string{AL32UTF8: "AL32UTF8", ZHS16GBK: "ZHS16GBK", UTF8: "UTF8"}[cmp.Or(s.Charset, AL32UTF8)]
	case strings.Contains(asked.Text, "PRODUCT_COMPONENT_VERSION"):
		text = Version
	}
	return Answer{Columns: []Column{{Name: "X", Kind: VarChar, Charset: s.Charset}}, Batches: [][]Row{{Texts(text)}}}
}

// ask has Ask answer, and stops it when the client interrupts or leaves: then ok is false
// and everything is said.
func (c *session) ask(s Statement) (a Answer, ok bool) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	answered := make(chan Answer, 1)
	go func() { answered <- c.server.Ask(ctx, s) }()
	for {
		select {
		case a = <-answered:
			return a, true
		case p, here := <-c.packets:
			if here && p.kind != packetMarker {
				continue
			}
			if here && c.server.Deaf {
				c.server.Interrupts.Add(1)
				continue
			}
			cancel()
			<-answered
			if here {
				c.interrupted()
			}
			return a, false
		}
	}
}

// next sends the next batch, described if columns are given, or what happens after the
// last one, and keeps what is left to fetch. Rows with long columns are not sent before
// the client has defined those.
func (c *session) next(a Answer, columns []Column) {
	c.rest = nil
	ends := a.Code != 0 || a.Fault != 0 && a.Fault != Slow
	if len(a.Batches) == 0 && ends {
		a.breaks(c)
		return
	}
	if a.Fault == Slow {
		time.Sleep(slowness)
	}
	var out []byte
	if columns != nil {
		out = describe(columns)
	}
	if slices.ContainsFunc(columns, Column.long) {
		c.rest = &a
		writeData(c.conn, append(out, summary(0)...))
		return
	}
	if len(a.Batches) > 0 {
		out = append(out, batch(a.Columns, a.Batches[0])...)
		a.Batches = a.Batches[1:]
	}
	code := noMore
	if len(a.Batches) > 0 || ends {
		c.rest, code = &a, 0
	}
	writeData(c.conn, append(out, summary(code)...))
}

// breaks plays the error or fault of an answer.
func (a Answer) breaks(c *session) {
	switch a.Fault {
	case Hangs:
	case HalfPacket:
		var whole bytes.Buffer
		writeData(&whole, summary(a.Code))
		_, _ = c.conn.Write(whole.Bytes()[:whole.Len()/2])
	case Disconnects:
		_ = c.conn.Close()
	default:
		writeData(c.conn, summary(a.Code))
	}
}
