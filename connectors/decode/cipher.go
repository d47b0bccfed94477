package decode

import (
	"bytes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/emmansun/gmsm/sm4"

	"github.com/dogwatch/dogwatch/connectors"
)

// A sealed column decrypts what is stored before anything else is done to it. The clear
// bytes lie in memory that the next value takes over.
type sealed struct {
	cipher  *deciphering
	tried   int // values
	unread  int // of them
	encoded []byte
	clear   []byte
}

// A deciphering is an SM4 made ready.
type deciphering struct {
	block    cipher.Block
	aead     cipher.AEAD // of GCM
	mode     string
	encoding string
	iv       []byte // nil: before the ciphertext
}

const (
	keyBytes   = 16
	nonceBytes = 12
)

// Decipher gives the builder what it needs for columns with Form.SM4. Its errors are
// faults of the definition: there is no key, or it is none. Without such a column
// nothing is asked.
func (b *Builder) Decipher(how *connectors.SM4) error {
	var ready *deciphering
	for i := range b.cells {
		c := &b.cells[i]
		if !c.form.SM4 {
			continue
		}
		if ready == nil {
			var err error
			if ready, err = newDeciphering(how); err != nil {
				return fmt.Errorf("column %s: %w", b.schema.Field(i).Name, err)
			}
		}
		c.sealed = &sealed{cipher: ready}
	}
	return nil
}

func newDeciphering(how *connectors.SM4) (*deciphering, error) {
	if how == nil {
		return nil, errors.New("the source has no sm4 key")
	}
	key, err := keyOf(how.Key)
	if err != nil {
		return nil, err
	}
	d := &deciphering{mode: orElse(how.Mode, connectors.SM4CBC), encoding: orElse(how.Encoding, connectors.SM4Base64)}
	if d.block, err = sm4.NewCipher(key); err != nil {
		return nil, errors.New("the sm4 key is none")
	}
	want := sm4.BlockSize
	if d.mode == connectors.SM4GCM {
		want = nonceBytes
		if d.aead, err = cipher.NewGCM(d.block); err != nil {
			return nil, errors.New("this mode of sm4 cannot be carried out")
		}
	}
	if how.IV == "" || how.IV == connectors.SM4Prefix || d.mode == connectors.SM4ECB {
		return d, nil
	}
	if d.iv, err = hex.DecodeString(how.IV); err != nil || len(d.iv) != want {
		return nil, fmt.Errorf("the iv of sm4 is not prefix and not %d bytes in hexadecimal", want)
	}
	return d, nil
}

func orElse(text, usual string) string {
	if text == "" {
		return usual
	}
	return text
}

// keyOf reads 16 bytes: as they are, in hexadecimal, or in base64.
func keyOf(text string) ([]byte, error) {
	switch len(text) {
	case keyBytes:
		return []byte(text), nil
	case hex.EncodedLen(keyBytes):
		if key, err := hex.DecodeString(text); err == nil {
			return key, nil
		}
	case base64.StdEncoding.EncodedLen(keyBytes):
		if key, err := base64.StdEncoding.DecodeString(text); err == nil && len(key) == keyBytes {
			return key, nil
		}
	}
	return nil, errors.New("the sm4 key is not 16 bytes, as they are, in hexadecimal or in base64")
}

// open decrypts a stored text; ok is false if that cannot be done. It is valid until the
// next call.
func (s *sealed) open(stored []byte) (text []byte, ok bool) {
	if stored = bytes.TrimSpace(stored); len(stored) == 0 {
		return stored, true // nothing was encrypted
	}
	s.tried++
	if raw, decoded := s.decoded(stored); decoded {
		if text, ok = s.cipher.open(s.clear[:0], raw); ok && utf8.Valid(text) {
			s.clear = text
			return text, true
		}
	}
	s.unread++
	return nil, false
}

// decoded undoes base64 or hexadecimal.
func (s *sealed) decoded(stored []byte) (raw []byte, ok bool) {
	decode, size := base64.StdEncoding.Decode, base64.StdEncoding.DecodedLen(len(stored))
	if s.cipher.encoding == connectors.SM4Hex {
		decode, size = hex.Decode, hex.DecodedLen(len(stored))
	}
	if cap(s.encoded) < size {
		s.encoded = make([]byte, size)
	}
	n, err := decode(s.encoded[:size], stored)
	return s.encoded[:n], err == nil
}

// open appends the clear text of raw to dst.
func (d *deciphering) open(dst, raw []byte) ([]byte, bool) {
	iv := d.iv
	if iv == nil && d.mode != connectors.SM4ECB {
		size := sm4.BlockSize
		if d.aead != nil {
			size = nonceBytes
		}
		if len(raw) < size {
			return nil, false
		}
		iv, raw = raw[:size], raw[size:]
	}
	if d.aead != nil {
		text, err := d.aead.Open(dst, iv, raw, nil)
		return notNil(text), err == nil
	}
	if len(raw) == 0 || len(raw)%sm4.BlockSize != 0 {
		return nil, false
	}
	if d.mode == connectors.SM4CBC {
		cipher.NewCBCDecrypter(d.block, iv).CryptBlocks(raw, raw)
	} else {
		for at := 0; at < len(raw); at += sm4.BlockSize {
			d.block.Decrypt(raw[at:at+sm4.BlockSize], raw[at:at+sm4.BlockSize])
		}
	}
	return unpadded(dst, raw)
}

// unpadded appends text without its PKCS #7 padding.
func unpadded(dst, text []byte) ([]byte, bool) {
	n := int(text[len(text)-1])
	if n == 0 || n > sm4.BlockSize {
		return nil, false
	}
	for _, b := range text[len(text)-n:] {
		if int(b) != n {
			return nil, false
		}
	}
	return notNil(append(dst, text[:len(text)-n]...)), true
}

const (
	// enoughTried is the number of values by which a wrong key shows before the end: one
	// value in some hundred passes for clear text by chance.
	enoughTried = 20
	// mostlyUnread is the share, of ten, that shows it.
	mostlyUnread = 9
)

// WrongKey tells by the values so far, or at the end by all of them, that a column is not
// encrypted with this key: all of several values, or nine of ten of many, do not decrypt.
// Nil: it does not look so. A single value that does not decrypt is a fault like others.
func (b *Builder) WrongKey(ended bool) *connectors.Error {
	for i := range b.cells {
		s := b.cells[i].sealed
		if s == nil || s.tried < 2 || !ended && s.tried < enoughTried {
			continue
		}
		if s.unread == s.tried || s.tried >= enoughTried && s.unread*10 >= s.tried*mostlyUnread {
			return &connectors.Error{
				Op: "scan", Class: connectors.Decode,
				Reason: fmt.Sprintf("%d of %d values of a column do not decrypt: the sm4 key, mode or iv is another", s.unread, s.tried),
				Hint:   "the column is the one that protection: sm4 names; compare sm4 of the source with what the counterparty uses",
			}
		}
	}
	return nil
}
