package behind

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/connectors/oracle/tnstest"
)

// A column is one of a table or of an answer. The value of a wide number is kept as its
// text: it can be read and counted, but not compared or computed with.
type column struct {
	tnstest.Column
	wide bool
}

// The classes of types: what may be compared with each other.
const (
	classAny   = "null"
	classText  = "text"
	classNum   = "number"
	classTime  = "time"
	classBytes = "bytes"
	classTruth = "condition"
)

// truth is the kind of a condition, which is no value in Oracle.
const truth byte = 255

func (c column) class() string {
	switch c.Kind {
	case tnstest.VarChar, tnstest.CharKind, tnstest.ClobKind, tnstest.LongKind:
		return classText
	case tnstest.NumberKind, tnstest.DoubleKind:
		return classNum
	case tnstest.DateKind, tnstest.StampKind:
		return classTime
	case tnstest.RawKind:
		return classBytes
	case truth:
		return classTruth
	}
	return classAny
}

// long tells the types that nothing compares, sorts or groups.
func (c column) long() bool { return c.Kind == tnstest.ClobKind || c.Kind == tnstest.LongKind }

func kind(k byte) column { return column{Column: tnstest.Column{Kind: k}} }

// exact is how many digits a floating number keeps.
const exact = 15

// typed reads a type as CREATE TABLE and CAST write it.
func typed(written string) (column, error) {
	name, rest, _ := strings.Cut(written, "(")
	precision, scale, err := sizes(strings.TrimSuffix(rest, ")"))
	kinds := map[string]byte{
		"VARCHAR2": tnstest.VarChar, "CHAR": tnstest.CharKind, "CLOB": tnstest.ClobKind, "LONG": tnstest.LongKind, "NUMBER": tnstest.NumberKind,
		"BINARY_DOUBLE": tnstest.DoubleKind, "BFILE": tnstest.BFileKind, "DATE": tnstest.DateKind, "TIMESTAMP": tnstest.StampKind, "RAW": tnstest.RawKind,
	}
	c := kind(kinds[name])
	switch {
	case c.Kind == 0 || err != nil:
		return c, unknown("the type " + written)
	case name == "NUMBER" && rest != "":
		c.Precision, c.Scale = byte(precision), int8(scale)
		c.wide = scale > 0 && precision > exact || precision > 19
	case name == "TIMESTAMP":
		c.Scale = int8(precision)
	}
	return c, nil
}

// sizes reads what stands behind a type: nothing, a length, or digits and places.
func sizes(written string) (first, second int, err error) {
	if written == "" {
		return 0, 0, nil
	}
	before, after, both := strings.Cut(written, ",")
	if first, err = strconv.Atoi(before); err == nil && both {
		second, err = strconv.Atoi(after)
	}
	return first, second, err
}

// alike refuses what Oracle would convert before it compares, or pad.
func alike(sign string, operands ...column) error {
	class := classAny
	fixed := 0
	for _, c := range operands {
		switch own := c.class(); {
		case own == classTruth:
			return unknown("a condition beside " + sign)
		case c.long():
			return noSuchUse
		case c.wide:
			return unknown("a wide number beside " + sign)
		case own == classAny:
		case class == classAny:
			class = own
		case own != class:
			return unknown(fmt.Sprintf("%s %s %s", class, sign, own))
		}
		if c.Kind == tnstest.CharKind {
			fixed++
		}
	}
	if fixed > 1 {
		return unknown("padded texts beside " + sign)
	}
	return nil
}

// only refuses values that are not of a class.
func only(class, of string, operands ...column) error {
	for _, c := range operands {
		if own := c.class(); own != class && own != classAny || c.wide {
			return unknown(fmt.Sprintf("%s of a value that is no plain %s", of, class))
		}
	}
	return nil
}
