package conformance

import (
	"strings"
	"testing"

	"github.com/dogwatch/dogwatch/connectors"
)

// testText reads texts as they are, but for blanks on the right.
func testText(t *testing.T, h Harness) {
	long := strings.Repeat("长", 3000)
	missing := any(nil)
	shown := null
	if !h.Can.NullText {
		missing, shown = "", ""
	}
	relation := h.Create(t, Table{
		Name:    "CF_TEXT",
		Columns: []Stored{{Name: "ID", Storage: Text, Size: 10}, {Name: "名称", Storage: Text, Size: 4000}},
		Rows: [][]any{
			{"1", "张三"}, {"2", "𠮷野·阿卜杜拉"}, {"3", "trailing   "}, {"4", "  leading"}, {"5", "Ａ１　"},
			{"6", `it's a "quote", a back\slash, a ` + "`tick`"}, {"7", "a\tb"}, {"8", missing}, {"9", long}, {"10", "é e\u0301"},
		},
	})
	source := open(t, h)
	got := scan(t, source, connectors.Request{From: relation, Columns: []connectors.Column{
		column("ID", text), {Name: "name", Physical: []string{"名称"}, Type: text},
	}})
	equal(t, "rows", got.rows, [][]string{
		{"1", "张三"}, {"2", "𠮷野·阿卜杜拉"}, {"3", "trailing"}, {"4", "  leading"}, {"5", "Ａ１　"},
		{"6", `it's a "quote", a back\slash, a ` + "`tick`"}, {"7", "a\tb"}, {"8", shown}, {"9", long}, {"10", "é e\u0301"},
	})
	equal(t, "faults", got.faults, nil)
}

// testPadding cuts what CHAR columns add, in values, keys and joined columns.
func testPadding(t *testing.T, h Harness) {
	relation := h.Create(t, Table{
		Name:    "CF_PADDING",
		Columns: []Stored{{Name: "C", Storage: Char, Size: 8}, {Name: "D", Storage: Char, Size: 4}},
		Rows:    [][]any{{"ab", "x"}, {"", "y"}, {"12345678", "abcd"}, {nil, "z"}},
	})
	source := open(t, h)
	got := scan(t, source, connectors.Request{From: relation, Columns: []connectors.Column{
		column("C", text),
		{Name: "joined", Physical: []string{"C", "D"}, Type: text, Form: connectors.Form{Join: "-"}},
	}})
	equal(t, "rows", got.rows, [][]string{{"ab", "ab-x"}, {h.nothing(), h.beside("-y")}, {"12345678", "12345678-abcd"}, {null, null}})
}
