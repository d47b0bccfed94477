package civil

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// TestTablesThatCannotBeRead has one fault a table.
func TestTablesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"":                                    "line 0: the file has no header line",
		"# edition: 1\n":                      "line 0: the file has no header line",
		"code,name\na\xff,x\n":                "line 0: the file is not UTF-8",
		"key,name\na,x\n":                     "line 1: a code table needs the column code",
		"# covers: 1981-2024\ncode\na\n":      "line 1: covers is written as 1981..2024",
		"code,name\n,x\n":                     "line 2: the code is empty",
		"# edition: 1\ncode,name\na,x,y\n":    "line 3: wrong number of fields",
		"code,from,to\na,2020,soon\n":         "line 2: to is not a year, month or day",
		"code,from,to\na,2020-13,\n":          "line 2: from is not a year, month or day",
		"code,name\na,\"x\n":                  "line 2: extraneous or missing \" in quoted-field",
		"code,value\na,1.23456\n":             "",
		"code,value\na,much\n":                "",
		"\ufeffcode,name\n\na,x\n":            "ok",
		"code,from_year,to_year\na,2020,\n":   "ok",
		"code,name,parent,level\na,x,,county": "ok",
	} {
		err := NewDictionaries().Add("t", []byte(text))
		var fault *TableError
		switch {
		case want == "ok" && err != nil:
			t.Errorf("%q: %v", text, err)
		case want == "ok":
		case !errors.As(err, &fault):
			t.Errorf("%q gives %v, no TableError", text, err)
		case want != "" && err.Error() != want:
			t.Errorf("%q gives %q, want %q", text, err, want)
		}
	}
	for text, want := range map[string]string{
		"date,name\n2026-10-01,x\n":           "line 1: a calendar needs the columns date and off",
		"date,name,off\n2026-10-01,x,maybe\n": "line 2: off is true or false",
		"":                                    "line 0: the file has no header line",
	} {
		if _, err := ParseCalendar([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("the calendar %q gives %v, want %q", text, err, want)
		}
	}
}

func TestTitlesAndNames(t *testing.T) {
	t.Parallel()
	d := NewDictionaries()
	for name, text := range map[string]string{"b": "# edition: 7\ncode,name\n2,二\n1,一\n", "a": "# covers: 2020..2021\ncode,name,to\n1,旧,2020\n"} {
		if err := d.Add(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if got := d.String() + " " + strings.Join(d.Names(), ",") + " " + strings.Join(d.Codes("b"), ",") + " " + d.Edition("b"); got != "a (1), b (2) a,b 2,1 7" {
		t.Errorf("the tables are %s", got)
	}
	if d.Codes("x") != nil || d.Edition("x") != "" {
		t.Error("a table that is not there has codes")
	}
	day := func(year int) int32 {
		n, _ := ir.DayOf(year, 6, 1)
		return n
	}
	for year, want := range map[int]ir.Tri{2019: ir.Unknown, 2020: ir.True, 2021: ir.False, 2022: ir.Unknown} {
		title, known := d.Title("a", "1", day(year))
		if known != want || (known == ir.True) != (title == "旧") {
			t.Errorf("the title in %d is %q %v, want %v", year, title, known, want)
		}
		if _, known := d.Number("a", "1", day(year)); known == ir.True {
			t.Errorf("a code without a value has one in %d", year)
		}
	}
}

// TestStreetsFollowTheirCounty holds that a street cannot outlive its county, and that
// a county without a table of streets answers by itself.
func TestStreetsFollowTheirCounty(t *testing.T) {
	t.Parallel()
	d := NewDictionaries()
	add := func(name, text string) {
		if err := d.Add(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	add(ir.DivisionDictionary, "code,name,from,to\n110103,崇文区,1981,2009\n110105,朝阳区,1981,\n130102,长安区,1981,\n")
	add(StreetDictionary, "code,name\n110103001,前门街道\n110105001,建外街道\n")
	now, _ := ir.DayOf(2026, 1, 1)
	for code, want := range map[string]ir.Tri{"110103001": ir.False, "110105001": ir.True, "110105099": ir.False, "110105001003": ir.True,
		"130102001": ir.True, "130102001999": ir.True, "139999001": ir.False, "11010500": ir.False, "11010500x": ir.False} {
		if got := d.Valid(ir.DivisionDictionary, code, now); got != want {
			t.Errorf("%s is %v, want %v", code, got, want)
		}
	}
}

// TestEveryOneDigitErrorIsFound holds the check characters to what the standards
// promise: no single wrong character goes unnoticed.
func TestEveryOneDigitErrorIsFound(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`11010519[5-8][0-9]0[1-9]1[0-9][0-9]{3}`).Draw(t, "digits")
		check, ok := IDCardCheckCharacter(digits)
		id := []byte(digits + string(check))
		if !ok || !IDCardValid(string(id)) {
			t.Fatalf("%s is not valid", id)
		}
		at := rapid.IntRange(0, 17).Draw(t, "at")
		other := rapid.SampledFrom([]byte("0123456789X")).Draw(t, "other")
		if changed := append([]byte{}, id...); other != id[at] {
			changed[at] = other
			if IDCardValid(string(changed)) {
				t.Fatalf("%s passes for %s", changed, id)
			}
		}
	})
	const card = "6222021234567894"
	for i := range card {
		for c := byte('0'); c <= '9'; c++ {
			if c != card[i] && BankCardValid(card[:i]+string(c)+card[i+1:]) {
				t.Errorf("%c at %d passes", c, i)
			}
		}
	}
	const code = "91350100M000100Y43"
	for i := range code {
		for _, c := range creditAlphabet {
			if byte(c) != code[i] && CreditCodeValid(code[:i]+string(c)+code[i+1:]) {
				t.Errorf("%c at %d passes", c, i)
			}
		}
	}
}

// TestValidatorsDoNotAllocate holds what makes them fit for millions of rows.
func TestValidatorsDoNotAllocate(t *testing.T) {
	sum := 0
	allocations := testing.AllocsPerRun(100, func() {
		for _, valid := range []func(string) bool{IDCardValid, CreditCodeValid, BankCardValid, DisabilityCardValid, PhoneValid} {
			for _, s := range []string{"11010519491231002X", "91350100M000100Y43", "6222021234567894", "11010519491231002X43B1", "010-65123456"} {
				if valid(s) {
					sum++
				}
			}
		}
	})
	if allocations != 0 || sum == 0 {
		t.Errorf("%v allocations", allocations)
	}
}

// TestWorkdaysAddUp: the sums that are made once give what counting day by day gives.
func TestWorkdaysAddUp(t *testing.T) {
	t.Parallel()
	c, err := ParseCalendar([]byte("date,name,off\n2023-10-01,国庆节,true\n2023-10-07,国庆节,false\n2025-10-01,国庆节,true\n2026-10-01,国庆节,true\n2026-02-14,春节,false\n"))
	if err != nil {
		t.Fatal(err)
	}
	first, _ := ir.DayOf(2022, 11, 1)
	rapid.Check(t, func(t *rapid.T) {
		from := first + rapid.Int32Range(0, 1700).Draw(t, "from")
		to := from + rapid.Int32Range(0, 900).Draw(t, "days")
		want, known := 0, true
		for day := from + 1; day <= to; day++ {
			workday, sure := c.IsWorkday(day)
			known = known && sure
			if workday {
				want++
			}
		}
		if !known {
			want = 0
		}
		n, sure := c.WorkdaysBetween(from, to)
		back, _ := c.WorkdaysBetween(to, from)
		if n != want || sure != known || back != -want {
			t.Fatalf("from %d to %d: %d %v, want %d %v; back %d", from, to, n, sure, want, known, back)
		}
	})
}
