package kind

import (
	"testing"

	"github.com/dogwatch/dogwatch/checks"
)

// TestSparse: an optional column that is mostly null is no doubt about its length,
// but about a rule over it.
func TestSparse(t *testing.T) {
	t.Parallel()
	mostlyNull := finding{counts: checks.Counts{Rows: 100, Judged: 10, Unknown: 90}}
	for _, c := range []struct {
		kind checks.Kind
		want checks.Verdict
	}{
		{length(), checks.Pass}, {format(), checks.Pass}, {within(), checks.Pass}, {rule(), checks.Warn}, {code(), checks.Warn},
	} {
		verdict, reason := mostlyNull.verdict(&checks.Check{Kind: c.kind})
		if verdict != c.want {
			t.Errorf("%s: %s (%s), want %s", c.kind.Doc().Name, verdict, reason, c.want)
		}
	}
}
