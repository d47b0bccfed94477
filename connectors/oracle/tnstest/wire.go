package tnstest

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"io"
	"net"
)

// describe describes the columns of an answer.
func describe(columns []Column) []byte {
	out := concat([]byte{16, 0}, number2(100), number2(len(columns)), []byte{0})
	for _, c := range columns {
		out = append(out, c.Kind, 0, c.Precision)
		if c.Kind == NumberKind || c.Kind == StampKind || c.Kind == StampTZKind {
			out = append(out, number2(int(c.Scale))...)
		} else {
			out = append(out, c.Scale)
		}
		out = concat(out, number2(40), []byte{0, 0, 0, 0}, number2(int(cmp.Or(c.Charset, AL32UTF8))), []byte{1}, number2(40),
			[]byte{1, 0}, number2(len(c.Name)), clr([]byte(c.Name)), []byte{0, 0})
	}
	return append(out, 0)
}

// batch writes rows.
func batch(rows []Row) []byte {
	if len(rows) == 0 {
		return nil
	}
	out := concat([]byte{6, 0}, number2(len(rows[0])), []byte{0, 0, 0, 0, 0})
	for _, row := range rows {
		out = append(out, 7)
		for _, value := range row {
			out = append(out, clr(value)...)
		}
	}
	return out
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

func writePacket(to io.Writer, kind byte, body []byte) {
	head := make([]byte, 8)
	binary.BigEndian.PutUint16(head, uint16(len(body)+8))
	head[4] = kind
	_, _ = to.Write(append(head, body...))
}

func writeData(to io.Writer, body []byte) { writePacket(to, 6, append([]byte{0, 0}, body...)) }
