package mask_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dogwatch/dogwatch/checks/mask"
	"github.com/dogwatch/dogwatch/rules/ir"
)

func meant(m ir.Meaning) ir.Type { return ir.Type{Base: ir.Text, Meaning: m} }

func TestValue(t *testing.T) {
	t.Parallel()
	text, date, number := ir.Of(ir.Text), ir.Of(ir.Date), ir.Of(ir.Integer)
	cases := []struct {
		class mask.Class
		typ   ir.Type
		in    string
		want  string
	}{
		{mask.Sensitive, meant(ir.IDCard), "110101194910011234", "110*************34"},
		{mask.Internal, meant(ir.IDCard), "110101194910011234", "110*************34"},
		{mask.Public, meant(ir.IDCard), "110101491001123", "110**********23"},
		{mask.Sensitive, meant(ir.IDCard), "1101011949", "1*********"},
		{mask.Sensitive, meant(ir.IDCard), "110", "***"},
		{mask.Sensitive, meant(ir.DisabilityCard), "11010119491001123442", "110***************42"},
		{mask.Internal, meant(ir.BankAccount), "6222021234567890123", "***************0123"},
		{mask.Sensitive, meant(ir.BankAccount), "12345678", "********"},
		{mask.Public, meant(ir.Phone), "13812345678", "138****5678"},
		{mask.Personal, meant(ir.Phone), "65123456", "6*******"},
		{mask.Internal, meant(ir.CreditCode), "91110108551385082Q", "91110108551385082Q"},
		{mask.Personal, meant(ir.CreditCode), "92110108551385082Q", "92**************2Q"},
		{mask.Internal, meant(ir.DivisionCode), "110108", "110108"},
		{mask.Personal, meant(ir.DivisionCode), "110108012", "110108***"},
		{mask.Sensitive, meant(ir.DivisionCode), "110108", "11****"},
		{mask.Personal, text, "张三", "张*"},
		{mask.Personal, text, "欧阳娜娜", "欧***"},
		{mask.Personal, text, "阿卜杜热合曼·买买提", "阿***"},
		{mask.Personal, text, "𠮷野", "𠮷*"},
		{mask.Personal, text, "张", "*"},
		{mask.Personal, text, "", "*"},
		{mask.Sensitive, text, "张三", "张***"},
		{mask.Sensitive, text, "a rather long remark", "a***"},
		{0, text, "张三", "张***"},
		{99, text, "张三", "张***"},
		{mask.Internal, text, "2026-W47/\x1b[31m", "2026-W47/␛[31m"},
		{mask.Public, text, strings.Repeat("字", 70), strings.Repeat("字", 60) + "…"},
		{mask.Public, text, "a\u202eb\xff", "a\ufffdb\ufffd"},
		{mask.Internal, date, "1949-10-01", "1949-10-01"},
		{mask.Personal, date, "1949-10-01", "1949-**-**"},
		{mask.Personal, date, "一九四九", "***"},
		{mask.Sensitive, date, "1949-10-01", "****-**-**"},
		{mask.Personal, ir.Of(ir.Month), "2026-11", "2026-**"},
		{mask.Personal, ir.Of(ir.Timestamp), "2026-11-24T08:00:00", "2026-**-**"},
		{mask.Internal, number, "505", "505"},
		{mask.Personal, number, "-505.25", "-5**.**"},
		{mask.Personal, number, "7", "*"},
		{mask.Personal, number, "1e400", "***"},
		{mask.Personal, number, "110101194910011234", "***"},
		{mask.Sensitive, number, "505", "***"},
		{mask.Personal, ir.Of(ir.Boolean), "false", "false"},
		{mask.Sensitive, ir.Of(ir.Boolean), "false", "***"},
		{mask.Personal, ir.Type{}, "x", "***"},
	}
	for _, c := range cases {
		if got := mask.Value(c.class, c.typ, c.in); got != c.want {
			t.Errorf("Value(%s, %s, %q) = %q, want %q", c.class, c.typ, c.in, got, c.want)
		}
	}
}

// TestNothingSurvives: whatever the class, no stretch of eight characters of a
// number that names a person is shown.
func TestNothingSurvives(t *testing.T) {
	t.Parallel()
	meanings := []ir.Meaning{ir.IDCard, ir.BankAccount, ir.DisabilityCard, ir.Phone}
	digits := regexp.MustCompile(`[0-9Xx]{5}`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{5,30}[0-9Xx]`).Draw(t, "text")
		class := mask.Class(rapid.IntRange(0, 5).Draw(t, "class"))
		shown := mask.Value(class, meant(rapid.SampledFrom(meanings).Draw(t, "meaning")), text)
		if digits.MatchString(shown) {
			t.Fatalf("%q shows as %q", text, shown)
		}
		if shown = mask.Value(mask.Sensitive, ir.Of(ir.Text), text); len(shown) > 4 {
			t.Fatalf("%q shows as %q", text, shown)
		}
		for _, typ := range []ir.Type{ir.Of(ir.Text), ir.Of(ir.Integer), ir.Of(ir.Float), ir.Of(ir.Decimal), ir.Of(ir.Date)} {
			if shown := mask.Value(mask.Personal, typ, text); digits.MatchString(shown) {
				t.Fatalf("%s %q shows as %q", typ, text, shown)
			}
		}
	})
}

func TestClass(t *testing.T) {
	t.Parallel()
	for _, name := range mask.Names() {
		c, ok := mask.Parse(name)
		if !ok || c.String() != name {
			t.Errorf("%s: %v %v", name, c, ok)
		}
	}
	if _, ok := mask.Parse("secret"); ok {
		t.Error("secret is no class")
	}
	if got := mask.Class(0).String(); got != "sensitive" {
		t.Errorf("the zero class is %s", got)
	}
	if got := mask.Strictest(mask.Internal, mask.Personal, mask.Public); got != mask.Personal {
		t.Errorf("strictest: %s", got)
	}
	if got := mask.Strictest(mask.Internal, 0); got != mask.Sensitive {
		t.Errorf("unknown: %s", got)
	}
	if got := mask.Strictest(); got != mask.Public {
		t.Errorf("of nothing: %s", got)
	}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	secret := []byte("0123456789abcdef0123456789abcdef")
	base := mask.Fingerprint(secret, []string{"s", "w", "c", ""}, []mask.Part{{Text: "a"}, {Text: "b"}})
	if len(base) != 64 {
		t.Fatalf("length %d", len(base))
	}
	if again := mask.Fingerprint(secret, []string{"s", "w", "c", ""}, []mask.Part{{Text: "a"}, {Text: "b"}}); again != base {
		t.Error("not deterministic")
	}
	others := map[string]string{
		"shifted":  mask.Fingerprint(secret, []string{"s", "w", "c", ""}, []mask.Part{{Text: "ab"}, {}}),
		"null":     mask.Fingerprint(secret, []string{"s", "w", "c", ""}, []mask.Part{{Text: "ab"}, {Null: true}}),
		"identity": mask.Fingerprint(secret, []string{"s", "wc", "", ""}, []mask.Part{{Text: "a"}, {Text: "b"}}),
		"moved":    mask.Fingerprint(secret, []string{"s", "w", "c", "", "a"}, []mask.Part{{Text: "b"}}),
		"secret":   mask.Fingerprint([]byte("x"), []string{"s", "w", "c", ""}, []mask.Part{{Text: "a"}, {Text: "b"}}),
	}
	seen := map[string]string{base: "base"}
	for name, token := range others {
		if seen[token] != "" {
			t.Errorf("%s equals %s", name, seen[token])
		}
		seen[token] = name
	}
}
