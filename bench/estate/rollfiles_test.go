package estate

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// TestFiles: the bank's file of a month is GB18030, and its last line tells how many
// lines there are: in the clean month as many as there are.
func TestFiles(t *testing.T) {
	t.Parallel()
	for step, lacking := range map[Step]int{Previous: 0, Current: 7} {
		e := generate(t, 1, small, step)
		files, err := e.Files()
		if err != nil {
			t.Fatal(err)
		}
		data := map[string][]byte{}
		for _, f := range files {
			data[f.Name] = f.Data
			if asOf := e.config.AsOfInstant(); !f.Written.Before(asOf) || f.Written.Before(asOf.AddDate(0, 0, -3)) {
				t.Errorf("%s was written at %s, it is %s", f.Name, f.Written, asOf)
			}
		}
		name := "yhxf_" + e.clock.month.compact() + ".csv"
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data[name])
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
		if !strings.HasPrefix(lines[0], "交易参考号,卡号,") {
			t.Errorf("%s begins with %s", name, lines[0])
		}
		if last, want := lines[len(lines)-1], fmt.Sprintf("TRL,%d", len(lines)-2+lacking); last != want {
			t.Errorf("%s ends with %s, not %s", name, last, want)
		}
	}
}
