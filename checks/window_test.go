package checks_test

import (
	"testing"
	"time"

	"github.com/dogwatch/dogwatch/checks"
)

// TestWindow: a window may lie over midnight; its first minute belongs to it and the
// minute of its end does not.
func TestWindow(t *testing.T) {
	night := checks.Window{From: 20 * time.Hour, Until: 6 * time.Hour}
	noon := checks.Window{From: 12*time.Hour + 30*time.Minute, Until: 14 * time.Hour}
	evening := checks.Window{From: 18 * time.Hour, Until: 24 * time.Hour}
	for _, c := range []struct {
		window    checks.Window
		at, opens string
	}{
		{checks.Window{}, "2026-11-20 09:00", "2026-11-20 09:00"},
		{night, "2026-11-20 19:59", "2026-11-20 20:00"},
		{night, "2026-11-20 20:00", "2026-11-20 20:00"},
		{night, "2026-11-20 00:00", "2026-11-20 00:00"},
		{night, "2026-11-20 05:59", "2026-11-20 05:59"},
		{night, "2026-11-20 06:00", "2026-11-20 20:00"},
		{noon, "2026-11-20 12:29", "2026-11-20 12:30"},
		{noon, "2026-11-20 13:00", "2026-11-20 13:00"},
		{noon, "2026-11-30 14:00", "2026-12-01 12:30"},
		{evening, "2026-11-20 23:59", "2026-11-20 23:59"},
		{evening, "2026-12-31 00:00", "2026-12-31 18:00"},
	} {
		zone := time.FixedZone("CST", 8*3600)
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.window.Opens(at).Format("2006-01-02 15:04"); got != c.opens {
			t.Errorf("%v at %s opens %s, want %s", c.window, c.at, got, c.opens)
		}
		if c.window.Open(at) != (c.at == c.opens) {
			t.Errorf("%v at %s: open is %v", c.window, c.at, c.window.Open(at))
		}
	}
}

// TestWindowOn: a window that ends before it begins ends on the next day.
func TestWindowOn(t *testing.T) {
	t.Parallel()
	day := time.Date(2026, 2, 28, 15, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"01:00-05:30": "02-28 01:00 02-28 05:30", "22:00-02:00": "02-28 22:00 03-01 02:00", "00:00-24:00": "02-28 00:00 03-01 00:00",
	} {
		w, ok := checks.ParseWindow(text)
		begin, end := w.On(day)
		if got := begin.Format("01-02 15:04") + " " + end.Format("01-02 15:04"); !ok || got != want {
			t.Errorf("%s: %s, not %s", text, got, want)
		}
	}
	for _, text := range []string{"", "1:00-2:00", "02:00-02:00", "24:00-01:00", "02:00"} {
		if _, ok := checks.ParseWindow(text); ok {
			t.Errorf("%q is taken for a window", text)
		}
	}
}
