package mask

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
)

// A Part is one value of a violation's key.
type Part struct {
	Text string // clear
	Null bool
}

// Fingerprint gives a token of a violation's key: the hexadecimal HMAC-SHA256 under
// secret of the check's identity (system, watch, check, group: history hangs on
// these) and the key's values in order. Each text is preceded by its length and a
// null differs from the empty text, so no two different inputs are encoded alike.
// Without the secret a token can neither be reversed nor guessed; tokens of one key
// differ between checks, so they do not link rows across checks.
func Fingerprint(secret []byte, identity []string, key []Part) string {
	mac := hmac.New(sha256.New, secret)
	number(mac, len(identity))
	for _, text := range identity {
		number(mac, len(text))
		mac.Write([]byte(text))
	}
	number(mac, len(key))
	for _, part := range key {
		if part.Null {
			number(mac, -1)
			continue
		}
		number(mac, len(part.Text))
		mac.Write([]byte(part.Text))
	}
	return hex.EncodeToString(mac.Sum(nil))
}

func number(mac hash.Hash, n int) {
	var buffer [8]byte
	binary.BigEndian.PutUint64(buffer[:], uint64(int64(n)))
	mac.Write(buffer[:])
}
