package civil

import (
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/rules/ir"
)

func TestIDCardFault(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"11010519491231002X":  "", // the example of GB 11643
		"440524188001010014":  "", // the other one: a centenarian
		"110105194912310021":  IDCardCheck,
		"11010519491231002x":  IDCardCharacter, // capital X only
		"110105194902300020":  IDCardDate,
		"110105179912310022":  IDCardDate, // before 1800
		"110105194913310022":  IDCardDate,
		"11010519490001002X":  IDCardDate,
		"110105491231002":     IDCardLength, // 15 digits
		"１10105194912310021":  IDCardLength, // full-width
		"":                    IDCardLength,
		"110105200002290026 ": IDCardLength,
	} {
		if got := IDCardFault(id); got != want {
			t.Errorf("IDCardFault(%q) = %q, want %q", id, got, want)
		}
		if (IDCardFaultTitle(want) == "") != (want == "") {
			t.Errorf("the fault %q is called %q", want, IDCardFaultTitle(want))
		}
	}
}

func TestIDCardParts(t *testing.T) {
	t.Parallel()
	const id = "11010519491231002X"
	want, _ := ir.DayOf(1949, 12, 31)
	if days, ok := IDCardBirth(id); !ok || days != want {
		t.Errorf("birth = %d %v, want %d", days, ok, want)
	}
	if sex, ok := IDCardSex(id); !ok || sex != "女" {
		t.Errorf("sex = %q", sex)
	}
	if code, ok := IDCardDivision(id); !ok || code != "110105" {
		t.Errorf("division = %q", code)
	}
	if check, ok := IDCardCheckCharacter(id[:17]); !ok || check != 'X' {
		t.Errorf("check character = %c", check)
	}
	if _, ok := IDCardBirth("abc"); ok {
		t.Error("a shapeless text has a birth date")
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	check := func(name string, valid func(string) bool, good, bad []string) {
		for _, s := range good {
			if !valid(s) {
				t.Errorf("%s refuses %q", name, s)
			}
		}
		for _, s := range bad {
			if valid(s) {
				t.Errorf("%s accepts %q", name, s)
			}
		}
	}
	check("credit code", CreditCodeValid, []string{"91350100M000100Y43"}, []string{"91350100M000100Y44", "91350100M000100Y4", "9135010OM000100Y43", ""})
	check("bank card", BankCardValid, []string{"6222021234567894"}, []string{"6222021234567890", "62220212345678940000", "622202123456", "622202123456789X"})
	check("disability card", DisabilityCardValid, []string{"11010519491231002X11", "11010519491231002X74", "11010519491231002X43B1"},
		[]string{"11010519491231002X81", "11010519491231002X15", "11010519491231002X1", "11010519491231002X43B", "11010519491231002X43C1"})
	check("phone", PhoneValid, []string{"13800138000", "01065123456", "010-65123456", "0311-8512345"}, []string{"12800138000", "1380013800", "65123456", "010-12345678", "03118512", "0021234567", "00212345678"})
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	c, err := ParseCalendar([]byte("date,name,off\n2025-12-28,元旦,false\n2026-10-01,国庆节,true\n2026-10-02,国庆节,true\n2026-10-10,国庆节,false\n"))
	if err != nil {
		t.Fatal(err)
	}
	day := func(s string) int32 {
		d, err := time.Parse(time.DateOnly, s)
		if err != nil {
			t.Fatal(err)
		}
		return dayNumber(d)
	}
	if work, known := c.IsWorkday(day("2026-10-10")); !work || !known {
		t.Error("an adjusted Saturday is a working day")
	}
	if n, known := c.WorkdaysBetween(day("2026-09-30"), day("2026-10-12")); n != 7 || !known {
		t.Errorf("working days = %d %v, want 7", n, known)
	}
	if next, known := c.AddWorkdays(day("2026-09-30"), 1); next != day("2026-10-05") || !known {
		t.Errorf("next working day = %d", next)
	}
	if _, known := c.WorkdaysBetween(day("2026-12-30"), day("2027-01-04")); known {
		t.Error("a year that is not covered is known")
	}
	if _, known := c.AddWorkdays(day("2025-12-30"), 1); known || c.Covers(2025) {
		t.Error("a year is known by its last days alone")
	}
	if _, err := ParseCalendar([]byte("date,name,off\n2026/10/01,x,true\n")); err == nil || err.Error() != "line 2: date is not written as 2026-10-01" {
		t.Errorf("error = %v", err)
	}
}

func TestDictionaries(t *testing.T) {
	t.Parallel()
	d := NewDictionaries()
	add := func(name, text string) {
		if err := d.Add(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	add("divisions", "# edition: 2024\n# covers: 1981..2026\ncode,name,level,from_year,to_year\n110103,崇文区,county,1981,2010\n110101,东城区,county,1981,\n")
	add("beijing-streets", "code,name\n110101001,东华门街道\n")
	add("standards", "code,value,from,to\na/1,400.00,2025-01,2025-12\na/1,440.5,2026-01,\n")
	on := func(year, month, day int) int32 {
		n, _ := ir.DayOf(year, month, day)
		return n
	}
	for _, c := range []struct {
		code string
		on   int32
		want ir.Tri
	}{
		{"110103", on(2010, 12, 31), ir.True},
		{"110103", on(2011, 1, 1), ir.False},
		{"110101", on(2026, 12, 31), ir.True},
		{"110101", on(2027, 1, 1), ir.Unknown},
		{"110101001", on(2026, 1, 1), ir.True},
		{"110101001005", on(2026, 1, 1), ir.True},
		{"110101999", on(2026, 1, 1), ir.False},
		{"110101000000", on(2026, 1, 1), ir.True},
		{"", on(2026, 1, 1), ir.False},
	} {
		if got := d.Valid("divisions", c.code, c.on); got != c.want {
			t.Errorf("Valid(%q, %d) = %v, want %v", c.code, c.on, got, c.want)
		}
	}
	if n, known := d.Number("standards", "a/1", on(2026, 3, 1)); known != ir.True || ir.FormatDecimal(n, 4) != "440.5000" {
		t.Errorf("standard = %s %v", ir.FormatDecimal(n, 4), known)
	}
	if _, known := d.Number("standards", "b", on(2026, 3, 1)); known != ir.False {
		t.Errorf("no standard = %v", known)
	}
	for day, want := range map[int32]int64{on(2010, 12, 31): 2, on(2011, 1, 1): 1} {
		if n, known := d.Count("divisions", day); known != ir.True || n != want {
			t.Errorf("%d divisions on day %d: %v, not %d", n, day, known, want)
		}
	}
	for name, day := range map[string]int32{"divisions": on(2027, 1, 1), "nothing": 0} {
		if n, known := d.Count(name, day); known != ir.Unknown {
			t.Errorf("%d codes of %s on day %d: %v", n, name, day, known)
		}
	}
	if d.Valid("nothing", "x", 0) != ir.Unknown || d.Edition("divisions") != "2024" {
		t.Error("unknown table or edition")
	}
	err := d.Add("twice", []byte("code,name,from,to\na,x,2020,2021\na,y,2021,\n"))
	if err == nil || err.Error() != "line 3: code a is listed twice for the same time" {
		t.Errorf("error = %v", err)
	}
}
