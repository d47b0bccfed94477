package behind

import (
	"database/sql/driver"
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
)

// civil is how DATE and TIMESTAMP are kept: as text that sorts as the times do, without
// zeros at the end of the fraction.
const civil = "2006-01-02 15:04:05.999999"

// civilOf brings a time into the form in which times are kept.
func civilOf(text string) (string, error) {
	t, err := time.Parse(time.DateTime, text) // reads a fraction too
	if err != nil {
		return "", fmt.Errorf("%q is no time", text)
	}
	return t.Format(civil), nil
}

// numberOf gives an exact number of a text: an integer, a float that keeps its digits, or
// the text itself if neither does.
func numberOf(text string) (driver.Value, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return n, nil
	}
	exactly, ok := new(big.Rat).SetString(text)
	if !ok {
		return nil, fmt.Errorf("%q is no number", text)
	}
	if len(strings.Trim(text, "-.0")) <= exact {
		f, _ := exactly.Float64()
		return f, nil
	}
	return text, nil
}

// functions gives a SQLite that also has what Oracle's functions are written as.
func functions() (*sqlite.Driver, error) {
	d := &sqlite.Driver{}
	for name, do := range map[string]func([]driver.Value) (driver.Value, error){
		"civil":        func(args []driver.Value) (driver.Value, error) { return civilOf(args[0].(string)) },
		"amount":       func(args []driver.Value) (driver.Value, error) { return numberOf(args[0].(string)) },
		"days_between": daysBetween, "part": part, "padded": padded,
	} {
		implement := &sqlite.FunctionImpl{NArgs: -1, Deterministic: true, Scalar: nullSafe(do)}
		if err := d.RegisterFunction(name, implement); err != nil {
			return nil, err
		}
	}
	return d, d.RegisterFunction("exact_sum", &sqlite.FunctionImpl{
		NArgs: 1, Deterministic: true,
		MakeAggregate: func(sqlite.FunctionContext) (sqlite.AggregateFunction, error) { return &total{}, nil },
	})
}

// nullSafe makes a function null where one of its values is.
func nullSafe(do func([]driver.Value) (driver.Value, error)) func(*sqlite.FunctionContext, []driver.Value) (driver.Value, error) {
	return func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		for _, arg := range args {
			if arg == nil {
				return nil, nil
			}
		}
		return do(args)
	}
}

func daysBetween(args []driver.Value) (driver.Value, error) {
	later, err := time.Parse(time.DateTime, args[0].(string))
	if err != nil {
		return nil, err
	}
	earlier, err := time.Parse(time.DateTime, args[1].(string))
	if err != nil {
		return nil, err
	}
	seconds := later.Unix() - earlier.Unix()
	if seconds%86400 == 0 && later.Nanosecond() == earlier.Nanosecond() {
		return seconds / 86400, nil
	}
	return float64(seconds)/86400 + float64(later.Nanosecond()-earlier.Nanosecond())/86400e9, nil
}

// part is Oracle's SUBSTR: place 0 is 1, one before the beginning counts from the end, and
// nothing is null.
func part(args []driver.Value) (driver.Value, error) {
	letters, from := []rune(args[0].(string)), int(args[1].(int64))
	length := len(letters)
	if len(args) == 3 {
		length = int(args[2].(int64))
	}
	if from < 0 {
		from += len(letters) + 1
	} else if from == 0 {
		from = 1
	}
	if from < 1 || from > len(letters) || length < 1 {
		return nil, nil
	}
	return string(letters[from-1 : min(from-1+length, len(letters))]), nil
}

func padded(args []driver.Value) (driver.Value, error) {
	text, size := args[0].(string), int(args[1].(int64))
	if len([]rune(text)) > size {
		return nil, fmt.Errorf("a text that is longer than its CHAR(%d)", size)
	}
	return text + strings.Repeat(" ", size-len([]rune(text))), nil
}

// A total adds numbers exactly; of none it is null.
type total struct {
	sum   big.Rat
	scale int
	some  bool
}

func (t *total) Step(_ *sqlite.FunctionContext, args []driver.Value) error {
	text, err := digits(args[0])
	if err != nil || text == "" {
		return err
	}
	n, ok := new(big.Rat).SetString(text)
	if !ok {
		return fmt.Errorf("a value that cannot be added")
	}
	_, fraction, _ := strings.Cut(text, ".")
	t.sum.Add(&t.sum, n)
	t.some, t.scale = true, max(t.scale, len(fraction))
	return nil
}

func (t *total) WindowInverse(*sqlite.FunctionContext, []driver.Value) error {
	return fmt.Errorf("a sum over a window")
}

func (t *total) WindowValue(*sqlite.FunctionContext) (driver.Value, error) {
	if !t.some {
		return nil, nil
	}
	return t.sum.FloatString(t.scale), nil
}

func (t *total) Final(*sqlite.FunctionContext) {}

// digits writes a number without exponent; "" is null.
func digits(value driver.Value) (string, error) {
	switch value := value.(type) {
	case nil:
		return "", nil
	case int64:
		return strconv.FormatInt(value, 10), nil
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64), nil
	case string:
		return value, nil
	}
	return "", fmt.Errorf("a number of the form %T", value)
}
