package ir_test

import (
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/rules/ir"
)

func TestDayOfAgreesWithTime(t *testing.T) {
	t.Parallel()
	for days := ir.MinDay; days <= ir.MaxDay; days += 11 {
		y, m, d := ir.CivilOf(days)
		if want := time.Unix(days*86400, 0).UTC().Format("2006-01-02"); ir.FormatDate(days) != want {
			t.Fatalf("day %d is %s, want %s", days, ir.FormatDate(days), want)
		}
		if back, ok := ir.DayOf(y, m, d); !ok || int64(back) != days {
			t.Fatalf("%04d-%02d-%02d is day %d, want %d", y, m, d, back, days)
		}
	}
}

func TestDayOfRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]int{{2023, 2, 29}, {1900, 2, 29}, {0, 1, 1}, {10000, 1, 1}, {2024, 13, 1}, {2024, 4, 31}, {2024, 1, 0}} {
		if _, ok := ir.DayOf(c[0], c[1], c[2]); ok {
			t.Errorf("%v is taken for a date", c)
		}
	}
}

func TestLayout(t *testing.T) {
	t.Parallel()
	cases := []struct {
		text, layout, want string
	}{
		{"20240229", "yyyyMMdd", "2024-02-29 00:00:00"},
		{"2024-2-9", "yyyy-M-d", "2024-02-09 00:00:00"},
		{"2024年02月", "yyyy年MM月", "2024-02-01 00:00:00"},
		{"2024-02-29 23:59:58", ir.TimestampLayout, "2024-02-29 23:59:58"},
		{"20230229", "yyyyMMdd", ""},
		{"202402291", "yyyyMMdd", ""},
		{"２０２４0229", "yyyyMMdd", ""},
		{"2024-02-29 24:00:00", ir.TimestampLayout, ""},
	}
	for _, c := range cases {
		p, ok := ir.ParseLayout(c.text, c.layout)
		if ok != (c.want != "") || ok && ir.FormatTimestamp(p.Timestamp()) != c.want {
			t.Errorf("ParseLayout(%q, %q) = %v, %v; want %q", c.text, c.layout, p, ok, c.want)
		}
		if ok && ir.PartsOf(p.Timestamp()) != p {
			t.Errorf("PartsOf does not undo %q", c.text)
		}
	}
	for _, bad := range []string{"", "dd", "yyyyMMddMM", "yyMMdd", "yyyy"} {
		if ir.CheckLayout(bad) == "" {
			t.Errorf("layout %q is accepted", bad)
		}
	}
}
