// Package mask turns clear values into what may be shown. It is the only place
// that masks, and it refuses to guess: a value without a class is treated as
// sensitive.
package mask

// The classes of a column, from the least to the most protected.
const (
	Public Class = iota + 1
	Internal
	Personal
	Sensitive
)

// Class is the protection a column needs. The zero Class is treated as Sensitive.
type Class uint8
