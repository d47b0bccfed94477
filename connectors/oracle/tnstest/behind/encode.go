package behind

import (
	"encoding/binary"
	"fmt"
	"math"
	"time"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// encode writes a value of SQLite's as Oracle sends its type.
func encode(c column, value any) ([]byte, error) {
	if value == nil {
		return nil, nil
	}
	switch c.class() {
	case classText:
		if text, ok := value.(string); ok {
			return []byte(text), nil
		}
	case classNum:
		if f, ok := value.(float64); ok && c.Kind == tnstest.DoubleKind {
			return double(f), nil
		}
		text, err := digits(value)
		return tnstest.Number(text), err
	case classTime:
		if text, ok := value.(string); ok {
			t, err := time.Parse(time.DateTime, text)
			if c.Kind == tnstest.DateKind {
				return tnstest.Date(t), err
			}
			return tnstest.Timestamp(t), err
		}
	case classBytes:
		if raw, ok := value.([]byte); ok {
			return raw, nil
		}
	}
	return nil, fmt.Errorf("a value of the form %T where the type is of kind %d", value, c.Kind)
}

// double writes a BINARY_DOUBLE: bits that sort as the numbers do.
func double(f float64) []byte {
	bits := math.Float64bits(f)
	if bits>>63 == 1 {
		bits = ^bits
	} else {
		bits |= 1 << 63
	}
	return binary.BigEndian.AppendUint64(nil, bits)
}

// arguments decodes what a client bound.
func arguments(binds []tnstest.Bind) (args []any, err error) {
	for _, b := range binds {
		var value any
		switch {
		case b.Value == nil:
		case b.Kind == tnstest.VarChar:
			value = string(b.Value)
		case b.Kind == tnstest.NumberKind:
			if value, err = numberOf(tnstest.ParseNumber(b.Value)); err != nil {
				return nil, err
			}
		}
		args = append(args, value) // of another kind the writer refuses to use it
	}
	return args, nil
}
