package ir

import (
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"
)

// StandardType is the type of the amounts that dictionaries give, decimal(18,4).
func StandardType() Type { return DecimalType(18, 4) }

// Dictionaries are code tables with validity in time. Dates are civil days since
// 1970-01-01. An unknown dictionary and a date beyond a table's coverage answer
// Unknown. Implementations are safe for concurrent use and deterministic.
type Dictionaries interface {
	// Valid says whether the code was in force on the day.
	Valid(name, code string, on int32) Tri
	// Number gives the amount in force for the key, unscaled at StandardType's scale;
	// False when the key has none on that day.
	Number(name, key string, on int32) (decimal128.Num, Tri)
	// Title gives the name that the code had on the day; False when there is none.
	Title(name, code string, on int32) (string, Tri)
	// Count gives the number of codes in force on the day.
	Count(name string, on int32) (int64, Tri)
	// Workdays counts the working days after from up to and including to, negative if to
	// is before from; Unknown beyond the years that the table of holidays covers.
	Workdays(from, to int32) (int64, Tri)
}

// DivisionDictionary names the dictionary that division_valid and division_name ask.
const DivisionDictionary = "divisions"

// An Env is what a rule needs from outside its row. Nothing in it is read from the
// machine: the clock comes in as AsOf.
type Env struct {
	AsOf         time.Time      // the attempt's instant
	Zone         *time.Location // where today() and now() are read; nil: UTC
	PeriodStart  int32          // first civil day of the period: period.start
	PeriodEnd    int32          // first civil day after it: period.end
	Dictionaries Dictionaries   // nil: every dictionary question is Unknown
	Constants    map[string]Value
}

// Today is the civil day of AsOf in the zone.
func (e Env) Today() int64 { return DayOfMicros(e.Now()) }

// Now is the civil time of AsOf in the zone, in microseconds.
func (e Env) Now() int64 {
	zone := e.Zone
	if zone == nil {
		zone = time.UTC
	}
	t := e.AsOf.In(zone)
	_, offset := t.Zone()
	return t.UnixMicro() + int64(offset)*1_000_000
}
