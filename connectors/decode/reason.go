package decode

// The reasons of a Fault. They are fixed phrases that never quote the value.
const (
	ReasonEncoding  = "invalid encoding"
	ReasonCipher    = "does not decrypt"
	ReasonTooLong   = "too long"
	ReasonUnlisted  = "not a listed value"
	ReasonNumber    = "not a number"
	ReasonRange     = "out of range"
	ReasonDecimals  = "too many decimal places"
	ReasonBoolean   = "not a boolean"
	ReasonDate      = "not a date"
	ReasonMonth     = "not a month"
	ReasonTimestamp = "not a timestamp"
	ReasonForm      = "a form that is not read"
	ReasonUnreal    = "no such date or time"
)
