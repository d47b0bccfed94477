package checks

import "github.com/dogwatch/dogwatch/checks/syntax"

func loginShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "path", Shape: syntax.Words(), Required: true, Example: "/oauth/token", Doc: "Behind the source's address; it is a POST."},
		syntax.Key{Name: "fields", Shape: syntax.MapOf(secretShape()), Required: true, Example: "{appid: {env: APP_ID}, secret: {env: APP_SECRET}}", Doc: "What the service wants to know of us, each kept like a password."},
		syntax.Key{Name: "send", Shape: syntax.Enum("json", "form"), Default: "json", Doc: "Whether the fields are sent as a JSON object or as a form."},
		syntax.Key{Name: "token", Shape: syntax.Words(), Required: true, Example: "data.access_token", Doc: "The path of the token in the JSON answer."},
		syntax.Key{Name: "expires", Shape: syntax.Words(), Example: "data.expires_in", Doc: "The path of its life in seconds."},
		syntax.Key{Name: "life", Shape: syntax.Duration(), Default: "10m", Doc: "Its life where the answer does not say."},
		syntax.Key{Name: "header", Shape: syntax.Words(), Default: "Authorization", Doc: "The header that carries the token."},
		syntax.Key{Name: "prefix", Shape: syntax.Words(), Default: "Bearer", Doc: "What stands before the token in Authorization, with a space between; in another header there is none unless it is written."},
	).Titled("a login")
}

func signatureShape() syntax.Shape {
	return syntax.Object(
		syntax.Key{Name: "algorithm", Shape: syntax.Enum("hmac-sha256", "hmac-sm3", "sm3"), Required: true, Doc: "HMAC with SHA-256 or with SM3 (GB/T 32905), or the SM3 of a canonical string that holds the secret."},
		syntax.Key{Name: "secret", Shape: secretShape(), Required: true, Example: "{env: SIGN_KEY}", Doc: "Where the key is kept."},
		syntax.Key{Name: "canonical", Shape: syntax.Words(), Required: true, Example: `"{method}\\n{path}\\n{timestamp}\\n{body}"`, Doc: "The text that is signed: {method}, {path}, {query}, {body}, {timestamp}, {nonce} and {secret} stand for the call's own, every other letter for itself."},
		syntax.Key{Name: "encoding", Shape: syntax.Enum("hex", "base64"), Default: "hex", Doc: "How the signature is written."},
		syntax.Key{Name: "header", Shape: syntax.Words(), Required: true, Example: "X-Signature", Doc: "The header that carries the signature."},
		syntax.Key{Name: "timestamp_header", Shape: syntax.Words(), Example: "X-Timestamp", Doc: "The header that carries what stands for {timestamp}."},
		syntax.Key{Name: "nonce_header", Shape: syntax.Words(), Example: "X-Nonce", Doc: "The header that carries what stands for {nonce}: 32 hexadecimal digits, new for each call."},
		syntax.Key{Name: "timestamp", Shape: syntax.Words(), Default: "unix", Example: "yyyyMMddHHmmss", Doc: "The form of the time: unix (seconds), unix-ms, or a layout in the workspace's zone."},
	).Titled("a signature")
}
