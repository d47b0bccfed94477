package ir

// A Fault is why a row could not be judged. The zero Fault is none.
type Fault uint8

// The faults.
const (
	NoFault        Fault = iota
	DivisionByZero       // x / 0 or x % 0
	Overflow             // beyond int64, 38 digits or the finite floats
	NotANumber           // text given to to_integer or to_decimal, or a number that is not whole
	NotADate             // text given to date or month that is not a civil date of that layout
	OutOfCalendar        // a date outside the years 1 to 9999
	TooLong              // text that would grow beyond MaxTextLength
)

// MaxTextLength is the number of code points to which pad_left may fill a text.
const MaxTextLength = 4000

// String gives the words shown to people.
func (f Fault) String() string {
	switch f {
	case NoFault:
		return ""
	case DivisionByZero:
		return "division by zero"
	case Overflow:
		return "number out of range"
	case NotANumber:
		return "not a number"
	case NotADate:
		return "not a date"
	case OutOfCalendar:
		return "date outside the years 1 to 9999"
	case TooLong:
		return "text too long"
	}
	return "unknown fault"
}

// A Tri is a three-valued truth.
type Tri uint8

// The truths. The zero Tri is Unknown.
const (
	Unknown Tri = iota
	False
	True
)

// TriOf turns a bool into a Tri.
func TriOf(b bool) Tri {
	if b {
		return True
	}
	return False
}
