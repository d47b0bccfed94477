package tnstest

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"net"
	"slices"
)

// The kinds of packets.
const (
	packetConnect = 1
	packetAccept  = 2
	packetData    = 6
	packetMarker  = 12
)

// unit is how long a packet can be.
const unit = 8192

// A packet is its type and what follows its header.
type packet struct {
	kind byte
	body []byte
}

// receive reads packets until the client leaves, speaks another language or nobody wants
// them, and closes the channel.
func receive(conn net.Conn, packets chan<- packet, done <-chan struct{}) {
	defer close(packets)
	for {
		head := make([]byte, 8)
		if _, err := io.ReadFull(conn, head); err != nil || head[2] != 0 || head[3] != 0 {
			return // a packet has no checksum; a TLS handshake would have something there
		}
		body := make([]byte, max(int(binary.BigEndian.Uint16(head))-8, 0))
		if _, err := io.ReadFull(conn, body); err != nil {
			return
		}
		select {
		case packets <- packet{head[4], body}:
		case <-done:
			return
		}
	}
}

// describe describes the columns of an answer.
func describe(columns []Column) []byte {
	out := concat([]byte{16, 0}, number(100), number(len(columns)), []byte{0})
	for _, c := range columns {
		out = append(out, c.Kind, 0, c.Precision)
		if slices.Contains([]byte{NumberKind, StampKind, StampTZKind, StampLTZKind}, c.Kind) {
			out = append(out, number(int(c.Scale))...)
		} else {
			out = append(out, byte(c.Scale))
		}
		out = concat(out, number(40), []byte{0, 0, 0, 0}, number(int(cmp.Or(c.Charset, AL32UTF8))), []byte{1}, number(40),
			[]byte{1, 0}, number(len(c.Name)), clr([]byte(c.Name)), []byte{0, 0})
	}
	return append(out, 0)
}

// batch writes rows. Behind a long value stand two numbers that nobody wants.
func batch(columns []Column, rows []Row) []byte {
	if len(rows) == 0 {
		return nil
	}
	out := concat([]byte{6, 0}, number(len(rows[0])), []byte{0, 0, 0, 0, 0})
	for _, row := range rows {
		out = append(out, 7)
		for i, value := range row {
			out = append(out, clr(value)...)
			if i < len(columns) && columns[i].long() {
				out = append(out, 0, 0)
			}
		}
	}
	return out
}

// summary ends an answer, with a code and a text that no error may show.
func summary(code int) []byte {
	out := concat([]byte{4, 0}, number(code), make([]byte, 4+6+10+4))
	if code != 0 {
		out = append(out, clr([]byte("ORA-secret 110101194912310021"))...)
	}
	return out
}

func pair(key, value string, flag int) []byte {
	return concat(number(len(key)), clr([]byte(key)), number(len(value)), clr([]byte(value)), number(flag))
}

// number writes an integer with its length; that of a negative one has the highest bit.
func number(n int) []byte {
	var sign byte
	if n < 0 {
		sign, n = 0x80, -n
	}
	digits := bytes.TrimLeft(binary.BigEndian.AppendUint32(nil, uint32(n)), "\x00")
	return append([]byte{byte(len(digits)) | sign}, digits...)
}

// clr writes bytes with their length, long ones in pieces; none are null.
func clr(value []byte) []byte {
	const short, piece = 0xFC, 64
	if len(value) <= short {
		return append([]byte{byte(len(value))}, value...)
	}
	out := []byte{0xFE}
	for len(value) > 0 {
		n := min(piece, len(value))
		out = append(append(out, byte(n)), value[:n]...)
		value = value[n:]
	}
	return append(out, 0)
}

func concat(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func writePacket(to io.Writer, kind byte, body []byte) {
	head := make([]byte, 8)
	binary.BigEndian.PutUint16(head, uint16(len(body)+8))
	head[4] = kind
	_, _ = to.Write(append(head, body...))
}

// writeData writes data in as many packets as they take.
func writeData(to io.Writer, body []byte) {
	const most = unit - 10
	for len(body) > most {
		writePacket(to, packetData, append([]byte{0, 0}, body[:most]...))
		body = body[most:]
	}
	writePacket(to, packetData, append([]byte{0, 0}, body...))
}
