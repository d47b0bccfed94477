package oracle

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/dogwatch/dogwatch/connectors"
	"github.com/dogwatch/dogwatch/connectors/sqldb"
)

// A Dialect is Oracle's way of writing statements. Its zero value is ready.
type Dialect struct{}

var (
	_ sqldb.Dialect   = Dialect{}
	_ sqldb.Presenter = Dialect{}
	_ sqldb.Figurer   = Dialect{}
)

// Quote implements sqldb.Dialect. Oracle folds unquoted names to capitals and quoted
// ones not at all, so a name is folded here and then always quoted: one of ASCII small
// letters, digits, _, $ and # becomes capitals, every other stands as it is written
// ("UserName", "姓名"). A name in double quotes is taken to the letter. TABLE@LINK is a
// table over a database link.
func (Dialect) Quote(part string) string {
	if table, link, ok := strings.Cut(part, "@"); ok && isLink(link) {
		return quote(fold(table)) + "@" + link
	}
	return quote(fold(part))
}

func quote(name string) string { return sqldb.QuoteWith(name, '"') }

// fold gives a name as the catalogue holds it.
func fold(name string) string {
	if len(name) > 2 && name[0] == '"' && name[len(name)-1] == '"' {
		return strings.ReplaceAll(name[1:len(name)-1], `""`, `"`)
	}
	for i := range len(name) {
		ch := name[i]
		small := ch >= 'a' && ch <= 'z'
		if !small && (i == 0 || !strings.ContainsRune("0123456789_$#", rune(ch))) {
			return name
		}
	}
	return strings.ToUpper(name)
}

// isLink reports whether text is the name of a database link, which cannot be quoted
// as a whole: letters, digits, _ $ # and dots.
func isLink(text string) bool {
	for _, ch := range text {
		letter := ch >= 'a' && ch <= 'z' || ch >= 'A' && ch <= 'Z'
		if !letter && !strings.ContainsRune("0123456789_$#.", ch) {
			return false
		}
	}
	return text != ""
}

// Placeholder implements sqldb.Dialect.
func (Dialect) Placeholder(n int) string { return ":" + strconv.Itoa(n) }

// Select implements sqldb.Dialect: columns are read as they are.
func (Dialect) Select(column string) string { return column }

// Key implements sqldb.Dialect: RAW is compared by bytes under every NLS setting, and
// its bytes are UTF-8 in a GBK database too.
func (Dialect) Key(column string) string {
	return "UTL_I18N.STRING_TO_RAW(RTRIM(" + column + ", ' '), 'AL32UTF8')"
}

// Present implements sqldb.Presenter: a text of blanks is a value there and arrives as
// null.
func (Dialect) Present(column string) string { return "RTRIM(" + column + ", ' ')" }

// Figures implements sqldb.Figurer: nothing sorts, groups or compares a long text. As the
// column of an answer a CLOB is called LONG.
func (Dialect) Figures(stored connectors.PhysicalColumn) bool {
	return !slices.Contains([]string{"CLOB", "NCLOB", "LONG"}, stored.Type)
}

// Limit implements sqldb.Dialect in the form that every release knows.
func (Dialect) Limit(statement string, n int64) string {
	return fmt.Sprintf("SELECT * FROM (%s) WHERE ROWNUM <= %d", statement, n)
}
