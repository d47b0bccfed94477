package tnstest

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"  // #nosec G501 -- the protocol of release 11
	"crypto/sha1" // #nosec G505 -- the same
	"encoding/hex"
	"fmt"
	"strings"
)

// verifier is the number of release 11's verifier of passwords.
const verifier = 6949

// salt is that of every password, in hexadecimal digits.
const salt = "B2B2B2B2B2B2B2B2B2B2"

// ownKey is the server's part of the key of a login. It does not end like padding.
var ownKey = bytes.Repeat([]byte{0xA1}, 48)

// challenge names the server's part of a key, encrypted by the password of who wants to
// log in, or refuses.
func (c *session) challenge(r *request) {
	if n := c.server.Logins.Add(1); c.server.LoginError != 0 && n > c.server.LoggedIn {
		writeData(c.conn, summary(c.server.LoginError))
		return
	}
	c.user = r.user()
	key := strings.Repeat("A1", 48) // a client cannot tell it from a better one
	if password, ok := c.password(); ok {
		key = fmt.Sprintf("%X", crypt(cipher.NewCBCEncrypter, passwordKey(password), ownKey))
	}
	writeData(c.conn, concat([]byte{8}, number(2), pair("AUTH_SESSKEY", key, 0), pair("AUTH_VFR_DATA", salt, verifier), summary(0)))
}

// password gives the password that the login must prove; not ok if none is asked for, or
// if there is no such login.
func (c *session) password() (string, bool) {
	if c.server.Password == nil {
		return "", false
	}
	return c.server.Password(c.user)
}

const wrongPassword = 1017

// proof lets in who proves the password.
func (c *session) proof(r *request) {
	r.user()
	said := r.pairs()
	password, ok := c.password()
	if ok && !proves(password, said) || !ok && c.server.Password != nil && !c.server.Anyone {
		writeData(c.conn, summary(wrongPassword))
		return
	}
	writeData(c.conn, concat([]byte{8}, number(2), pair("AUTH_SESSION_ID", "1", 0), pair("AUTH_SERIAL_NUM", "1", 0),
		[]byte{23, 4, 0, 0}, number(1), pair("AUTH_NLS_LXLAN", "AMERICAN", 0), []byte{0, 0, 0}, c.server.warning(), summary(0)))
}

// proves decrypts what a client says its password is, by a key of which both sides have
// given a part.
func proves(password string, said map[string]string) bool {
	key := passwordKey(password)
	theirs, err := hex.DecodeString(said["AUTH_SESSKEY"])
	if err != nil || len(theirs) < len(ownKey) || len(theirs)%aes.BlockSize != 0 {
		return false
	}
	theirs = crypt(cipher.NewCBCDecrypter, key, theirs)
	mixed := make([]byte, 24)
	for i := range mixed {
		mixed[i] = theirs[16+i] ^ ownKey[16+i]
	}
	first, second := md5.Sum(mixed[:16]), md5.Sum(mixed[16:]) // #nosec G401
	sent, err := hex.DecodeString(said["AUTH_PASSWORD"])
	if err != nil || len(sent) < 2*aes.BlockSize || len(sent)%aes.BlockSize != 0 {
		return false
	}
	sent = crypt(cipher.NewCBCDecrypter, append(first[:], second[:8]...), sent)[aes.BlockSize:]
	padding := int(sent[len(sent)-1])
	return padding <= len(sent) && string(sent[:len(sent)-padding]) == password
}

// passwordKey is the key that a password makes.
func passwordKey(password string) []byte {
	bare, _ := hex.DecodeString(salt)
	sum := sha1.Sum(append([]byte(password), bare...)) // #nosec G401
	return append(sum[:], 0, 0, 0, 0)
}

// crypt encrypts or decrypts whole blocks.
func crypt(way func(cipher.Block, []byte) cipher.BlockMode, key, text []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // every key here has 24 bytes
	}
	out := make([]byte, len(text))
	way(block, make([]byte, aes.BlockSize)).CryptBlocks(out, text)
	return out
}
