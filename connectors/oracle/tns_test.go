package oracle

import (
	"bytes"
	"encoding/binary"
	"io"
	"net"
	"strings"
	"sync/atomic"
)

// A script is a TNS server that plays what a test needs of an Oracle: it accepts,
// negotiates, lets anyone log in (the driver does not check a server's proof) and
// answers statements from a list. It speaks the protocol of release 11 and the oldest
// dialect of calls (TTC 2), which has the fewest fields.
type script struct {
	charset    uint16 // 873 AL32UTF8, 852 ZHS16GBK
	loginError int
	answers    []reply
	deaf       bool // does not heed an interrupt
	interrupts atomic.Int32
	statements chan string // what was asked, if not nil
}

// A reply answers the statements that contain part (of their first 60 bytes) and bind.
type reply struct {
	part    string
	bind    string
	code    int // ORA code; 0: rows
	hang    bool
	columns []col
	batches [][][][]byte // of rows of values; after each but the last the client fetches; a nil one hangs
}

// A col is a described column.
type col struct {
	name             string
	kind             byte // 1 VARCHAR2, 2 NUMBER, 12 DATE, 181 TIMESTAMP WITH TIME ZONE
	precision, scale byte
	charset          uint16
}

// serve plays one connection.
func (s *script) serve(conn net.Conn) {
	if kind, body := readPacket(conn); kind != 1 || body == nil {
		return
	} else if len(body) == 70-8 { // long connect data follow by themselves
		readPacket(conn)
	}
	accept := make([]byte, 32-8)
	binary.BigEndian.PutUint16(accept[0:], 310)
	binary.BigEndian.PutUint16(accept[4:], 8192)
	binary.BigEndian.PutUint16(accept[6:], 8192)
	binary.BigEndian.PutUint16(accept[12:], 32)
	writePacket(conn, 2, accept)
	var rest [][][][]byte // batches that wait for a fetch
	for {
		kind, body := readPacket(conn)
		switch {
		case body == nil:
			return
		case kind == 12:
			s.interrupted(conn)
		case kind == 6 && len(body) > 4:
			rest = s.call(conn, body[2:], rest)
		}
	}
}

// interrupted plays a break: marker, marker of the client, marker, ORA-01013.
func (s *script) interrupted(conn net.Conn) {
	s.interrupts.Add(1)
	if s.deaf {
		return
	}
	marker := []byte{1, 0, 2}
	writePacket(conn, 12, marker)
	readPacket(conn)
	writePacket(conn, 12, marker)
	writeData(conn, summary(1013))
}

// call answers one call of the client and gives what is left to fetch.
func (s *script) call(conn net.Conn, body []byte, rest [][][][]byte) [][][][]byte {
	switch {
	case body[0] == 1:
		writeData(conn, s.protocol())
	case body[0] == 2:
		writeData(conn, append([]byte{2}, append([]byte{0, 0, 0, 0, 68, 60, 60, 0, 0, 0, 0}, 0)...))
	case body[0] == 3 && body[1] == 0x76:
		s.challenge(conn)
	case body[0] == 3 && body[1] == 0x73:
		writeData(conn, concat([]byte{8}, number2(2), pair("AUTH_SESSION_ID", "1", 0), pair("AUTH_SERIAL_NUM", "1", 0),
			[]byte{23, 4, 0, 0}, number2(1), pair("AUTH_NLS_LXLAN", "AMERICAN", 0), []byte{0, 0, 0}, summary(0)))
	case body[0] == 3 && body[1] == 0x3B:
		writeData(conn, concat([]byte{8}, number2(6), clr([]byte("Oracle")), number2(0x13000000)))
	case body[0] == 3 && body[1] == 0x5E:
		return s.execute(conn, body)
	case body[0] == 3 && body[1] == 5 && len(rest) > 0 && rest[0] != nil:
		return s.rows(conn, nil, rest)
	case body[0] == 3 && body[1] == 5:
		return nil // a fetch that hangs
	default: // logoff
		writeData(conn, []byte{9})
	}
	return rest
}

func (s *script) protocol() []byte {
	charset := binary.LittleEndian.AppendUint16(nil, s.charset)
	elements := []byte{0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x07, 0xD0} // AL16UTF16
	return concat([]byte{1, 6, 0}, []byte("Linux\x00"), charset, []byte{0, 0, 0}, elements,
		[]byte{8, 6, 1, 1, 1, 2, 1, 1, 2}, []byte{7, 2, 1, 0, 0, 0, 0, 0}, make([]byte, 50))
}

func (s *script) challenge(conn net.Conn) {
	if s.loginError != 0 {
		writeData(conn, summary(s.loginError))
		return
	}
	writeData(conn, concat([]byte{8}, number2(2), pair("AUTH_SESSKEY", strings.Repeat("A1", 48), 0),
		pair("AUTH_VFR_DATA", strings.Repeat("B2", 10), 6949), summary(0)))
}

// execute answers a statement. What sets up the session always succeeds.
func (s *script) execute(conn net.Conn, body []byte) [][][][]byte {
	if s.statements != nil {
		at := bytes.IndexAny(body, "SRAW")
		s.statements <- string(body[max(at, 0):])
	}
	for _, r := range s.answers {
		switch {
		case !bytes.Contains(body, []byte(r.part)) || !bytes.Contains(body, []byte(r.bind)):
		case r.hang:
			return nil
		case r.code != 0:
			writeData(conn, summary(r.code))
			return nil
		default:
			return s.rows(conn, r.columns, r.batches)
		}
	}
	if bytes.Contains(body, []byte("SELECT")) {
		return s.rows(conn, []col{{name: "X", kind: 1, charset: s.charset}}, [][][][]byte{{{[]byte("QZK")}}})
	}
	writeData(conn, summary(0))
	return nil
}

// rows sends a description, if there is one, and the first batch.
func (s *script) rows(conn net.Conn, columns []col, batches [][][][]byte) [][][][]byte {
	var out []byte
	if columns != nil {
		out = describeColumns(columns)
	}
	width := 0
	if len(batches) > 0 && len(batches[0]) > 0 {
		width = len(batches[0][0])
		out = concat(out, []byte{6, 0}, number2(width), []byte{0, 0, 0, 0, 0})
		for _, row := range batches[0] {
			out = append(out, 7)
			for _, value := range row {
				out = append(out, clr(value)...)
			}
		}
	}
	code := 1403 // no more
	if len(batches) > 1 {
		code = 0
	}
	writeData(conn, concat(out, summary(code)))
	if len(batches) == 0 {
		return nil
	}
	return batches[1:]
}

func describeColumns(columns []col) []byte {
	out := concat([]byte{16, 0}, number2(100), number2(len(columns)), []byte{0})
	for _, c := range columns {
		out = append(out, c.kind, 0, c.precision)
		if c.kind == 2 || c.kind == 181 {
			out = append(out, number2(int(c.scale))...)
		} else {
			out = append(out, c.scale)
		}
		out = concat(out, number2(40), []byte{0, 0, 0, 0}, number2(int(c.charset)), []byte{1}, number2(40),
			[]byte{1, 0}, number2(len(c.name)), clr([]byte(c.name)), []byte{0, 0})
	}
	return append(out, 0)
}

// summary ends an answer, with a code and a text that no error may show.
func summary(code int) []byte {
	out := concat([]byte{4, 0}, number2(code), make([]byte, 4+6+10+4))
	if code != 0 {
		out = append(out, clr([]byte("ORA-secret 110101194912310021"))...)
	}
	return out
}

func pair(key, value string, flag int) []byte {
	return concat(number2(len(key)), clr([]byte(key)), number2(len(value)), clr([]byte(value)), number2(flag))
}

// number2 writes an integer with its length.
func number2(n int) []byte {
	digits := bytes.TrimLeft(binary.BigEndian.AppendUint32(nil, uint32(n)), "\x00")
	return append([]byte{byte(len(digits))}, digits...)
}

// clr writes bytes with their length; none are null.
func clr(value []byte) []byte { return append([]byte{byte(len(value))}, value...) }

func concat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// readPacket gives a packet's type and what follows its header; nil at the end.
func readPacket(conn net.Conn) (byte, []byte) {
	head := make([]byte, 8)
	if _, err := io.ReadFull(conn, head); err != nil {
		return 0, nil
	}
	body := make([]byte, max(int(binary.BigEndian.Uint16(head))-8, 0))
	if _, err := io.ReadFull(conn, body); err != nil {
		return 0, nil
	}
	return head[4], body
}

func writePacket(conn net.Conn, kind byte, body []byte) {
	head := make([]byte, 8)
	binary.BigEndian.PutUint16(head, uint16(len(body)+8))
	head[4] = kind
	_, _ = conn.Write(append(head, body...))
}

func writeData(conn net.Conn, body []byte) { writePacket(conn, 6, append([]byte{0, 0}, body...)) }
