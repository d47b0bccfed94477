package connectors

import "time"

// A Timed stream knows where its time went.
type Timed interface {
	// Times is valid once Next has returned false.
	Times() Times
}

// Times are the parts of one read. Wire and Decode are measured on every 64th row and
// scaled: they are estimates.
type Times struct {
	Server time.Duration // from sending the statement to the first row
	Wire   time.Duration // waiting for rows, and the driver's work on them
	Decode time.Duration // from stored values to the contract's
}
