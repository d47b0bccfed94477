package connectors

import "time"

// The forms of a call's answer.
const (
	AnswerJSON = "json"
	AnswerXML  = "xml" // SOAP included
	// AnswerMetrics is the text that exporters of Prometheus offer: a figure is a row.
	AnswerMetrics = "metrics"
)

// IdentityMark stands in a call for Config.TestIdentity.
const IdentityMark = "{identity}"

// A Login is the call that fetches a token before any other. Its fields are secrets.
type Login struct {
	Path    string            // joined to the source's base URL
	Form    bool              // the fields are sent as a form; else as a JSON object
	Fields  map[string]string // what the service wants to know of us
	Token   string            // dotted path of the token in the JSON answer
	Expires string            // dotted path of its life in seconds; "" for Life
	Life    time.Duration     // of a token whose answer does not say; 0: 10 minutes
	Header  string            // that carries the token; "": Authorization
	Prefix  string            // of the token in that header
}

// The algorithms of a Signature.
const (
	HMACSHA256 = "hmac-sha256"
	HMACSM3    = "hmac-sm3" // over the hash of GB/T 32905
	PlainSM3   = "sm3"      // the hash of the canonical string, which holds the secret
)

// A Signature is what proves to a service that a call is ours and unchanged.
type Signature struct {
	Algorithm string
	Secret    string
	// Canonical is the text that is signed: {method}, {path}, {query}, {body}, {timestamp},
	// {nonce} and {secret} stand for the call's own, every other letter for itself.
	Canonical string
	Base64    bool   // of the signature; else lower-case hexadecimal
	Header    string // that carries the signature
	// TimestampHeader and NonceHeader carry what stands for {timestamp} and {nonce}; "":
	// they are not sent.
	TimestampHeader, NonceHeader string
	// Timestamp is the form of the time: "unix", "unix-ms", or a layout as of Form in
	// Zone; "" for unix.
	Timestamp string
	Zone      *time.Location // nil: Asia/Shanghai
}
