package connectors

// The modes and encodings of an SM4.
const (
	SM4ECB    = "ecb"
	SM4CBC    = "cbc"
	SM4GCM    = "gcm"
	SM4Base64 = "base64"
	SM4Hex    = "hex"
	SM4Prefix = "prefix" // the IV or nonce stands before the ciphertext
)

// An SM4 says how the columns of a source are encrypted (GB/T 32907) of which Form.SM4 is
// true. ECB and CBC pad as PKCS #7 does; in GCM the tag of 16 bytes follows the ciphertext.
type SM4 struct {
	Mode     string // "": cbc
	Encoding string // of the stored text; "": base64
	IV       string // "": prefix; or 16 bytes in hexadecimal (GCM: 12) that all values have
	Key      string // 16 bytes: as they are, in hexadecimal or in base64; never shown
}
