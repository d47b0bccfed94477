package measure

import "fmt"

// The modes of a patrol.
const (
	Auto     Mode = ""         // by cost
	Stream   Mode = "stream"   // rows are read and judged here, whatever a server could answer
	Pushdown Mode = "pushdown" // servers answer all that they can answer exactly
)

// Mode says where measures are taken. Outcomes do not depend on it.
type Mode string

// ParseMode reads a mode by its name; "auto" is Auto.
func ParseMode(name string) (Mode, error) {
	switch Mode(name) {
	case Auto, "auto":
		return Auto, nil
	case Stream, Pushdown:
		return Mode(name), nil
	}
	return Auto, fmt.Errorf("the mode is auto, stream or pushdown, not %q", name)
}
