package checks

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

var (
	rowForm  = BoundForm{Op: GT, Unit: UnitRows, Percent: true}
	ageForm  = BoundForm{Op: GT, Unit: UnitSeconds, WorkingDays: true}
	timeForm = BoundForm{Op: GT, Unit: UnitSeconds}
	rateForm = BoundForm{Op: GT, Unit: UnitPercent}
	sizeForm = BoundForm{Op: InRange, Unit: UnitRows}
)

func rat(text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		panic(text)
	}
	return r
}

func TestParseBound(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text    string
		form    BoundForm
		want    string // canonical
		value   string // "" for a range
		percent bool
		unit    Unit
	}{
		{"> 0", rowForm, "> 0", "0", false, ""},
		{"  >=0.01 % ", rowForm, ">= 0.01%", "0.01", true, ""},
		{"5", rowForm, "> 5", "5", false, ""},
		{"!= 200", rowForm, "!= 200", "200", false, ""},
		{"-1.50", rowForm, "> -1.50", "-1.50", false, ""},
		{"8wd", ageForm, "> 8wd", "8", false, "wd"},
		{"8d", ageForm, "> 8d", "691200", false, "s"},
		{"1.5 h", timeForm, "> 1.5h", "5400", false, "s"},
		{"== 30m", timeForm, "== 30m", "1800", false, "s"},
		{"30%", rateForm, "> 30%", "30", false, "%"},
		{"1..", sizeForm, "1..", "", false, ""},
		{"..5", sizeForm, "..5", "", false, ""},
		{" 1 .. 5 ", sizeForm, "1..5", "", false, ""},
		{"-1.5..2", rowForm, "-1.5..2", "", false, ""},
		{"1h..2h", timeForm, "1h..2h", "", false, "s"},
		{"90%..95%", rowForm, "90%..95%", "", true, ""},
	}
	for _, c := range cases {
		b, err := ParseBound(c.text, c.form)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if b.Text != c.want || b.Percent != c.percent || b.Unit != c.unit {
			t.Errorf("%q: %+v", c.text, b)
		}
		if c.value != "" && b.Value.Cmp(rat(c.value)) != 0 {
			t.Errorf("%q: value %s", c.text, b.Value)
		}
		again, err := ParseBound(b.Text, c.form)
		if err != nil || again.Text != b.Text {
			t.Errorf("%q: canonical %q does not read back: %v", c.text, b.Text, err)
		}
	}
}

func TestParseBoundFaults(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text       string
		form       BoundForm
		start, end int
		want       string
	}{
		{"", rowForm, 0, 0, "a number is missing here: for example > 0"},
		{">", rowForm, 1, 1, "a number is missing here: for example > 0"},
		{"= 5", rowForm, 0, 1, "a number is expected here: write =="},
		{"≥ 5", rowForm, 0, 3, "a number is expected here: write >="},
		{"five", rowForm, 0, 1, "a number is expected here: a bound is a number with an optional operator: > 0, >= 0.5%, 8wd, 1..5"},
		{"1,000", rowForm, 1, 5, "this does not belong to a bound: write the number without separators"},
		{"> 5 and < 9", rowForm, 4, 7, "`and` is no unit: the units are %, s, m, h, d and wd"},
		{"30min", ageForm, 2, 5, "`min` is no unit: the units are %, s, m, h, d and wd"},
		{"30", ageForm, 0, 2, "a duration is needed here: write a unit: 30s, 5m, 2h or 8d, 8wd for working days"},
		{"8wd", timeForm, 0, 3, "a duration is needed here: write a unit: 30s, 5m, 2h or 8d"},
		{"> 30", rateForm, 2, 4, "this is measured in percent: write 30%"},
		{"30%", sizeForm, 0, 3, "an operator or a range is needed here: write 30%.. for at least, ..30% for at most, > 30% or < 30% for what trips"},
		{"> 30%", sizeForm, 2, 5, "a percentage has no meaning here: write a number"},
		{"> 8d", rowForm, 2, 4, "a duration has no meaning here: write a number"},
		{"> 1..5", rowForm, 0, 1, "a range takes no operator: write the range alone: 1..5"},
		{"..", rowForm, 0, 2, "a range needs at least one end: 1.., ..5 or 1..5"},
		{"5..1", rowForm, 0, 4, "the range is empty: the lower end stands first"},
		{"1..5%", rowForm, 0, 5, "the two ends have different units: write one unit at both ends"},
		{"1e5", rowForm, 1, 2, "`e` is no unit: the units are %, s, m, h, d and wd"},
	}
	for _, c := range cases {
		_, err := ParseBound(c.text, c.form)
		if err == nil {
			t.Errorf("%q: no fault", c.text)
			continue
		}
		if err.Error() != c.want || err.Start != c.start || err.End != c.end {
			t.Errorf("%q: %d-%d %s", c.text, err.Start, err.End, err.Error())
		}
	}
}

func TestTrips(t *testing.T) {
	t.Parallel()
	cases := []struct {
		bound       string
		form        BoundForm
		value       string
		denominator int64
		want        bool
	}{
		{"> 0", rowForm, "0", 0, false},
		{"> 0", rowForm, "1", 0, true},
		{"> 0.01%", rowForm, "1", 10000, false},
		{"> 0.01%", rowForm, "1", 9999, true},
		{"> 50%", rowForm, "1", 0, true},
		{"> 0%", rowForm, "0", 0, false},
		{">= 10%", rowForm, "1", 10, true},
		{"== 3", rowForm, "3", 0, true},
		{"!= 3", rowForm, "3", 0, false},
		{"< 3", rowForm, "2", 0, true},
		{"<= 3", rowForm, "4", 0, false},
		{"1..", sizeForm, "0", 0, true},
		{"1..", sizeForm, "1", 0, false},
		{"..5", sizeForm, "6", 0, true},
		{"1..5", sizeForm, "5", 0, false},
		{"10%..20%", rowForm, "3", 20, false},
		{"10%..20%", rowForm, "5", 20, true},
		{"> 30%", rateForm, "30", 0, false},
		{"> 30%", rateForm, "30.000001", 0, true},
	}
	for _, c := range cases {
		b, err := ParseBound(c.bound, c.form)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Trips(Quantity{Value: rat(c.value)}, c.denominator); got != c.want {
			t.Errorf("%s of %d against %s: %v", c.value, c.denominator, c.bound, got)
		}
	}
	b, _ := ParseBound("> 0", rowForm)
	if b.Trips(Quantity{}, 5) || (*Bound)(nil).Trips(Quantity{Value: rat("5")}, 5) {
		t.Error("nothing measured or no bound must not trip")
	}
}

// TestTripsExactly: a percentage is compared without rounding.
func TestTripsExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(0, 1<<40).Draw(t, "violations")
		of := rapid.Int64Range(1, 1<<40).Draw(t, "of")
		b := Bound{Op: GT, Value: new(big.Rat).SetFrac64(n*100, of), Percent: true}
		if b.Trips(Quantity{Value: new(big.Rat).SetInt64(n)}, of) {
			t.Fatal("its own share trips >")
		}
		if !b.Trips(Quantity{Value: new(big.Rat).SetInt64(n + 1)}, of) {
			t.Fatal("one more does not trip >")
		}
	})
}

func TestQuantityString(t *testing.T) {
	t.Parallel()
	cases := []struct {
		value string
		unit  Unit
		want  string
	}{
		{"12", UnitRows, "12 rows"},
		{"0.35", UnitPercent, "0.35%"},
		{"1/3", UnitPercent, "0.3333%"},
		{"1/300000", UnitPercent, "< 0.0001%"},
		{"-1/300000", UnitNone, "> -0.0001"},
		{"8", UnitWorkingDays, "8wd"},
		{"12000", UnitSeconds, "3h 20m"},
		{"86400", UnitSeconds, "1d"},
		{"0.35", UnitSeconds, "0.35s"},
		{"61", UnitSeconds, "1m 1s"},
		{"-7200", UnitSeconds, "-2h"},
		{"100", UnitNone, "100"},
	}
	for _, c := range cases {
		if got := (Quantity{Value: rat(c.value), Unit: c.unit}).String(); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.value, c.unit, got, c.want)
		}
	}
	if got := (Quantity{}).String(); got != "nothing" {
		t.Errorf("no value: %q", got)
	}
}

func FuzzParseBound(f *testing.F) {
	for _, text := range []string{"> 0.01%", "1..5", "8wd", "≥", "..", "> -0.0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, form := range []BoundForm{rowForm, ageForm, timeForm, rateForm, sizeForm} {
			b, err := ParseBound(text, form)
			if err != nil {
				if err.Start < 0 || err.End < err.Start || err.End > len(text) || err.Message == "" {
					t.Fatalf("%q: %+v", text, err)
				}
				continue
			}
			if again, err := ParseBound(b.Text, form); err != nil || again.Text != b.Text {
				t.Fatalf("%q: canonical %q: %v", text, b.Text, err)
			}
		}
	})
}
