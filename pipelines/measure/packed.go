package measure

import (
	"cmp"
	"encoding/binary"
)

// A packed key is an encoded key (see appendKey) in two words, so that keys are
// compared, sorted and counted without touching memory. It is exact: no two keys pack
// to the same words, and packed keys stand in the order of their bytes.
//
// A key of up to 16 bytes is its own bytes. Of longer keys the first byte, the length of
// their first text, is no first byte of such a key and tells the form:
//
//   - a text alone of digits and capital letters (a citizen ID number, a unified social
//     credit code, a licence) is two numbers of its characters, a text alone of digits (a
//     bank account) two numbers of its digits; see texts;
//   - a citizen ID number in its common form (17 digits and a check character) with up to 7
//     bytes behind it, such as a month, is the number of its digits and those bytes.
//
// All keys of a table have as many parts, so that the two never meet.
type packed struct{ high, low uint64 }

const (
	packedSize = 16
	idLength   = 18 // of a citizen ID number, and the first byte of a key that begins with one
	restSize   = 7  // of a key behind its ID number
)

// pack gives the packed form of a key; ok is false if it has none.
func pack(key []byte) (p packed, ok bool) {
	if len(key) <= packedSize {
		var b [packedSize]byte
		copy(b[:], key)
		return packed{binary.BigEndian.Uint64(b[:8]), binary.BigEndian.Uint64(b[8:])}, true
	}
	if int(key[0]) == len(key)-1 {
		return packText(key[1:])
	}
	rest := len(key) - 1 - idLength
	if key[0] != idLength || rest < 0 || rest > restSize {
		return packed{}, false
	}
	number, ok := idNumber(key[1 : 1+idLength])
	if !ok {
		return packed{}, false
	}
	var tail uint64
	for _, c := range key[1+idLength:] {
		tail = tail<<8 | uint64(c)
	}
	tail <<= 8 * (restSize - rest)
	return packed{idLength<<56 | number>>4, number<<60 | tail<<4}, true
}

// idNumber reads 17 digits and a digit or X as one number below 2^60, in their order.
func idNumber(id []byte) (number uint64, ok bool) {
	for _, c := range id[:idLength-1] {
		d := c - '0'
		if d > 9 {
			return 0, false
		}
		number = number*10 + uint64(d)
	}
	switch last := id[idLength-1]; {
	case last-'0' <= 9:
		return number*11 + uint64(last-'0'), true
	case last == 'X':
		return number*11 + 10, true
	}
	return 0, false
}

// appendTo gives the encoded key of so many parts back.
func (p packed) appendTo(dst []byte, parts int) []byte {
	start := len(dst)
	switch first := int(p.high >> 56); {
	case first < packedSize:
		dst = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(dst, p.high), p.low)
	case parts == 1:
		dst = p.appendText(append(dst, byte(first)), first)
	default:
		dst = p.appendID(dst)
	}
	return dst[:start+keyLength(dst[start:], parts)]
}

func (p packed) appendID(dst []byte) []byte {
	number := p.high<<8>>4 | p.low>>60
	var id [1 + idLength]byte
	id[0] = idLength
	id[idLength] = "0123456789X"[number%11]
	for i, n := idLength-1, number/11; i > 0; i-- {
		id[i] = '0' + byte(n%10)
		n /= 10
	}
	var tail [8]byte
	binary.BigEndian.PutUint64(tail[:], p.low<<4)
	return append(append(dst, id[:]...), tail[:restSize]...)
}

// keyLength is the length of the key of so many parts that padded begins with.
func keyLength(padded []byte, parts int) int {
	at := 0
	for range parts {
		n, used := binary.Uvarint(padded[at:])
		at += used + int(n)
	}
	return at
}

func (p packed) compare(q packed) int {
	if c := cmp.Compare(p.high, q.high); c != 0 {
		return c
	}
	return cmp.Compare(p.low, q.low)
}

// digit is the i-th byte from the right.
func (p packed) digit(i int) byte {
	if i < 8 {
		return byte(p.low >> (8 * i))
	}
	return byte(p.high >> (8 * (i - 8)))
}

// sortPacked orders keys, byte by byte from the right (LSD radix sort); bytes in which
// all keys agree cost nothing. scratch has room for as many keys; the result is in
// one of the two.
func sortPacked(keys, scratch []packed) []packed {
	if len(keys) == 0 {
		return keys
	}
	var counts [packedSize][256]int32
	for _, k := range keys {
		for i := range counts {
			counts[i][k.digit(i)]++
		}
	}
	for i := range counts {
		if int(counts[i][keys[0].digit(i)]) == len(keys) {
			continue
		}
		var at int32
		for d, n := range counts[i] {
			counts[i][d] = at
			at += n
		}
		for _, k := range keys {
			d := k.digit(i)
			scratch[counts[i][d]] = k
			counts[i][d]++
		}
		keys, scratch = scratch[:len(keys)], keys
	}
	return keys
}
