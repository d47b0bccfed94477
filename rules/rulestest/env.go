package rulestest

import (
	"strconv"
	"time"

	"github.com/apache/arrow/go/v15/arrow/decimal128"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// Env is the surroundings that drawn rules are judged in: as of 2026-11-24 10:00 in
// China, the period 2026-11, and small dictionaries.
func Env() ir.Env {
	start, _ := ir.DayOf(2026, 11, 1)
	return ir.Env{AsOf: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC), Zone: time.FixedZone("CST", 8*3600),
		PeriodStart: start, PeriodEnd: start + 30, Dictionaries: tables{}}
}

// tables answers for any dictionary: codes of even length exist, from 1970 to 2030.
type tables struct{}

var _ ir.Dictionaries = tables{}

func (tables) Valid(_, code string, on int32) ir.Tri {
	if on < 0 || on > 22_000 {
		return ir.Unknown
	}
	return ir.TriOf(len(code)%2 == 0)
}

func (d tables) Number(name, key string, on int32) (decimal128.Num, ir.Tri) {
	return decimal128.FromI64(int64(len(key)) * 62_500), d.Valid(name, key, on)
}

// Count: a dictionary has as many codes as the day has digits.
func (d tables) Count(name string, on int32) (int64, ir.Tri) {
	return int64(len(strconv.Itoa(int(on)))), d.Valid(name, "", on)
}

// Workdays: every day from 1970 to 2030 is worked.
func (tables) Workdays(from, to int32) (int64, ir.Tri) {
	if min(from, to) < 0 || max(from, to) > 22_000 {
		return 0, ir.Unknown
	}
	return int64(to) - int64(from), ir.True
}

func (d tables) Title(name, code string, on int32) (string, ir.Tri) {
	return "名" + code, d.Valid(name, code, on)
}
