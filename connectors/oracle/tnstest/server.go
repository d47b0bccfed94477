package tnstest

import (
	"context"
	"encoding/binary"
	"net"
	"sync/atomic"
	"time"
)

// Label is what every server of this package calls itself: in its version, and so in
// whatever is rendered from it.
const Label = "scripted server"

// Version is what a server says when it is asked for its release.
const Version = "11.2.0.4.0 (" + Label + ")"

// The character sets that a server can have, by Oracle's numbers.
const (
	AL32UTF8  Charset = 873
	ZHS16GBK  Charset = 852
	UTF8      Charset = 871  // CESU-8
	AL16UTF16 Charset = 2000 // of NVARCHAR2 only
)

// Charset is Oracle's number of a character set.
type Charset uint16

// A Server is the script of one Oracle: it accepts, negotiates, logs in and answers
// statements from a list, or by Ask.
type Server struct {
	Charset    Charset // 0: AL32UTF8
	LoginError int     // the ORA code of every login; 0: it succeeds
	LoggedIn   int32   // how many logins succeed before LoginError
	Expiring   bool    // warns of a password that will expire (ORA-28002), and lets in
	// Password gives the password of a login, in capitals; not ok if there is no such login,
	// who is refused unless Anyone comes in: the driver does not check a server's proof. Nil
	// lets everybody in.
	Password func(user string) (password string, ok bool)
	Anyone   bool
	Answers  []Answer
	// Ask answers what none of Answers fits. Its context ends with an interrupt or with
	// the connection. Nil: what sets up a session succeeds, a query gives one text.
	Ask        func(ctx context.Context, s Statement) Answer
	Deaf       bool        // does not heed an interrupt
	Statements chan string // what was asked, if not nil

	Interrupts atomic.Int32 // that were received
	Logins     atomic.Int32 // that were tried
}

// A Statement is what a client asked.
type Statement struct {
	Text  string
	Binds []Bind
	Rows  int    // that it wants at once; 0 of a statement that has none
	User  string // who asks, in capitals
}

// A Bind is a value as the client encoded it; nil is null.
type Bind struct {
	Kind  byte
	Value []byte
}

// An Answer answers the statements that contain Part and in one of whose values is Bind;
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
	Name      string
	Kind      byte
	Precision byte
	Scale     int8
	Charset   Charset // of texts; 0: AL32UTF8
}

// The kinds of a Column.
const (
	VarChar      byte = 1
	NumberKind   byte = 2
	LongKind     byte = 8
	DateKind     byte = 12
	RawKind      byte = 23
	CharKind     byte = 96
	DoubleKind   byte = 101
	ObjectKind   byte = 109
	ClobKind     byte = 112
	BlobKind     byte = 113
	BFileKind    byte = 114
	StampKind    byte = 180
	StampTZKind  byte = 181
	StampLTZKind byte = 231 // in the zone of the database, which is that of Shanghai
)

// long tells the kinds whose rows a client fetches only after it has said, by a call of
// its own, as what it wants them.
func (c Column) long() bool { return c.Kind == LongKind || c.Kind == ClobKind || c.Kind == BlobKind }

// Serve plays one connection, until the client leaves. It does not close the connection.
func (s *Server) Serve(conn net.Conn) {
	packets, done := make(chan packet), make(chan struct{})
	defer close(done)
	go receive(conn, packets, done)
	c := &session{server: s, conn: conn, packets: packets}
	if c.accepted() {
		c.play()
	}
}

// accepted answers the connect packet.
func (c *session) accepted() bool {
	p, ok := <-c.packets
	if !ok || p.kind != packetConnect {
		return false
	}
	if len(p.body) == 70-8 { // long connect data follow by themselves
		<-c.packets
	}
	accept := make([]byte, 32-8)
	binary.BigEndian.PutUint16(accept[0:], 310)
	binary.BigEndian.PutUint16(accept[4:], unit)
	binary.BigEndian.PutUint16(accept[6:], unit)
	binary.BigEndian.PutUint16(accept[12:], 32)
	writePacket(c.conn, packetAccept, accept)
	return true
}
