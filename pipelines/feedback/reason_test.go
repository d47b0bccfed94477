package feedback_test

import (
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/feedback"
)

// TestReason: whoever is to answer reads words in every row.
func TestReason(t *testing.T) {
	for _, c := range [][4]string{
		{"", "死亡之前不可能登记", "rule", "死亡之前不可能登记"},
		{"", "", "type", "值不能按约定的类型读出"},
		{"", "", "rule", ""},
		{"仅对方有", "", "reconcile", "仅对方有；双方数据不一致"},
		{"仅对方有", "", "rule", "仅对方有"},
	} {
		if got := feedback.Reason(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%q: %q, want %q", c[:3], got, c[3])
		}
	}
}
