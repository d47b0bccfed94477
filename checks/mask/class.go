// Package mask turns clear values into what may be shown. It is the only place
// that masks, and it refuses to guess: a value without a class is treated as
// sensitive.
//
// Value masks one value for a reader, Fingerprint makes a keyed token that lets a
// later patrol recognise a row without keeping anything of it in clear.
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

// Names lists the classes as contracts write them, from the least to the most
// protected.
func Names() []string { return []string{"public", "internal", "personal", "sensitive"} }

// Parse reads a class as contracts write it; false when there is no such class.
func Parse(text string) (Class, bool) {
	for i, name := range Names() {
		if name == text {
			return Class(i + 1), true
		}
	}
	return 0, false
}

// String writes the class the way a contract does; anything unknown is sensitive.
func (c Class) String() string { return Names()[c.effective()-1] }

// Strictest gives the class of a value that is derived from values of these classes.
// What is derived from nothing is public: a count of rows, a constant.
func Strictest(classes ...Class) Class {
	strictest := Public
	for _, c := range classes {
		strictest = max(strictest, c.effective())
	}
	return strictest
}

func (c Class) effective() Class {
	if c < Public || c > Sensitive {
		return Sensitive
	}
	return c
}
