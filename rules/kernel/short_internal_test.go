package kernel

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestShortSetsHoldWhatTheyWereGiven: a text as a number is found as the text is.
func TestShortSetsHoldWhatTheyWereGiven(t *testing.T) {
	t.Parallel()
	text := rapid.OneOf(rapid.StringMatching(`[ab]{0,10}`), rapid.StringMatching("[\x00a]{0,9}"), rapid.String())
	found, short := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(text, 0, 12).Draw(t, "list")
		set := newShortSet(list)
		for _, x := range append(rapid.SliceOfN(text, 1, 8).Draw(t, "others"), list...) {
			if set.has(x) != slices.Contains(list, x) {
				t.Fatalf("%q in %q: %v", x, list, set.has(x))
			}
			if found++; len(x) <= shortText {
				short++
			}
			for _, y := range list {
				if same := len(x) == len(y) && len(x) <= shortText && packed(x) == packed(y); same != (x == y && len(x) <= shortText) {
					t.Fatalf("%q and %q: %v", x, y, same)
				}
			}
		}
	})
	if short == 0 || short == found {
		t.Errorf("%d of %d texts were short", short, found)
	}
}
