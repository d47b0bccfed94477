package tnstest

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"net"
	"strings"
	"sync/atomic"
	"time"
)

// The character sets that a server can have, by Oracle's numbers.
const (
	AL32UTF8  Charset = 873
	ZHS16GBK  Charset = 852
	AL16UTF16 Charset = 2000 // of NVARCHAR2 only
)

// Charset is Oracle's number of a character set.
type Charset uint16

// A Server is the script of one Oracle: it accepts, negotiates, lets anyone log in (the
// driver does not check a server's proof) and answers statements from a list.
type Server struct {
	Charset    Charset // 0: AL32UTF8
	LoginError int     // the ORA code of every login; 0: it succeeds
	Expiring   bool    // warns of a password that will expire (ORA-28002), and lets in
	Answers    []Answer
	Deaf       bool        // does not heed an interrupt
	Statements chan string // what was asked, if not nil

	Interrupts atomic.Int32 // that were received
	Logins     atomic.Int32 // that were tried
}

// An Answer answers the statements that contain Part (of their first 60 bytes) and Bind;
// the first that fits. What sets up a session is answered without one.
type Answer struct {
	Part, Bind string
	Columns    []Column
	Batches    [][]Row // after each but the last the client fetches
	Code       int     // ORA code: at once, or in the fetch after the batches
	Fault      Fault   // what happens at once, or in the fetch after the batches
}

// The faults of an Answer.
const (
	Hangs       Fault = iota + 1 // says nothing more
	HalfPacket                   // sends half of the packet and says nothing more
	Disconnects                  // closes the socket
	Slow                         // waits for a second, then goes on as if there were no fault
)

// Fault says how an answer breaks.
type Fault uint8

// slowness is how long a slow server waits.
const slowness = time.Second

// A Row is a row of values as Oracle sends them; nil is null.
type Row [][]byte

// A Column is described before rows. Kind is Oracle's number of the type.
type Column struct {
	Name             string
	Kind             byte
	Precision, Scale byte
	Charset          Charset // of texts; 0: AL32UTF8
}

// The kinds of a Column.
const (
	VarChar     byte = 1
	NumberKind  byte = 2
	LongKind    byte = 8
	DateKind    byte = 12
	RawKind     byte = 23
	CharKind    byte = 96
	ObjectKind  byte = 109
	BFileKind   byte = 114
	StampKind   byte = 180
	StampTZKind byte = 181
)

// Serve plays one connection, until the client leaves.
func (s *Server) Serve(conn net.Conn) {
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
	var rest *Answer // that waits for a fetch
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
func (s *Server) interrupted(conn net.Conn) {
	s.Interrupts.Add(1)
	if s.Deaf {
		return
	}
	marker := []byte{1, 0, 2}
	writePacket(conn, 12, marker)
	readPacket(conn)
	writePacket(conn, 12, marker)
	writeData(conn, summary(1013))
}

// call answers one call of the client and gives what is left to fetch.
func (s *Server) call(conn net.Conn, body []byte, rest *Answer) *Answer {
	switch {
	case body[0] == 1:
		writeData(conn, s.protocol())
	case body[0] == 2:
		writeData(conn, append([]byte{2}, append([]byte{0, 0, 0, 0, 68, 60, 60, 0, 0, 0, 0}, 0)...))
	case body[0] == 3 && body[1] == 0x76:
		s.challenge(conn)
	case body[0] == 3 && body[1] == 0x73:
		writeData(conn, concat([]byte{8}, number2(2), pair("AUTH_SESSION_ID", "1", 0), pair("AUTH_SERIAL_NUM", "1", 0),
			[]byte{23, 4, 0, 0}, number2(1), pair("AUTH_NLS_LXLAN", "AMERICAN", 0), []byte{0, 0, 0}, s.warning(), summary(0)))
	case body[0] == 3 && body[1] == 0x3B:
		writeData(conn, concat([]byte{8}, number2(6), clr([]byte("Oracle")), number2(0x13000000)))
	case body[0] == 3 && body[1] == 0x5E:
		return s.execute(conn, body)
	case body[0] == 3 && body[1] == 5 && rest != nil:
		return s.next(conn, *rest, nil)
	default: // logoff
		writeData(conn, []byte{9})
	}
	return rest
}

func (s *Server) protocol() []byte {
	charset := binary.LittleEndian.AppendUint16(nil, uint16(cmp.Or(s.Charset, AL32UTF8)))
	elements := []byte{0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x07, 0xD0} // AL16UTF16
	return concat([]byte{1, 6, 0}, []byte("Linux\x00"), charset, []byte{0, 0, 0}, elements,
		[]byte{8, 6, 1, 1, 1, 2, 1, 1, 2}, []byte{7, 2, 1, 0, 0, 0, 0, 0}, make([]byte, 50))
}

func (s *Server) challenge(conn net.Conn) {
	s.Logins.Add(1)
	if s.LoginError != 0 {
		writeData(conn, summary(s.LoginError))
		return
	}
	writeData(conn, concat([]byte{8}, number2(2), pair("AUTH_SESSKEY", strings.Repeat("A1", 48), 0),
		pair("AUTH_VFR_DATA", strings.Repeat("B2", 10), 6949), summary(0)))
}

// warning is what a server says beside a login that succeeds.
func (s *Server) warning() []byte {
	if !s.Expiring {
		return nil
	}
	const text = "ORA-28002: the password will expire within 5 days"
	return concat([]byte{15}, number2(28002), number2(len(text)), number2(0), clr([]byte(text)))
}

// execute answers a statement. What sets up the session succeeds unless an answer says
// otherwise.
func (s *Server) execute(conn net.Conn, body []byte) *Answer {
	if s.Statements != nil {
		at := bytes.IndexAny(body, "SRAW")
		s.Statements <- string(body[max(at, 0):])
	}
	for _, a := range s.Answers {
		if bytes.Contains(body, []byte(a.Part)) && bytes.Contains(body, []byte(a.Bind)) {
			return s.next(conn, a, a.Columns)
		}
	}
	if bytes.Contains(body, []byte("NLS_DATABASE_PARAMETERS")) {
		name := map[Charset]string{AL32UTF8: "AL32UTF8", ZHS16GBK: "ZHS16GBK"}[cmp.Or(s.Charset, AL32UTF8)]
		return s.next(conn, Answer{Batches: [][]Row{{Texts(name)}}}, []Column{{Name: "X", Kind: VarChar, Charset: s.Charset}})
	}
	if bytes.Contains(body, []byte("SELECT")) {
		return s.next(conn, Answer{Batches: [][]Row{{Texts("QZK")}}}, []Column{{Name: "X", Kind: VarChar, Charset: s.Charset}})
	}
	writeData(conn, summary(0))
	return nil
}

// next sends the next batch, described if columns are given, or what happens after the
// last one; it gives what is left to fetch.
func (s *Server) next(conn net.Conn, a Answer, columns []Column) *Answer {
	ends := a.Code != 0 || a.Fault != 0 && a.Fault != Slow
	if len(a.Batches) == 0 && ends {
		a.breaks(conn)
		return nil
	}
	if a.Fault == Slow {
		time.Sleep(slowness)
	}
	var out []byte
	if columns != nil {
		out = describe(columns)
	}
	if len(a.Batches) > 0 {
		out = append(out, batch(a.Batches[0])...)
		a.Batches = a.Batches[1:]
	}
	if len(a.Batches) > 0 || ends {
		writeData(conn, append(out, summary(0)...))
		return &a
	}
	const noMore = 1403
	writeData(conn, append(out, summary(noMore)...))
	return nil
}

// breaks plays the error or fault of an answer.
func (a Answer) breaks(conn net.Conn) {
	switch a.Fault {
	case Hangs:
	case HalfPacket:
		var whole bytes.Buffer
		writeData(&whole, summary(a.Code))
		_, _ = conn.Write(whole.Bytes()[:whole.Len()/2])
	case Disconnects:
		_ = conn.Close()
	default:
		writeData(conn, summary(a.Code))
	}
}
