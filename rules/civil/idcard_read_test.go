package civil

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/rules/ir"
)

// plainly reads an ID number character by character.
func plainly(id string) (fault string, birth int32, born bool) {
	if len(id) != 18 {
		return IDCardLength, 0, false
	}
	sum, digits := idSum(id)
	if !digits || id[17] != 'X' && !digit(id[17]) {
		return IDCardCharacter, 0, false
	}
	number := func(from, to int) (n int) {
		for _, c := range id[from:to] {
			n = n*10 + int(c-'0')
		}
		return n
	}
	birth, born = ir.DayOf(number(6, 10), number(10, 12), number(12, 14))
	if !born || number(6, 10) < firstBirthYear {
		return IDCardDate, 0, false
	}
	if id[17] != idChecks[sum%11] {
		return IDCardCheck, birth, true
	}
	return "", birth, true
}

// TestReadingIsThePlainOne: eight digits at a time, the same is read as one by one.
func TestReadingIsThePlainOne(t *testing.T) {
	t.Parallel()
	year, month, day := rapid.StringMatching(`1[89][0-9]{2}|20[0-9]{2}|1[0-9]{3}`), rapid.StringMatching(`0[1-9]|1[012]|[0-9]{2}`), rapid.StringMatching(`0[1-9]|[12][0-9]|[0-9]{2}`)
	drawn := map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`[0-9]{6}`).Draw(t, "place") + year.Draw(t, "year") + month.Draw(t, "month") + day.Draw(t, "day") + rapid.StringMatching(`[0-9]{3}`).Draw(t, "sequence")
		check, _ := IDCardCheckCharacter(digits)
		id := []byte(digits + string(check))
		switch rapid.IntRange(0, 4).Draw(t, "change") {
		case 0:
			id[rapid.IntRange(0, 17).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
		case 1:
			id = id[:rapid.IntRange(0, 18).Draw(t, "length")]
		case 2:
			id[17] = rapid.SampledFrom([]byte("0123456789X")).Draw(t, "check")
		}
		fault, birth, born := plainly(string(id))
		drawn[fault] = true
		card := ReadIDCard(string(id))
		if days, ok := card.Birth(); card.Fault() != fault || ok != born || days != birth {
			t.Fatalf("%q: %q %d %v, plainly %q %d %v", id, card.Fault(), days, ok, fault, birth, born)
		}
		if card.Valid() != (fault == "") || card.Shaped() != (fault != IDCardLength && fault != IDCardCharacter) {
			t.Fatalf("%q: valid %v, shaped %v, fault %q", id, card.Valid(), card.Shaped(), fault)
		}
		if sex, ok := card.Sex(); ok != card.Shaped() || ok && (sex == "男") != (id[16]%2 == 1) {
			t.Fatalf("%q: %s", id, sex)
		}
	})
	if !t.Failed() && len(drawn) != 5 {
		t.Errorf("only %v were drawn", drawn)
	}
}
