package report

import (
	"testing"

	"github.com/dogwatch/dogwatch/pipelines/store"
)

// TestRuleInChinese: what a check asks is said in Chinese around the expressions, which
// stay as they are written.
func TestRuleInChinese(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ kind, rule, want string }{
		{"type", "type of id", "id 能按其类型读取"},
		{"unique", `unique (id, month) where kind == "正常"`, `id, month 不重复；只看 kind == "正常"`},
		{"rule", "type of", "type of"},
		{"rule", `a > b where c == "x"`, `a > b；只看 c == "x"`},
		{"exists_in", "exists in s/w on a = other.b, c agreeing in name", "按 a = other.b, c 在 s/w 中存在，且相符 name"},
		{"absent_from", `absent from s/w on a when m > month(other.d) where other: state == "在" where kind == "正常"`, `按 a 在 s/w 中不出现，当 m > month(other.d)；对方只看 state == "在"；只看 kind == "正常"`},
		{"control_total", "rows = count, total = sum(amount) of s/w on batch", "与 s/w 按 batch 的合计相符：rows = count, total = sum(amount)"},
		{"reconcile", "same as s/w on id in amount ± 0.01 until at once settled for 10m0s", "与 s/w 按 id 一致，比较 amount ± 0.01，截至 at，静置后比较：10m0s"},
		{"group", "by district: count >= 1, n = count (16 groups expected)", "按 district 分组：count >= 1, n = count（应有 16 组）"},
		{"connect", "connect", "能够连通"},
		{"delivery", "the delivery", "按期供数"},
	} {
		o := store.Outcome{Kind: c.kind, Rule: c.rule}
		if got := tongueOf("zh").rule(&o); got != c.want {
			t.Errorf("%s is said %s, not %s", c.rule, got, c.want)
		}
		if got := tongueOf("en").rule(&o); got != c.rule {
			t.Errorf("in English %s is said %s", c.rule, got)
		}
	}
}
