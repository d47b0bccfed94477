package tnstest

import (
	"cmp"
	"encoding/binary"
	"net"
)

// A session is one connection.
type session struct {
	server  *Server
	conn    net.Conn
	packets <-chan packet
	rest    *Answer // that waits for a fetch
	rows    int     // that its statement wanted at once
	user    string  // who logged in, in capitals
}

// play answers calls and interrupts until the client leaves.
func (c *session) play() {
	for p := range c.packets {
		switch {
		case p.kind == packetMarker:
			c.interrupted()
		case p.kind == packetData && len(p.body) > 4:
			c.call(&request{packets: c.packets, rest: p.body[2:]})
		}
	}
}

// interrupted plays a break: marker, marker of the client, marker, ORA-01013.
func (c *session) interrupted() {
	c.server.Interrupts.Add(1)
	if c.server.Deaf {
		return
	}
	marker := []byte{1, 0, 2}
	writePacket(c.conn, packetMarker, marker)
	<-c.packets
	writePacket(c.conn, packetMarker, marker)
	writeData(c.conn, summary(1013))
}

// The calls, by their first byte or, if that is 3, by their second.
const (
	callProtocol  = 1
	callTypes     = 2
	callFunction  = 3
	callChallenge = 0x76
	callProof     = 0x73
	callVersion   = 0x3B
	callExecute   = 0x5E
	callFetch     = 5
)

// call answers one call of the client.
func (c *session) call(r *request) {
	switch call := r.byte(); {
	case call == callProtocol:
		writeData(c.conn, c.server.protocol())
	case call == callTypes:
		writeData(c.conn, append([]byte{2}, append([]byte{0, 0, 0, 0, 68, 60, 60, 0, 0, 0, 0}, 0)...))
	case call == callFunction:
		c.function(r)
	default: // the end of a cursor
		writeData(c.conn, []byte{9})
	}
}

func (c *session) function(r *request) {
	switch call := r.byte(); call {
	case callChallenge:
		c.challenge(r)
	case callProof:
		c.proof(r)
	case callVersion:
		writeData(c.conn, concat([]byte{8}, number(len(Label)), clr([]byte(Label)), number(0x13000000)))
	case callExecute:
		c.execute(r)
	case callFetch:
		if c.rest != nil {
			c.next(*c.rest, nil)
			return
		}
		writeData(c.conn, summary(noMore))
	default: // logoff
		writeData(c.conn, []byte{9})
	}
}

func (s *Server) protocol() []byte {
	charset := binary.LittleEndian.AppendUint16(nil, uint16(cmp.Or(s.Charset, AL32UTF8)))
	elements := []byte{0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x07, 0xD0} // AL16UTF16
	return concat([]byte{1, 6, 0}, []byte("Linux\x00"), charset, []byte{0, 0, 0}, elements,
		[]byte{8, 6, 1, 1, 1, 2, 1, 1, 2}, []byte{7, 2, 1, 0, 0, 0, 0, 0}, make([]byte, 50))
}

// warning is what a server says beside a login that succeeds.
func (s *Server) warning() []byte {
	if !s.Expiring {
		return nil
	}
	const text = "ORA-28002: the password will expire within 5 days"
	return concat([]byte{15}, number(28002), number(len(text)), number(0), clr([]byte(text)))
}
