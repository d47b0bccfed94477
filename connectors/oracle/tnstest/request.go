package tnstest

import (
	"slices"
	"strings"
)

// A request reads what a client sent, and goes on to its next packet where one ends. If
// the client is gone, it reads zeros.
type request struct {
	packets <-chan packet
	rest    []byte
	left    int // pairs of a login that are still to come
}

func (r *request) bytes(n int) []byte {
	for len(r.rest) < n {
		p, ok := <-r.packets
		if !ok || p.kind != packetData || len(p.body) < 2 {
			return make([]byte, n)
		}
		r.rest = append(slices.Clip(r.rest), p.body[2:]...)
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *request) byte() byte { return r.bytes(1)[0] }

func (r *request) skip(n int) { r.bytes(n) }

// number reads an integer with its length; what is negative has the highest bit there.
func (r *request) number() (n int) {
	size := r.byte()
	for _, digit := range r.bytes(int(size & 0x7F)) {
		n = n<<8 | int(digit)
	}
	if size&0x80 != 0 {
		return -n
	}
	return n
}

// clr reads bytes with their length, long ones in pieces; nil if there are none.
func (r *request) clr() []byte {
	size := r.byte()
	switch size {
	case 0, 0xFD, 0xFF:
		return nil
	case 0xFE:
		var all []byte
		for size = r.byte(); size > 0; size = r.byte() {
			all = append(all, r.bytes(int(size))...)
		}
		return all
	}
	return append([]byte(nil), r.bytes(int(size))...)
}

// user reads the beginning of the calls of a login: who it is, in capitals. What follows
// are pairs, as many as pairs knows.
func (r *request) user() string {
	r.skip(2)
	r.number() // the length of the name, which is told again
	r.number() // how it logs in
	r.skip(1)
	r.left = r.number()
	r.skip(2)
	return strings.ToUpper(string(r.clr()))
}

// pairs reads what a client says of itself.
func (r *request) pairs() map[string]string {
	said := map[string]string{}
	for range r.left {
		key, value := r.sized(), r.sized()
		r.number()
		said[string(key)] = string(value)
	}
	return said
}

// sized reads bytes behind their length.
func (r *request) sized() []byte {
	if r.number() == 0 {
		return nil
	}
	return r.clr()
}

// The bits of an execution's options that matter here.
const optionDefine = 0x10

// statement reads the rest of an execution. One that defines the columns of the statement
// before it has no text.
func (r *request) statement() (s Statement, defines bool) {
	r.skip(1) // the number of the call
	options := r.number()
	r.number() // cursor
	r.skip(1)
	size := r.number()
	r.skip(1)
	r.number()
	r.skip(3)
	s.Rows = r.number()
	r.number() // of a long value
	r.skip(1)
	values := r.number()
	r.skip(6)
	columns := r.number()
	if size > 0 {
		s.Text = string(r.clr())
	}
	for range 13 {
		r.number()
	}
	for range columns {
		r.parameter()
	}
	s.Binds = r.binds(values)
	return s, options&optionDefine != 0
}

// binds reads the descriptions of values, then the values, those of long types at the end.
func (r *request) binds(n int) []Bind {
	if n == 0 {
		return nil
	}
	list := make([]Bind, n)
	for i := range list {
		list[i].Kind = r.parameter()
	}
	r.skip(1)
	for _, long := range []bool{false, true} {
		for i := range list {
			if long == (Column{Kind: list[i].Kind}).long() {
				list[i].Value = r.clr()
			}
		}
	}
	return list
}

// parameter reads the description of a value or column and gives its kind.
func (r *request) parameter() byte {
	kind := r.byte()
	r.skip(3)
	for range 3 {
		r.number()
	}
	if r.number() > 0 {
		r.clr() // the identity of an object type
	}
	r.number()
	r.number()
	r.skip(1)
	r.number()
	return kind
}
