package mysql

import (
	"encoding/binary"
	"errors"
	"io"

	native "github.com/go-sql-driver/mysql"
)

// The first bytes of packets (protocol documentation, "Text Resultset").
const (
	okPacket    = 0x00
	nullField   = 0xfb
	eofPacket   = 0xfe
	errPacket   = 0xff
	commandText = 0x03 // COM_QUERY

	wholePacket = 1<<24 - 1 // a payload of this size goes on in the next packet
	firstRoom   = 64 << 10
)

// errGarbled is an answer that is no protocol of ours.
var errGarbled = errors.New("mysql: an answer that is not understood")

// An exchange is one statement in the text protocol, over the tap of a connection that
// is idle. The driver boxes every value of a row; here fields stay where they lie in
// the buffer until the next packet is read.
type exchange struct {
	tap  *tap
	buf  []byte
	r, w int // what is read of buf, and what is filled
}

// send starts a statement.
func (x *exchange) send(text string) error {
	if len(text)+1 >= wholePacket {
		return errGarbled
	}
	p := make([]byte, 5, 5+len(text))
	binary.LittleEndian.PutUint32(p, uint32(len(text)+1)) // the fourth byte is the sequence: 0
	p[4] = commandText
	_, err := x.tap.Write(append(p, text...))
	return err
}

// packet reads one payload, which is valid until the next call.
func (x *exchange) packet() ([]byte, error) {
	head, err := x.take(4)
	if err != nil {
		return nil, err
	}
	size := int(head[0]) | int(head[1])<<8 | int(head[2])<<16
	body, err := x.take(size)
	if err != nil || size < wholePacket {
		return body, err
	}
	long := append([]byte(nil), body...)
	for size == wholePacket {
		if head, err = x.take(4); err != nil {
			return nil, err
		}
		size = int(head[0]) | int(head[1])<<8 | int(head[2])<<16
		if body, err = x.take(size); err != nil {
			return nil, err
		}
		long = append(long, body...)
	}
	return long, nil
}

// take gives the next n bytes of the stream.
func (x *exchange) take(n int) ([]byte, error) {
	if x.w-x.r < n {
		if err := x.fill(n); err != nil {
			return nil, err
		}
	}
	part := x.buf[x.r : x.r+n]
	x.r += n
	return part, nil
}

// fill reads until n bytes are there.
func (x *exchange) fill(n int) error {
	left := copy(x.buf, x.buf[x.r:x.w])
	if len(x.buf) < n || x.buf == nil {
		bigger := make([]byte, max(firstRoom, 2*n))
		copy(bigger, x.buf[:left])
		x.buf = bigger
	}
	x.r, x.w = 0, left
	for x.w < n {
		read, err := x.tap.Read(x.buf[x.w:])
		x.w += read
		if err != nil && x.w < n {
			if errors.Is(err, io.EOF) {
				return io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

// refused reads an error packet.
func refused(p []byte) error {
	if len(p) < 3 {
		return errGarbled
	}
	told := &native.MySQLError{Number: binary.LittleEndian.Uint16(p[1:])}
	rest := p[3:]
	if len(rest) >= 6 && rest[0] == '#' {
		copy(told.SQLState[:], rest[1:6])
		rest = rest[6:]
	}
	told.Message = string(rest)
	return told
}

// length reads a length-encoded integer; null tells the mark of a null field. used is 0
// if the packet is too short.
func length(p []byte) (n uint64, null bool, used int) {
	if len(p) == 0 {
		return 0, false, 0
	}
	size := 0
	switch p[0] {
	case nullField:
		return 0, true, 1
	case 0xfc:
		size = 2
	case 0xfd:
		size = 3
	case 0xfe:
		size = 8
	case 0xff:
		return 0, false, 0
	default:
		return uint64(p[0]), false, 1
	}
	if len(p) < 1+size {
		return 0, false, 0
	}
	for i := size; i > 0; i-- {
		n = n<<8 | uint64(p[i])
	}
	return n, false, 1 + size
}

// field cuts a length-encoded text off a packet; nil is null.
func field(p []byte) (text, rest []byte, err error) {
	n, null, used := length(p)
	switch {
	case used == 0 || n > uint64(len(p)-used):
		return nil, nil, errGarbled
	case null:
		return nil, p[used:], nil
	}
	end := used + int(n)
	return p[used:end:end], p[end:], nil
}
