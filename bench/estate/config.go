package estate

import (
	"errors"
	"fmt"
	"time"
)

// The states of the estate.
const (
	Previous Step = iota // a month before the as-of instant; no fault, only old stock
	Current              // at the as-of instant, with every fault
	Silent               // at the as-of instant, and nothing came: every table, file and answer is empty
)

// Step tells the two states of an estate apart.
type Step int

// The identifiers of the systems, as watches name them.
const (
	Disabled   = "disabled-two-subsidies"
	Elderly    = "elderly-allowances"
	Assistance = "social-assistance"
)

// The bounds of Config.People.
const (
	DefaultPeople = 50_000
	LeastPeople   = 2_000 // fewer leave too little choice for disjoint faults
)

// Config says which estate is made. The zero Config is the current state of the
// default estate with seed 0.
type Config struct {
	Seed   uint64
	People int       // 0: DefaultPeople; never below LeastPeople
	AsOf   time.Time // of Current; zero: DefaultAsOf; an afternoon, in its own zone, of day 14 to 28
	Step   Step
}

// DefaultAsOf is the instant at which the estate is judged if Config names none.
func DefaultAsOf() time.Time {
	return time.Date(2026, time.November, 20, 18, 0, 0, 0, time.FixedZone("Asia/Shanghai", 8*3600))
}

// ErrConfig is returned for a Config that no estate can be made from.
var ErrConfig = errors.New("estate")

func (c Config) normal() (Config, error) {
	if c.People == 0 {
		c.People = DefaultPeople
	}
	if c.AsOf.IsZero() {
		c.AsOf = DefaultAsOf()
	}
	if c.People < LeastPeople {
		return c, fmt.Errorf("%w: %d people are too few: at least %d", ErrConfig, c.People, LeastPeople)
	}
	if d := c.AsOf.Day(); d < 14 || d > 28 {
		return c, fmt.Errorf("%w: as-of on day %d: payments are made on the 10th, choose 14 to 28", ErrConfig, d)
	}
	if c.AsOf.Hour() < noon/3600 {
		return c, fmt.Errorf("%w: as-of in the morning: rows of the day would lie in the future", ErrConfig)
	}
	return c, nil
}

// AsOfInstant is when the chosen step is judged: Config.AsOf, or a month earlier
// for Previous.
func (c Config) AsOfInstant() time.Time {
	asOf := c.AsOf
	if asOf.IsZero() {
		asOf = DefaultAsOf()
	}
	if c.Step == Previous {
		return asOf.AddDate(0, -1, 0)
	}
	return asOf
}

// A clock holds the days that everything is placed by.
type clock struct {
	final day   // of Current, whatever the step
	today day   // of the step
	month month // of the step
	step  Step
}

func newClock(c Config) clock {
	today := dayIn(c.AsOfInstant())
	return clock{final: dayIn(c.AsOf), today: today, month: today.month(), step: c.Step}
}

// payday is when a month's benefits are paid.
func payday(m month) day { return m.first() + 9 }
